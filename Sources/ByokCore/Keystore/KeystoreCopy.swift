/// The old keystore that a rekeying or a recovery left beside the new one, as `keystore.bak`.
package struct KeystoreCopy {
  package let path: FilePath
  /// The names in it, which are in clear text; it is not known to be genuine.
  package let names: [KeyName]

  /// Reads it, as far as it is in form; `nil` where there is none.
  ///
  /// - Throws: `damaged` when it is not a safe file; a failure when it cannot be read.
  package init?(_ access: KeystoreAccess) throws(ByokError) {
    let keystore = try access.locations.keystore()
    path = AtomicFile.copy(of: keystore)
    guard let folder = try PrivateDirectory.open(holding: path),
      let (bytes, _) = try Keystore.read(path, in: folder)
    else { return nil }
    names = KeystoreRecovery(bytes)?.document.entries.map(\.name) ?? []
  }
}
