package import ByokCore

/// What `doctor` has looked at, in groups; nothing of it is secret.
package struct Diagnosis {
  /// The state of something.
  enum State: String {
    case good, bad
    /// Neither: a thing that is told, or that is not there and need not be.
    case note

    /// The mark before its line.
    var mark: String {
      switch self {
      case .good: "✓"
      case .bad: "✗"
      case .note: "·"
      }
    }

    var style: TextStyle {
      switch self {
      case .good: .good
      case .bad: .bad
      case .note: .dim
      }
    }
  }

  /// One thing.
  package struct Fact: Equatable {
    let group: String
    let name: String
    let state: State
    let text: String
    /// What to type or do; `nil` where nothing is to be done.
    var fix: String?

    /// The members for JSON.
    package var document: JSONValue {
      .object([
        "group": .string(group), "name": .string(name),
        "ok": state == .note ? .null : .bool(state == .good), "text": .string(text),
        "fix": fix.map(JSONValue.string) ?? .null,
      ])
    }
  }

  package private(set) var facts: [Fact] = []
  private let home: String?
  /// The group of the facts that follow.
  package var group = ""

  /// - Parameter home: The home folder, which is told as `~`: its name is often a person's.
  package init(home: String?) {
    self.home = home.flatMap { $0.count > 1 ? $0 : nil }
  }

  package mutating func note(_ name: String, _ text: String) { add(name, .note, text, nil) }

  package mutating func good(_ name: String, _ text: String) { add(name, .good, text, nil) }

  package mutating func bad(_ name: String, _ text: String, fix: String?) {
    add(name, .bad, text, fix)
  }

  package mutating func bad(_ name: String, _ failure: ByokError) {
    add(name, .bad, failure.message, failure.hints.first)
  }

  private mutating func add(_ name: String, _ state: State, _ text: String, _ fix: String?) {
    facts.append(
      Fact(
        group: group, name: name, state: state, text: shown(text), fix: fix.map(shown)))
  }

  private func shown(_ text: String) -> String {
    let line = Sanitizer.oneLine(text, limit: 300)
    return home.map { line.replacing($0, with: "~") } ?? line
  }

  /// The number of problems.
  package var badCount: Int { facts.count { $0.state == .bad } }
}

extension Diagnosis: Listing {
  /// The facts as lines for a person, a paragraph for each group.
  package func lines(_ form: ListingForm) -> String {
    let width = facts.map(\.name.columns).max() ?? 0
    let indent = "".padded(to: width + 6)
    let room = form.width.map { max(20, $0 - width - 6) }
    func text(_ text: String, _ style: TextStyle = .plain) -> String {
      let lines = room.map { text.wrapped(to: $0, cutting: false) } ?? [text]
      return lines.map { form.styled($0, style) }.joined(separator: "\n" + indent) + "\n"
    }
    var result = ""
    for (index, fact) in facts.enumerated() {
      let isFirst = index == 0 || facts[index - 1].group != fact.group
      if isFirst {
        result += (index == 0 ? "" : "\n") + form.styled(fact.group, .heading) + "\n"
      }
      result += "  \(form.styled(fact.state.mark, fact.state.style)) "
      result += fact.name.padded(to: width, gap: 2) + text(fact.text)
      if let fix = fact.fix { result += indent + text("fix: \(fix)", .warning) }
    }
    return result
  }
}
