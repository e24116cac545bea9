internal import ByokCore
internal import ByokKit

/// `byok providers add`: a provider of the user's own.
struct ProvidersAdd: Command {
  var common = CommonOptions()
  var id: ProviderID?
  var baseURL: String?
  var dialect: DialectName?
  var displayName: String?
  var variables: [String] = []
  var models: [String] = []
  var replaces = false

  static let name = "providers add"

  static let definition = CommandDefinition<Self>(
    summary: "Add your own provider to config.json",
    detail: [
      "Any server that speaks one of the dialects can be asked: a company's own gateway, a server"
        + " on this machine, a service that byok does not know. The first --model is its default.",
      "What else there is to say of it, such as header fields and prices, 'byok config set"
        + " providers.ID.KEY' says; 'byok config list --all' lists the keys. Comments in config.json"
        + " stay.",
    ],
    operands: [.required("PROVIDER", \.id, words: .text)],
    options: [
      .value("base-url", "URL", \.baseURL, "Where it answers, such as https://host.example/v1"),
      .value("dialect", "DIALECT", \.dialect, "What it speaks (default: openai-chat)"),
      .value("name", "NAME", \.displayName, "The name to show"),
      .repeating("key-env", "NAME", \.variables, "A variable with its key; may be given again"),
      .repeating("model", "ID", \.models, "A model found by its id; may be given again"),
      .flag("replace", \.replaces, "Replace the one of that id"),
    ],
    examples: [
      Example(
        line: "byok providers add work --base-url https://llm.example.com/v1 --model qwen3",
        purpose: "then 'byok keys add work' seals its key")
    ])

  static var refusalOfKey: ByokError? {
    ByokError(
      .usage, "byok providers add takes one word, and no key",
      hint: "byok keys add PROVIDER seals a key")
  }

  func run(in session: inout Session) throws(ByokError) {
    guard let id = id?.text else { return }
    guard let baseURL else {
      throw ByokError(
        .usage, "missing --base-url",
        hint: "byok providers add \(id) --base-url https://host.example/v1")
    }
    guard !Provider.builtIn.contains(where: { $0.id == id }) else {
      throw ByokError(
        .usage, "\(id.quoted) is built in",
        hints: [
          "choose another id",
          "or bind a key to another address: byok keys add \(id) --base-url URL",
        ])
    }
    let row = try row(baseURL: try BaseURL(baseURL, from: "--base-url"))
    let configuration = try Configuration.load(session.locations)
    guard replaces || !configuration.providers.contains(where: { $0.id == id }) else {
      throw ByokError(
        .failure, "there is a provider \(id.quoted) already",
        hints: ["byok providers show \(id)", "--replace replaces it"])
    }
    try Configuration.set(
      ["providers", id], to: String(decoding: try row.json(), as: UTF8.self), session.locations,
      clock: session.clock)
    session.console.note("added \(id); byok keys add \(id) seals a key for it")
    AccountNotes.configured(["providers", id], in: session)
  }

  /// The row for config.json, checked as it is when it is read.
  private func row(baseURL: BaseURL) throws(ByokError) -> JSONValue {
    if let wrong = variables.first(where: { !Self.isVariable($0) }) {
      throw ByokError(
        .usage, "option '--key-env' needs the name of a variable, not \(wrong.quoted)")
    }
    var members: [String: JSONValue] = ["base_url": .string(baseURL.text)]
    if let dialect { members["dialect"] = .string(dialect.dialect.name) }
    if let displayName { members["name"] = .string(displayName) }
    if !variables.isEmpty { members["key_env"] = .array(variables.map(JSONValue.string)) }
    if !models.isEmpty { members["models"] = .array(models.map(JSONValue.string)) }
    return .object(members)
  }

  private static func isVariable(_ name: String) -> Bool {
    !name.isEmpty && name.first?.isNumber == false && !KeyShape.mayBeKey(name)
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }
}
