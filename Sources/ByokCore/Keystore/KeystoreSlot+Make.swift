/// Making slots, and the keys behind them.
///
/// From the key that somebody keeps, two keys are derived: one wraps the data key, the other is
/// stored beside it, so that a wrong key can be distinguished from a damaged slot.
///
/// See byok-keystore(5), Sealing.
extension KeystoreSlot {
  /// How much work a passphrase costs.
  package enum Cost: String, CaseIterable, ArgumentValue {
    case portable, standard, strong

    package static let expectation = "portable, standard or strong"
    package init?(argument: String) { self.init(rawValue: argument) }

    /// Passes over the memory.
    package var operations: Int { self == .strong ? 4 : 3 }

    /// The memory.
    package var kibibytes: Int {
      switch self {
      case .portable: 64 << 10
      case .standard: 128 << 10
      case .strong: 256 << 10
      }
    }

    /// Passes over a KiB.
    var work: Int { operations * kibibytes }
  }

  /// A slot that a key file opens.
  ///
  /// - Throws: A failure when memory is out.
  package static func keyFile(
    _ title: Title, wrapping dataKey: borrowing Secret, with key: borrowing Secret,
    in document: KeystoreDocument
  ) throws(ByokError) -> KeystoreSlot {
    let number = number(of: document.storeID)
    let id = Sealing.derivePublic(from: key, number, "byok-kid", count: 16).prefix(4)
      .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let start = "slot \(title.number) \(boundWord) \(id)"
    return try make(
      start, title, wrapping: dataKey, with: key, in: document, check: check(of: key, number))
  }

  /// A slot that a passphrase opens.
  ///
  /// - Throws: A failure when there is not memory enough to stretch it.
  package static func passphrase(
    _ title: Title, wrapping dataKey: borrowing Secret, with passphrase: borrowing Secret,
    cost: (operations: Int, kibibytes: Int), in document: KeystoreDocument
  ) throws(ByokError) -> KeystoreSlot {
    let salt = Sealing.randomBytes(16)
    let key = try stretch(
      passphrase, salt: salt, operations: cost.operations, kibibytes: cost.kibibytes, title)
    let start =
      "slot \(title.number) passphrase argon2id13 \(cost.operations) \(cost.kibibytes) "
      + Base64.encode(salt)
    return try make(
      start, title, wrapping: dataKey, with: key, in: document,
      check: check(of: key, checkNumber))
  }

  private static func make(
    _ start: String, _ title: Title, wrapping dataKey: borrowing Secret, with key: borrowing Secret,
    in document: KeystoreDocument, check: [UInt8]
  ) throws(ByokError) -> KeystoreSlot {
    let name = title.name.map { "\($0) " } ?? ""
    let head = "\(start) \(name)\(Base64.encode(check)) "
    let wrapKey = try Sealing.derive(from: key, 1, "byok-kek")
    let wrap = Sealing.seal(
      dataKey, with: wrapKey, binding: context(of: Array(head.utf8)[...], in: document))
    let line = Array((head + Base64.encode(wrap)).utf8)
    do throws(KeystoreFlaw) {
      return try KeystoreSlot(line: line[...], storeID: document.storeID)
    } catch {
      throw ByokError(.failure, "cannot make a slot: \(error.rule)")
    }
  }

  /// Lends the key that wraps the slot's data key to `use`, if the material gives the right one.
  ///
  /// - Returns: What `use` returns; `nil` if the material is of another kind or does not fit.
  /// - Throws: What `use` throws; a failure when there is not memory enough to stretch a
  ///   passphrase.
  func withWrappingKey<Result: ~Copyable>(
    from material: borrowing UnlockMaterial,
    _ use: (borrowing Secret) throws(ByokError) -> Result?
  ) throws(ByokError) -> Result? {
    switch (method, material.isPassphrase) {
    case (.keyFile, false):
      guard fits(material.secret) else { return nil }
      return try use(material.secret)
    case (.passphrase(let operations, let kibibytes, let salt), true):
      let key = try Self.stretch(
        material.secret, salt: salt, operations: operations, kibibytes: kibibytes, title)
      guard fits(key) else { return nil }
      return try use(key)
    default:
      return nil
    }
  }

  /// Whether that is the key of the slot's key file.
  func isOpened(by key: borrowing Secret) -> Bool { !isPassphrase && fits(key) }

  /// Whether that is the slot's key.
  private func fits(_ key: borrowing Secret) -> Bool {
    let number = isBound ? Self.number(of: storeID) : Self.checkNumber
    return Sealing.areEqual(Self.check(of: key, number), check)
  }

  private static func stretch(
    _ passphrase: borrowing Secret, salt: [UInt8], operations: Int, kibibytes: Int, _ title: Title
  ) throws(ByokError) -> Secret {
    let key = try Sealing.stretch(
      passphrase, salt: salt, operations: operations, kibibytes: kibibytes)
    guard let key else {
      throw ByokError(
        .failure,
        "slot \(title.text) needs \(kibibytes >> 10) MiB of memory, which the machine does "
          + "not give", hint: "raise the limit shown by 'ulimit -v'")
    }
    return key
  }

  /// What a slot stores of its key, to distinguish it from others: 16 bytes.
  private static func check(of key: borrowing Secret, _ number: UInt64) -> [UInt8] {
    Sealing.derivePublic(from: key, number, "byok-chk", count: checkBytes)
  }

  /// The number of that derivation where no store has its own: a stretched key is another in each
  /// slot.
  private static let checkNumber: UInt64 = 2

  /// The number of a store's own derivations: its id's first 8 bytes, the lowest first.
  private static func number(of storeID: String) -> UInt64 {
    let id = Base64.decode(Array(storeID.utf8)[...]) ?? []
    return id.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// What the wrapped key is bound to.
  package static func context(
    of head: ArraySlice<UInt8>, in document: KeystoreDocument
  ) -> [UInt8] {
    Array("byok/1/slot\0".utf8) + document.storeLine + head
  }
}
