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
    let providersWithKeys = ProvidersWithKeys(session, configuration)
    let known = KnownModels(configuration)
    let entries = ModelEntry.all(of: Self.meant(by: name, providers), providersWithKeys, known)
    guard let entry = try Self.find(name, among: entries, of: providers) else {
      throw Self.unknown(
        name, entries, ModelSuggestions(providers, known, opens: providersWithKeys.opens))
    }
    let facts = ModelFacts(entry, now: session.clock.now())
    if common.json { return try session.console.write(facts.document, pretty: true) }
    try session.console.write(facts.listing)
  }

  /// The providers that a name may mean: the one before the slash, else all.
  private static func meant(by name: String, _ providers: [Provider]) -> [Provider] {
    let word = name.prefix { $0 != "/" }
    let named = providers.filter { $0.id == word }
    return named.isEmpty ? providers : named
  }

  /// The model that is meant; `nil` if none is.
  ///
  /// - Throws: A usage error when several are.
  private static func find(
    _ name: String, among entries: [ModelEntry], of providers: [Provider]
  ) throws(ByokError) -> ModelEntry? {
    let found = ModelEntry.meant(by: name, among: entries, of: providers)
    guard found.count < 2 else { throw .severalProviders(of: name, found.map(\.name)) }
    return found.first
  }

  private static func unknown(
    _ name: String, _ entries: [ModelEntry], _ suggestions: ModelSuggestions
  ) -> ByokError {
    let message = "no model \(name.quoted) is known"
    guard !KeyShape.mayBeKey(name) else {
      return ByokError(.usage, message, hint: "byok models PATTERN   lists those that are")
    }
    let hints = suggestions.hints(for: name)
    if !hints.isEmpty { return ByokError(.usage, message, hints: hints) }
    let names = entries.flatMap { [$0.name, $0.model.id] }
    return ByokError(
      .usage, message,
      hint: Suggestion.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
        ?? "byok models PATTERN   lists those that are; others can be used too")
  }
}
