internal import ByokCore
internal import ByokKit

/// `byok models show`: everything that is known of one model.
struct ModelsShow: Command {
  var common = CommonOptions()
  var model: String?

  static let name = "models show"

  static let definition = CommandDefinition<Self>(
    summary: "Show details of a model",
    detail: [
      "MODEL is PROVIDER/MODEL-ID, a model id alone, or one of your aliases. If several providers have"
        + " the model, one that you have a key for is shown, otherwise the model's maker."
    ],
    operands: [.required("MODEL", \.model)],
    json: true,
    examples: [
      Example(
        line: "byok models show openai/gpt-4.1-mini",
        purpose: "show limits, prices and how to use the model",
        runsAnywhere: true)
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let model else { return }
    let configuration = try Configuration.load(session.locations)
    let providers = ProviderList(configuration).all
    let name = configuration.aliases[model] ?? model
    let entries = ModelEntry.all(
      of: Self.meant(by: name, providers), try ProvidersWithKeys(session),
      KnownModels(configuration))
    let facts = ModelFacts(
      try Self.find(name, among: entries, of: providers), now: session.clock.now())
    if common.json { return try session.console.write(facts.document, pretty: true) }
    try session.console.write(facts.listing)
  }

  /// The providers that a name may mean: the one before the slash, else all.
  private static func meant(by name: String, _ providers: [Provider]) -> [Provider] {
    let word = name.prefix { $0 != "/" }
    let named = providers.filter { $0.id == word }
    return named.isEmpty ? providers : named
  }

  /// - Throws: A usage error when no or no single model is meant.
  private static func find(
    _ name: String, among entries: [ModelEntry], of providers: [Provider]
  ) throws(ByokError) -> ModelEntry {
    let found = ModelEntry.meant(by: name, among: entries, of: providers)
    if found.count == 1, let entry = found.first { return entry }
    if !found.isEmpty {
      throw .severalProviders(of: name, found.map(\.name))
    }
    let names = entries.flatMap { [$0.name, $0.model.id] }
    let nearest = KeyShape.mayBeKey(name) ? nil : Suggestion.nearest(to: name, among: names)
    throw ByokError(
      .usage, "no model \(name.quoted) is known",
      hint: nearest.map { "did you mean '\($0)'?" }
        ?? "byok models PATTERN   lists those that are; others can be used too")
  }
}
