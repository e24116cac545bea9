package import ByokCore

/// The built-in providers and the user's own.
package struct ProviderList: Sendable {
  package let all: [Provider]

  package init(_ configuration: Configuration) {
    // A row is long to copy.
    all =
      configuration.providers.isEmpty
      ? Provider.builtIn : Provider.builtIn + configuration.providers
  }

  /// The provider of that id.
  ///
  /// - Throws: A usage error that offers the nearest id.
  package func find(_ id: String) throws(ByokError) -> Provider {
    if let provider = all.first(where: { $0.id == id }) { return provider }
    let nearest = Suggestion.nearest(to: id, among: all.map(\.id))
    throw ByokError(
      .usage, "unknown provider \(id.quoted)",
      hints: [
        nearest.map { "did you mean '\($0)'?" } ?? "byok providers   lists those that byok knows",
        "any other server is added by: byok providers add ID --base-url URL",
      ])
  }
}

extension Provider {
  /// Whether a variable that holds a key is this provider's where none is named.
  ///
  /// Several providers read some variables, such as those of two regions of one company. It is then
  /// that of the built-in one that looks at it earliest, or of these of the first in the table.
  /// Providers of the user's own have what they name in any case; those that are gone have nothing.
  package func owns(_ variable: String) -> Bool {
    let ranks = Self.builtIn.compactMap { row in
      row.keyVariables.firstIndex(of: variable).map { (row: row, rank: $0) }
    }
    guard ranks.contains(where: { $0.row.id == id }) else { return true }
    return ranks.filter { $0.row.retirement == nil }.min { $0.rank < $1.rank }?.row.id == id
  }

  /// Its variables that hold a key, first the one that counts; a blank one holds none.
  package func setVariables(in environment: Environment) -> [String] {
    retirement == nil ? keyVariables.filter(environment.hasContent) : []
  }

  /// The variable that a request uses, where the environment has a key that is this provider's.
  package func ownVariable(in environment: Environment) -> String? {
    let set = setVariables(in: environment)
    return set.contains(where: owns) ? set.first : nil
  }
}

extension ByokError {
  package static func retired(_ provider: Provider, _ retirement: Retirement) -> Self {
    Self(
      .usage, "\(provider.name) was shut down on \(retirement.day)", hint: retirement.advice)
  }
}
