/// Which provider's model a request is for.
struct ModelChoice {
  let provider: Provider
  /// The id as the provider knows it.
  let model: String
}

/// Understands how users write models: `PROVIDER/MODEL-ID`, a bare id, or an alias of theirs.
struct ModelResolver {
  let configuration: Configuration
  let providers: ProviderList
  let environment: Environment
  let lookup: KeyLookup

  /// The model to use.
  ///
  /// - Parameter named: The value of `--model`, or `nil`.
  /// - Returns: Provider and model.
  /// - Throws: A usage error when no or no single model is meant; `noKey` when there is no key at all.
  func resolve(_ named: String?) throws(ByokError) -> ModelChoice {
    guard let name = named ?? environment.value("BYOK_MODEL") ?? configuration.model else {
      return try onlyProvider()
    }
    return try understand(configuration.aliases[name] ?? name)
  }

  private func understand(_ name: String) throws(ByokError) -> ModelChoice {
    let pieces = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    if pieces.count == 2, !pieces[1].isEmpty,
      let provider = providers.all.first(where: { $0.id == pieces[0] })
    {
      return ModelChoice(provider: provider, model: String(pieces[1]))
    }
    let owners = providers.all.filter { $0.models.contains(name) }
    if owners.count == 1, let owner = owners.first {
      return ModelChoice(provider: owner, model: name)
    }
    throw unknown(name, prefix: pieces.count == 2 ? String(pieces[0]) : nil, owners: owners)
  }

  private func unknown(_ name: String, prefix: String?, owners: [Provider]) -> ByokError {
    guard owners.isEmpty else {
      let names = owners.map { "\($0.id)/\(name)" }.joined(separator: ", ")
      return ByokError(.usage, "several providers have \(name.quoted)", hint: "write \(names)")
    }
    // Whoever gave a key where the model belongs must not see it again in the hint.
    let shown = KeyShape.mayBeKey(name) ? "…" : Sanitizer.oneLine(name, limit: 100)
    let candidates = providers.all.map(\.id) + Array(configuration.aliases.keys)
    let hint = Suggestion.nearest(to: prefix ?? name, among: candidates).map { nearest in
      let rest = prefix.map { shown == name ? name.dropFirst($0.count) : "/…" } ?? "/…"
      return "did you mean '\(nearest)\(rest)'?"
    }
    return ByokError(
      .usage, "it is not clear whose model \(name.quoted) is",
      hint: hint ?? "write PROVIDER/MODEL, such as openai/gpt-5.4-mini or openrouter/\(shown)")
  }

  /// The default model of the one provider that has a key.
  private func onlyProvider() throws(ByokError) -> ModelChoice {
    let sealed = Set(try lookup.sealedNames().map(\.provider))
    let holders = providers.all.filter { sealed.contains($0.id) || lookup.variable(of: $0) != nil }
    guard let provider = holders.first else {
      throw ByokError(
        .noKey, "there is no key yet, and no model is named",
        hints: [
          "byok keys add openai   seals a key (or openrouter, groq, mistral, …)",
          "or set a variable such as OPENAI_API_KEY",
          "or try it offline: byok chat -m echo/echo 'It works'",
        ])
    }
    guard holders.count == 1, let model = provider.defaultModel else {
      let names = holders.map { "\($0.id)/\($0.defaultModel ?? "MODEL")" }
      throw ByokError(
        .usage,
        "no model is named, and there are keys for \(holders.map(\.id).joined(separator: ", "))",
        hint: "choose one: \(names.map { "-m \($0)" }.joined(separator: ", "))")
    }
    return ModelChoice(provider: provider, model: model)
  }
}
