/// A key of this machine, for digests at rest from which nobody else can tell a secret.
///
/// The file has 32 random bytes.
///
/// A digest that anybody can compute lets a weak secret be guessed from it, and tells where the same
/// secret is kept.
package final class MachineKey {
  private let key: Secret

  private init(_ key: consuming Secret) {
    self.key = key
  }

  /// The key; `nil` where none has been made, or it is not safe.
  package static func read(_ locations: Locations) -> MachineKey? {
    guard let path = try? locations.machineKey(),
      let folder = (try? PrivateDirectory.open(holding: path)) ?? nil,
      let file = (try? PrivateDirectory.openFile(path, in: folder, privacy: .ownerOnly)) ?? nil,
      let key = try? Secret.reading(
        file.descriptor, limit: Sealing.keyBytes,
        failure: { ByokError(.failure, "cannot read '\(path.text)': \($0.text)") }),
      key.count == Sealing.keyBytes
    else { return nil }
    return MachineKey(key)
  }

  /// The key, which is made where there is none that is good.
  ///
  /// - Throws: `damaged` when the folder is not safe; a failure when it cannot be written.
  package static func readOrMake(
    _ locations: Locations, clock: Clock
  ) throws(ByokError) -> MachineKey {
    if let key = read(locations) { return key }
    let path = try locations.machineKey()
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else { throw .noHome }
    let lock = try FileLock.take(for: path, in: folder, clock: clock)
    defer { _ = lock }
    AtomicFile.removeLeftovers(of: path, in: folder)
    if let key = read(locations) { return key }
    let key = try Secret(randomBytes: Sealing.keyBytes)
    try key.withBytes { (bytes) throws(ByokError) in
      _ = try AtomicFile.replace(path, in: folder, with: bytes)
    }
    return MachineKey(key)
  }

  /// A short name for a text: 8 bytes of keyed BLAKE2b as 16 hex digits.
  package func digest(of text: String) -> String {
    let bytes = Array(text.utf8)
    return Sealing.hexadecimal(
      Sealing.authenticate(bytes, count: bytes.count, with: key).prefix(8))
  }
}
