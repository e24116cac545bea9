/// How a command gets at the keystore: where it lies, and everything that may unlock it.
struct KeystoreAccess {
  let locations: Locations
  let environment: Environment
  let clock: Clock
  let console: Console
  /// What the command line says about unlocking.
  var options = UnlockOptions()
  /// What this process has already learned; shared by all copies.
  let memory: UnlockMemory
}

/// The options that name a source of the unlocking key or passphrase.
struct UnlockOptions: Sendable {
  var file: String?
  var descriptor: Int?
  var command: CommandWords?
}

/// What a process keeps in locked memory so as not to ask or stretch twice.
final class UnlockMemory {
  private var dataKey: Secret?
  private var storeTag: String?
  /// The passphrase from the environment, taken out of it at the start.
  private let passphrase: Secret?
  private var material: UnlockMaterial?
  private var source: UnlockSource?
  private var typed: UnlockMaterial?

  /// Whether there is one.
  let hasPassphrase: Bool

  /// - Parameter environment: Where `BYOK_PASSPHRASE` is read, overwritten and unset.
  init(_ environment: Environment) {
    hasPassphrase = environment.contains("BYOK_PASSPHRASE")
    passphrase = environment.take("BYOK_PASSPHRASE")
  }

  /// The data key of a store with these slots, if it is known.
  ///
  /// - Throws: A failure when memory is out.
  func dataKey(of tag: String) throws(ByokError) -> Secret? {
    guard storeTag == tag else { return nil }
    return try copy()
  }

  /// A copy of the passphrase from the environment.
  ///
  /// - Throws: A failure when memory is out.
  func copyOfPassphrase() throws(ByokError) -> Secret? {
    if passphrase == nil { return nil }
    return try passphrase?.withBytes { (bytes) throws(ByokError) in try Secret(copying: bytes) }
  }

  /// What the source gave before; a descriptor gives it only once, and a program may ask somebody.
  ///
  /// - Throws: A failure when memory is out.
  func material(of source: UnlockSource) throws(ByokError) -> UnlockMaterial? {
    if material == nil || self.source != source { return nil }
    return try material?.copy()
  }

  /// Keeps what a source gave.
  ///
  /// - Throws: A failure when memory is out.
  func keep(_ material: borrowing UnlockMaterial, of source: UnlockSource) throws(ByokError) {
    self.material = try material.copy()
    self.source = source
  }

  /// The passphrase that a person has typed and that has opened the store.
  ///
  /// - Throws: A failure when memory is out.
  func typedPassphrase() throws(ByokError) -> UnlockMaterial? {
    if typed == nil { return nil }
    return try typed?.copy()
  }

  /// Keeps what a person has typed, who should not be asked for the same again.
  func keepTyped(_ passphrase: consuming UnlockMaterial) {
    typed = consume passphrase
  }

  private func copy() throws(ByokError) -> Secret? {
    if dataKey == nil { return nil }
    return try dataKey?.slice(0..<Sealing.keyBytes)
  }

  /// Keeps a data key.
  ///
  /// - Throws: A failure when memory is out.
  func keep(_ key: borrowing Secret, of tag: String) throws(ByokError) {
    dataKey = try key.slice(0..<key.count)
    storeTag = tag
  }
}
