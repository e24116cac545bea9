internal import Synchronization

/// How a command gets at the keystore: its place, and everything that may unlock it.
package struct KeystoreAccess: Sendable {
  package let locations: Locations
  package let environment: Environment
  package let clock: Clock
  package let console: Console
  /// What the command line says about unlocking.
  package var options = UnlockOptions()
  /// What this process has already learned; shared by all copies.
  package let memory: UnlockMemory

  package init(
    locations: Locations, environment: Environment, clock: Clock, console: Console,
    options: UnlockOptions = UnlockOptions(), memory: UnlockMemory
  ) {
    self.locations = locations
    self.environment = environment
    self.clock = clock
    self.console = console
    self.options = options
    self.memory = memory
  }
}

/// The options that name a source of the unlocking key or passphrase.
package struct UnlockOptions: Sendable {
  package var file: String?
  package var descriptor: Int?
  package var command: CommandWords?
  /// The only slot to try, whatever it costs.
  package var slot: SlotReference?

  package init(
    file: String? = nil, descriptor: Int? = nil, command: CommandWords? = nil,
    slot: SlotReference? = nil
  ) {
    self.file = file
    self.descriptor = descriptor
    self.command = command
    self.slot = slot
  }
}

/// What a process keeps in locked memory so as not to ask or stretch twice.
package final class UnlockMemory: Sendable {
  private struct State: ~Copyable {
    package var dataKey: Secret?
    var storeTag: String?
    package var material: UnlockMaterial?
    package var source: UnlockSource?
    package var typed: UnlockMaterial?
  }

  private let state = Mutex(State())
  /// The passphrase from the environment, taken out of it at the start.
  private let passphrase: Secret?

  /// Whether there is one.
  let hasPassphrase: Bool

  /// - Parameter environment: Where `BYOK_PASSPHRASE` is read, overwritten and unset.
  package init(_ environment: Environment) {
    hasPassphrase = environment.contains("BYOK_PASSPHRASE")
    passphrase = environment.take("BYOK_PASSPHRASE")
  }

  /// The tag of the store whose data key is known.
  package var storeTag: String? { state.withLock { $0.storeTag } }

  /// The data key of a store with these slots, if it is known.
  ///
  /// - Throws: A failure when memory is out.
  package func dataKey(of tag: String) throws(ByokError) -> Secret? {
    try state.withLock { (state) throws(ByokError) in
      if state.dataKey == nil || state.storeTag != tag { return nil }
      return try state.dataKey?.slice(0..<Sealing.keyBytes)
    }
  }

  /// Keeps a data key.
  ///
  /// - Throws: A failure when memory is out.
  package func keep(_ key: borrowing Secret, of tag: String) throws(ByokError) {
    var copy = Optional(try key.slice(0..<key.count))
    state.withLock { state in
      state.dataKey = copy.take()
      state.storeTag = tag
    }
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
    try state.withLock { (state) throws(ByokError) in
      if state.material == nil || state.source != source { return nil }
      return try state.material?.copy()
    }
  }

  /// Keeps what a source gave.
  ///
  /// - Throws: A failure when memory is out.
  func keep(_ material: borrowing UnlockMaterial, of source: UnlockSource) throws(ByokError) {
    try state.withLock { (state) throws(ByokError) in
      state.material = try material.copy()
      state.source = source
    }
  }

  /// The passphrase that a person has typed and that has opened the store.
  ///
  /// - Throws: A failure when memory is out.
  func typedPassphrase() throws(ByokError) -> UnlockMaterial? {
    try state.withLock { (state) throws(ByokError) in
      if state.typed == nil { return nil }
      return try state.typed?.copy()
    }
  }

  /// Keeps what a person has typed, who should not be asked for the same again.
  func keepTyped(_ passphrase: consuming UnlockMaterial) {
    var passphrase = Optional(consume passphrase)
    state.withLock { $0.typed = passphrase.take() }
  }
}
