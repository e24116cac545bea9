/// The built-in providers and the user's own.
struct ProviderList: Sendable {
  let all: [Provider]

  init(_ configuration: Configuration) {
    all = Provider.builtIn + configuration.providers
  }

  /// The provider of that id.
  ///
  /// - Throws: A usage error that offers the nearest id.
  func find(_ id: String) throws(ByokError) -> Provider {
    if let provider = all.first(where: { $0.id == id }) { return provider }
    let nearest = Suggestion.nearest(to: id, among: all.map(\.id))
    throw ByokError(
      .usage, "unknown provider \(id.quoted)",
      hints: [
        nearest.map { "did you mean '\($0)'?" } ?? "byok providers   lists those that byok knows",
        "any other server is added by: byok providers add ID --base-url URL",
      ])
  }

  /// Whose a variable is where no provider is named.
  ///
  /// Several providers read some variables, such as those of two regions of one company. It is then
  /// the built-in one that looks at it earliest, or of these the first in the table. Providers of the
  /// user's own have what they name in any case.
  ///
  /// - Parameters:
  ///   - variable: The variable that holds a key.
  ///   - provider: A provider that reads it.
  /// - Returns: Whether it is this provider's.
  func isOwner(_ provider: Provider, of variable: String) -> Bool {
    let ranks = Provider.builtIn.compactMap { row in
      row.retirement == nil
        ? row.keyVariables.firstIndex(of: variable).map { (id: row.id, rank: $0) } : nil
    }
    guard ranks.contains(where: { $0.id == provider.id }) else { return provider.retirement == nil }
    return ranks.min { $0.rank < $1.rank }?.id == provider.id
  }
}

extension ByokError {
  static func retired(_ provider: Provider, _ retirement: Retirement) -> Self {
    Self(
      .usage, "\(provider.name) has been gone since \(retirement.day)", hint: retirement.advice)
  }
}
