/// What the configuration says of a provider of the user's own.
struct ProviderRow: Configurable {
  var baseURL: String?
  var dialect: Dialect?
  var name: String?
  var keyVariables: [String]?
  var models: [String]?

  /// The provider that the row describes.
  ///
  /// - Parameter entry: Where the row stands.
  /// - Returns: The provider.
  /// - Throws: A usage error that names the place.
  func provider(_ entry: ConfigurationEntry) throws(ByokError) -> Provider {
    let id = entry.name
    guard ProviderID(argument: id) != nil else {
      throw entry.wrong("must be named with \(ProviderID.expectation)")
    }
    guard !Provider.builtIn.contains(where: { $0.id == id }) else {
      throw entry.wrong("is the name of a built-in provider; choose another")
    }
    guard let baseURL else { throw entry.wrong("needs a base_url") }
    let base = try BaseURL(baseURL, from: "\(entry.place).base_url")
    var provider = Provider(
      id: id, name: name ?? id, baseURL: base.text, wire: dialect?.wire ?? OpenAIChat.self)
    // Many servers list their models to anybody.
    provider.keyCheck = .models(isProof: false)
    provider.keyVariables = keyVariables ?? []
    provider.models = models ?? []
    provider.modelList = .usual(for: provider.wire)
    // Servers that speak one of OpenAI's APIs may speak the other: `--api` tells.
    let both: [any WireFormat.Type] = [OpenAIChat.self, OpenAIResponses.self]
    if both.contains(where: { $0 == provider.wire }) {
      provider.otherWires = both.filter { $0 != provider.wire }
    }
    provider.defaultModel = provider.models.first
    return provider
  }
}
