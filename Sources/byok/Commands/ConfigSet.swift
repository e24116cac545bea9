internal import ByokCore
internal import ByokKit

/// `byok config set`: give one key a value.
struct ConfigSet: Command {
  var common = CommonOptions()
  var key: String?
  var words: [String] = []

  static let name = "config set"

  static let definition = CommandDefinition<Self>(
    summary: "Set a configuration key (comments are preserved)",
    detail: [
      "KEY is a dotted path, such as params.openai/gpt-5.2.temperature; 'byok config list"
        + " --all' lists them all. VALUE is a text, a number, true or false, as the key asks; a list"
        + " is several VALUEs, an object is JSON5. API keys do not belong in this file: 'byok keys"
        + " add' seals them.",
      "Nothing is written if the file would not be in form.",
    ],
    operands: [.required("KEY", \.key), .repeating("VALUE", \.words)],
    examples: [
      Example(line: "byok config set model openai/gpt-5.4-mini", purpose: "asks it by default"),
      Example(
        line: "byok config set aliases.fast groq/llama-3.1-8b-instant", purpose: "for -m fast"),
      Example(
        line: "byok config set templates.review 'Review this: {{input}}'",
        purpose: "chat --template review"),
      Example(line: "byok config set budget.day 5", purpose: "warns above 5 USD a day"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let key else { return }
    let path = try ConfigurationPath(key)
    let isHidden = path.row?.isHidden ?? false
    guard isHidden || !words.contains(where: { KeyShape.mayBeKey($0) }) else {
      throw ByokError(
        .usage, "the value looks like an API key, which config.json must not hold",
        hint: "byok keys add PROVIDER   seals a key")
    }
    let value = try value(for: path)
    try Configuration.set(
      path.names, to: value.compactText, session.locations, clock: session.clock)
    let shown = isHidden ? "set" : "now \(Sanitizer.oneLine(value.plainText, limit: 100))"
    session.console.note("\(Sanitizer.oneLine(key)) is \(shown)")
    AccountNotes.configured(path.names, in: session)
  }

  /// What the words stand for: the first reading that the key takes.
  private func value(for path: ConfigurationPath) throws(ByokError) -> JSONValue {
    let texts = JSONValue.array(words.map(JSONValue.string))
    guard words.count == 1, let word = words.first else {
      try Self.check(texts, at: path)
      return texts
    }
    let parsed = (try? JSON5Parser.parse(Array(word.unicodeScalars)))?.value
    let isObject = parsed?.isObject == true && path.row?.shape != .value
    // A list that is wrong is no word of a list.
    let isList = parsed?.elements != nil
    let readings = isObject ? [parsed] : [.string(word), parsed, isList ? nil : texts]
    var failure: ByokError?
    for reading in readings.compactMap(\.self) {
      do throws(ByokError) {
        try Self.check(reading, at: path)
        return reading
      } catch {
        failure = isList ? error : failure ?? error
      }
    }
    throw failure ?? .unknownKey(path.names.joined(separator: "."), among: [])
  }

  private static func check(
    _ value: JSONValue, at path: ConfigurationPath
  ) throws(ByokError) {
    let text = Array(value.compactText.unicodeScalars)
    guard let node = try? JSON5Parser.parse(text) else { return }
    var reader = ConfigurationReader { failure, _ in failure }
    try reader.read(node, at: path)
  }
}
