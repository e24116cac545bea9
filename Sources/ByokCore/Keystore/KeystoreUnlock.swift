/// Gets a keystore's data key: from the named source, the kernel's cache, the key file, the terminal.
///
/// Explicit beats implicit, and an explicit source that fails is an error, never a fall-through.
///
/// See byok-keys(1), What unlocks the keystore.
struct KeystoreUnlock {
  let access: KeystoreAccess
  let document: KeystoreDocument
  let path: String

  /// The data key.
  ///
  /// - Throws: `locked` with the places that were tried; `damaged` when a slot is.
  func dataKey() throws(ByokError) -> Secret {
    let tag = document.slotsTag
    if let key = try access.memory.dataKey(of: tag) { return key }
    let key = try find()
    try access.memory.keep(key, of: tag)
    return key
  }

  /// The data key, by a key or passphrase that is given: no key is taken that was kept from before.
  ///
  /// - Throws: As ``dataKey()``.
  func givenDataKey() throws(ByokError) -> Secret {
    if let typed = try access.memory.typedPassphrase(), let key = try open(with: typed) {
      return key
    }
    return try find(usesCache: false)
  }

  private func find(usesCache: Bool = true) throws(ByokError) -> Secret {
    if let source = try access.explicitSource() {
      let material = try access.material(from: source)
      guard let key = try open(with: material) else { throw wrong(source, material) }
      return key
    }
    var tried: [String] = []
    if usesCache {
      if let key = try KeyCache(document).read() { return key }
      tried.append("the kernel keyring")
    }
    let unlockKey = try access.locations.unlockKey()
    var isThere = false
    for path in UnlockKey.places(unlockKey) {
      guard let key = try UnlockKey.read(path) else { continue }
      isThere = isThere || path == unlockKey
      if let dataKey = try open(with: UnlockMaterial(secret: key, isPassphrase: false)) {
        return dataKey
      }
    }
    tried.append(
      "'\(unlockKey.text)', which "
        + (isThere ? "belongs to another keystore" : "does not exist"))
    return try ask(tried)
  }

  private func ask(_ tried: [String]) throws(ByokError) -> Secret {
    guard !document.passphraseSlots.isEmpty else {
      throw .locked(path, tried: tried, canAsk: false)
    }
    guard access.console.mayAsk, let prompt = TerminalPrompt() else {
      throw .locked(path, tried: tried + ["no terminal to ask on"], canAsk: true)
    }
    for attempt in 1...3 {
      let passphrase = UnlockMaterial(
        secret: try prompt.secret("passphrase for the keystore (not shown)"), isPassphrase: true)
      if let key = try open(with: passphrase) {
        access.memory.keepTyped(passphrase)
        return key
      }
      if attempt < 3 { access.console.note("the passphrase is wrong; try again") }
    }
    throw .wrongPassphrase(document.passphraseSlots.filter(isMeant).map(\.title), path: path)
  }

  private func wrong(_ source: UnlockSource, _ material: borrowing UnlockMaterial) -> ByokError {
    guard material.isPassphrase else {
      return ByokError(.locked, "the unlock key in \(source.text) does not open '\(path)'")
    }
    let slots = document.passphraseSlots.filter(isMeant).map(\.title)
    guard !slots.isEmpty else {
      return ByokError(
        .locked, "'\(path)' has no passphrase, and \(source.text) is not an unlock key",
        hint: "byok keys passwd adds a passphrase")
    }
    return .wrongPassphrase(slots, path: path)
  }

  /// The data key, by the first slot that the key or passphrase opens; `nil` if none does.
  ///
  /// Slots of low cost come first. Nobody knows yet who wrote the file, so that a passphrase is stretched
  /// for a slot only up to a limit, unless the user names the slot.
  ///
  /// - Throws: `damaged` when the slot knows the key but is damaged; a usage error when the slot that is
  ///   named is not there; `locked` when the limit is reached; a failure when memory is out.
  func open(with material: borrowing UnlockMaterial) throws(ByokError) -> Secret? {
    if let slot = access.options.slot, slot.slot(among: document.slots) == nil {
      throw .noSlot(slot)
    }
    let (tried, leftOut) = slotsToTry
    for slot in tried {
      if material.isPassphrase, let cost = slot.costText {
        access.console.detail("trying the passphrase with slot \(slot.title.text): \(cost)")
      }
      if let dataKey = try open(slot, with: material) { return dataKey }
    }
    guard material.isPassphrase, let first = leftOut.first else { return nil }
    throw .slotTooCostly(first, path: path)
  }

  /// Whether the user means that slot, too.
  private func isMeant(_ slot: KeystoreSlot) -> Bool {
    guard let meant = access.options.slot else { return true }
    return meant.slot(among: [slot]) != nil
  }

  /// The slots in order of their cost, and those that would cost too much.
  var slotsToTry: (tried: [KeystoreSlot], leftOut: [KeystoreSlot]) {
    let slots = document.slots.filter(isMeant)
      .sorted { ($0.work, $0.number) < ($1.work, $1.number) }
    guard access.options.slot == nil else { return (slots, []) }
    var work = 0
    let count = slots.prefix { slot in
      work += slot.work
      return work <= KeystoreGrammar.stretchingLimit
    }.count
    return (Array(slots[..<count]), Array(slots[count...]))
  }

  /// The data key of one slot; `nil` if the key or passphrase is not the slot's.
  ///
  /// - Throws: As ``open(with:)``.
  func open(
    _ slot: KeystoreSlot, with material: borrowing UnlockMaterial
  ) throws(ByokError) -> Secret? {
    try slot.withWrappingKey(from: material) { (key) throws(ByokError) in
      try unwrap(slot, with: key)
    }
  }

  private func unwrap(
    _ slot: KeystoreSlot, with key: borrowing Secret
  ) throws(ByokError) -> Secret {
    let wrapKey = try Sealing.derive(from: key, 1, "byok-kek")
    let context = KeystoreSlot.context(of: slot.head, in: document)
    guard let dataKey = try Sealing.open(slot.wrap, with: wrapKey, binding: context) else {
      throw .slotDamaged(slot.title, path: path)
    }
    return dataKey
  }
}

extension KeystoreDocument {
  /// The slots that a passphrase opens.
  package var passphraseSlots: [KeystoreSlot] {
    slots.filter(\.isPassphrase)
  }

  /// A name for the store's data key that changes whenever a slot does, and with every rekeying.
  var slotsTag: String {
    let text = storeLine + slots.flatMap { Array($0.line) + [UInt8(ascii: "\n")] }
    return storeID + ":" + Sealing.digest(of: text)
  }
}
