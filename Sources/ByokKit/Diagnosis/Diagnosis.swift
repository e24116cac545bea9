/// What `doctor` has looked at, in groups; nothing of it is secret.
struct Diagnosis {
  /// Whether something is as it should be.
  enum State: String {
    case good, bad
    /// Neither: a thing that is told, or that is not there and need not be.
    case note

    /// What stands before its line.
    var mark: String {
      switch self {
      case .good: "✓"
      case .bad: "✗"
      case .note: "·"
      }
    }
  }

  /// One thing.
  struct Fact: Equatable {
    let group: String
    let name: String
    let state: State
    let text: String
    /// What to type or do; `nil` where nothing is to be done.
    var mend: String?

    /// The members for JSON.
    var document: JSONValue {
      .object([
        "group": .string(group), "name": .string(name),
        "ok": state == .note ? .null : .bool(state == .good), "text": .string(text),
        "mend": mend.map(JSONValue.string) ?? .null,
      ])
    }
  }

  private(set) var facts: [Fact] = []
  private let home: String?
  /// The group of the facts that follow.
  var group = ""

  /// - Parameter home: The home folder, which is told as `~`: its name is often a person's.
  init(home: String?) {
    self.home = home.flatMap { $0.count > 1 ? $0 : nil }
  }

  mutating func note(_ name: String, _ text: String) { add(name, .note, text, nil) }

  mutating func good(_ name: String, _ text: String) { add(name, .good, text, nil) }

  mutating func bad(_ name: String, _ text: String, mend: String?) { add(name, .bad, text, mend) }

  mutating func bad(_ name: String, _ failure: ByokError) {
    add(name, .bad, failure.message, failure.hints.first)
  }

  private mutating func add(_ name: String, _ state: State, _ text: String, _ mend: String?) {
    facts.append(
      Fact(
        group: group, name: name, state: state, text: shown(text), mend: mend.map(shown)))
  }

  private func shown(_ text: String) -> String {
    let line = Sanitizer.oneLine(text, limit: 300)
    return home.map { line.replacing($0, with: "~") } ?? line
  }

  /// How many things are not as they should be.
  var badCount: Int { facts.count { $0.state == .bad } }

  /// The facts as lines for a person, a paragraph for each group.
  var listing: String {
    let width = facts.map(\.name.count).max() ?? 0
    var text = ""
    for (index, fact) in facts.enumerated() {
      let isFirst = index == 0 || facts[index - 1].group != fact.group
      if isFirst { text += (index == 0 ? "" : "\n") + fact.group + "\n" }
      let padding = String(repeating: " ", count: width - fact.name.count + 2)
      text += "  \(fact.state.mark) \(fact.name)\(padding)\(fact.text)\n"
      if let mend = fact.mend {
        text += "    \(String(repeating: " ", count: width + 2))mend: \(mend)\n"
      }
    }
    return text
  }
}
