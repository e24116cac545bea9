internal import ByokCore

/// One prompt of a batch, as its line says.
struct BatchPrompt: Sendable {
  /// The user's own name for it: a text or a whole number.
  var id: JSONValue?
  var prompt = ""
  var system: String?
  var model: String?
  var settings = ChatSettings()

  private static let members = ["id", "prompt", "system", "model", "params"]
  private static let parameters = [
    "temperature", "top_p", "max_tokens", "seed", "stop", "reasoning",
  ]

  /// Reads a line that is the prompt itself.
  ///
  /// - Throws: A usage error when it is not text.
  mutating func read(text line: [UInt8]) throws(ByokError) {
    guard let text = String(validating: line, as: UTF8.self), !line.contains(0) else {
      throw ByokError(.usage, "the line is not UTF-8 text")
    }
    prompt = text
  }

  /// Reads a line that is an object; what was read before a flaw stays.
  ///
  /// - Throws: A usage error that says what is wrong with it.
  mutating func read(object line: [UInt8]) throws(ByokError) {
    let value: JSONValue
    do throws(JSONFlaw) {
      value = try JSONValue(strict: line)
    } catch {
      let column = TextPlace(offset: error.offset, in: line.span).column
      throw ByokError(.usage, "the line is not JSON: column \(column): \(error.rule)")
    }
    guard case .object(let members) = value else {
      throw ByokError(
        .usage, "the line is not a JSON object",
        hint: #"write {"prompt": "…"}, or use --each-line"#)
    }
    id = members["id"] == .null ? nil : members["id"]
    switch id {
    case nil, .string, .integer: break
    default:
      id = nil
      throw .wrongMember("id", "a string or a whole number")
    }
    for (name, value) in members.sorted(by: { $0.key < $1.key }) where value != .null {
      switch name {
      case "id": break
      case "prompt": prompt = try Self.text(value, name)
      case "system": system = try Self.text(value, name)
      case "model": model = try Self.text(value, name)
      case "params": try read(parameters: value)
      default: throw .unknownMember(name, among: Self.members)
      }
    }
    guard !prompt.isEmpty else { throw ByokError(.usage, "the line has no prompt") }
  }

  private mutating func read(parameters: JSONValue) throws(ByokError) {
    guard case .object(let members) = parameters else {
      throw .wrongMember("params", "an object")
    }
    for (name, value) in members.sorted(by: { $0.key < $1.key }) where value != .null {
      let place = "params.\(name)"
      switch name {
      case "temperature": settings.temperature = try Self.number(value, place)
      case "top_p": settings.topP = try Self.number(value, place)
      case "max_tokens": settings.maxTokens = try Self.count(value, place)
      case "seed": settings.seed = try Self.count(value, place)
      case "stop": settings.stop = try Self.texts(value, place)
      case "reasoning":
        guard let level = ReasoningLevel(argument: value.text ?? "") else {
          throw .wrongMember(place, ReasoningLevel.expectation)
        }
        settings.reasoning = level
      default: throw .unknownMember(place, among: Self.parameters.map { "params.\($0)" })
      }
    }
  }

  private static func text(_ value: JSONValue, _ name: String) throws(ByokError) -> String {
    guard case .string(let text) = value else { throw .wrongMember(name, "a string") }
    return text
  }

  private static func texts(_ value: JSONValue, _ name: String) throws(ByokError) -> [String] {
    guard case .array(let elements) = value else { return [try text(value, name)] }
    var texts: [String] = []
    for element in elements { texts.append(try text(element, name)) }
    return texts
  }

  private static func number(_ value: JSONValue, _ name: String) throws(ByokError) -> Double {
    switch value {
    case .integer(let number): return Double(number)
    case .number(let number): return number
    default: throw .wrongMember(name, "a number")
    }
  }

  private static func count(_ value: JSONValue, _ name: String) throws(ByokError) -> Int {
    guard let count = value.integer, count >= 0 else {
      throw .wrongMember(name, Int.expectation)
    }
    return count
  }
}

extension ByokError {
  fileprivate static func wrongMember(_ name: String, _ expected: String) -> Self {
    Self(.usage, "\(name.quoted) must be \(expected)")
  }

  fileprivate static func unknownMember(_ name: String, among names: [String]) -> Self {
    let nearest = Suggestion.nearest(to: name, among: names)
    return Self(
      .usage, "unknown field \(name.quoted)",
      hint: nearest.map { "did you mean '\($0)'?" }
        ?? "known fields: \(names.joined(separator: ", "))")
  }
}
