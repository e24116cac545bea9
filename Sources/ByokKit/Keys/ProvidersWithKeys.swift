package import ByokCore

/// Which providers there is a key for.
package struct ProvidersWithKeys {
  private let sealed: Set<String>
  private let environment: Environment
  /// The tools whose credentials may be used, and have not expired for good.
  private let signedIn: Set<String>

  /// Names are read without unlocking the keystore; of one that cannot be read, it warns.
  package init(_ session: Session, _ configuration: Configuration) {
    let sealed = Self.readableNames(session.keystore)
    let ids = Set(sealed.map(\.provider))
    let discovery = CredentialDiscovery(session, configuration.creds)
    let usable = CredentialTool.all.filter { tool in
      discovery.settings.allows(tool) && (ids.contains(tool.id) || discovery.hasTokens(tool))
    }
    self.init(sealed: sealed, session.environment, signedIn: Set(usable.map(\.id)))
  }

  package init(sealed: [KeyName], _ environment: Environment, signedIn: Set<String> = []) {
    self.sealed = Set(sealed.map(\.provider)).subtracting(CredentialTool.all.map(\.id))
    self.environment = environment
    self.signedIn = signedIn
  }

  /// Whether a request to the provider would find a key.
  package func contains(_ provider: Provider) -> Bool {
    sealed.contains(provider.id) || signedIn.contains(provider.id)
      || !provider.setVariables(in: environment).isEmpty
  }

  /// Whether there is a key that is the provider's where none is named.
  package func owns(_ provider: Provider) -> Bool {
    sealed.contains(provider.id) || provider.ownVariable(in: environment) != nil
  }

  /// Whether a request to the provider would find a key, or need none.
  package func opens(_ provider: Provider) -> Bool {
    contains(provider) || provider.worksWithoutKey
      || BaseURL.isLoopback(provider.baseURL)
  }

  /// The names of the sealed keys; of a keystore that cannot be read, it warns, and there are none.
  package static func readableNames(_ keystore: KeystoreAccess) -> [KeyName] {
    do throws(ByokError) {
      return try names(keystore)
    } catch {
      keystore.console.warn(error)
      return []
    }
  }

  /// The names of the sealed keys; without a home folder there are none.
  ///
  /// - Throws: `damaged` when the keystore is invalid.
  package static func names(_ keystore: KeystoreAccess) throws(ByokError) -> [KeyName] {
    guard try keystore.locations.hasKeystore else { return [] }
    return try Keystore.document(keystore)?.entries.map(\.name) ?? []
  }
}
