internal import ByokCore

extension ModelResolver {
  /// The failure for a name that is no model's, with those that may be meant.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - prefix: What precedes its first slash; `nil` without one.
  /// - Returns: A usage error.
  func unknown(_ name: String, prefix: String?) -> ByokError {
    guard !KeyShape.mayBeKey(name) else {
      // Whoever gave a key where the model belongs must not see it again in the hint.
      let nearest = prefix.flatMap { Suggestion.nearest(to: $0, among: providers.all.map(\.id)) }
      return ByokError(
        .usage, "unknown model \(name.quoted)",
        hint: nearest.map { "did you mean '\($0)/…'?" } ?? Self.form("…"))
    }
    if let prefix, !prefix.isEmpty { return unknownProvider(prefix, of: name) }
    let shown = Sanitizer.oneLine(name, limit: 100)
    let nearest = nearest(to: name).map { ["did you mean '\($0)'?"] }
    let hints = suggestions.hints(for: name, else: nearest)
    return ByokError(
      .usage, "unknown model \(name.quoted)", hints: hints.isEmpty ? [Self.form(shown)] : hints)
  }

  private static func form(_ name: String) -> String {
    "write PROVIDER/MODEL, such as openai/gpt-5.4-mini or openrouter/\(name)"
  }

  private func unknownProvider(_ id: String, of name: String) -> ByokError {
    let rest = String(name.dropFirst(id.count + 1))
    let ids = providers.all.filter { $0.retirement == nil }.map(\.id)
    var hints: [String] = []
    if let nearest = Suggestion.nearest(to: id, among: ids + configuration.aliases.keys) {
      hints = ["did you mean '\(nearest)/\(Sanitizer.oneLine(rest, limit: 100))'?"]
    } else {
      hints = suggestions.hints(for: rest)
    }
    return ByokError(
      .usage, "unknown provider \(id.quoted)",
      hints: hints.isEmpty
        ? [
          "byok providers   lists those that byok knows",
          "any other server is added by: byok providers add ID --base-url URL",
        ] : hints)
  }

  /// The nearest alias, model or, with its default model, provider.
  private func nearest(to name: String) -> String? {
    let ids = Catalogue.providers.filter { !Catalogue.isNamedOnly($0) }
      .flatMap { Catalogue.models(of: $0).map(\.id) }
    let aliases = Array(configuration.aliases.keys)
    if let nearest = Suggestion.nearest(to: name, among: aliases + ids) { return nearest }
    let known = providers.all.filter { $0.retirement == nil && !$0.usesCredentials }
    return Suggestion.nearest(to: name, among: known.map(\.id)).map { id in
      let model = known.first { $0.id == id }?.defaultModel
      return "\(id)/\(model ?? "…")"
    }
  }

  private var suggestions: ModelSuggestions {
    // The keystore is not needed for more than this.
    let withKeys = Set((try? lookup.providersWithKeys(among: providers.all))?.map(\.id) ?? [])
    return ModelSuggestions(providers.all, known) { provider in
      withKeys.contains(provider.id) || provider.worksWithoutKey
    }
  }
}
