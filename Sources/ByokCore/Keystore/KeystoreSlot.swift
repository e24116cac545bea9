/// One way into a keystore: the data key, wrapped by a key that somebody keeps.
///
/// `slot N keyfile2 KID [NAME] CHK WRAP` or `slot N passphrase argon2id13 T M SALT [NAME] CHK
/// WRAP`; in stores of earlier versions, `keyfile`.
package struct KeystoreSlot: Sendable, Equatable {
  /// Source of the wrapping key.
  package enum Method: Equatable, Sendable {
    /// It is in a key file of this id, which is another one in each store; in stores of earlier
    /// versions it is the same in all.
    case keyFile(id: String, isBound: Bool)
    /// It is stretched from a passphrase.
    case passphrase(operations: Int, kibibytes: Int, salt: [UInt8])
  }

  /// The number and name by which people identify a slot.
  package struct Title: Equatable, Sendable {
    package let number: Int
    /// In the form of a label; `nil` for none.
    package let name: String?

    package init(_ number: Int, name: String? = nil) {
      (self.number, self.name) = (number, name)
    }

    /// The number, and the name in brackets.
    package var text: String { name.map { "\(number) (\($0))" } ?? "\(number)" }
  }

  package let title: Title
  package let method: Method
  /// Distinguishes a wrong key from a damaged slot: 16 bytes.
  package let check: [UInt8]
  /// The data key, wrapped: nonce, 32 bytes, tag.
  package let wrap: [UInt8]
  /// The line without its end.
  package let line: ArraySlice<UInt8>
  /// The store that it is a slot of.
  let storeID: String

  /// The word of a key file's slot in stores of earlier versions, and in those of version 3.
  static let (keyFileWord, boundWord) = ("keyfile", "keyfile2")
  package static let checkBytes = 16
  static let wrapBytes = Sealing.nonceBytes + Sealing.keyBytes + Sealing.tagBytes
  package static let saltBytes = 16
  /// The work that a file may ask for before it is known to be genuine: no more than a machine can
  /// do.
  package static let passes = 1...10
  package static let kibibytes = 8 << 10...1 << 20

  package var number: Int { title.number }

  package var name: String? { title.name }

  /// Whether what it stores of its key file is bound to the store, so that two stores do not show
  /// that they have the same key file.
  package var isBound: Bool {
    guard case .keyFile(_, true) = method else { return false }
    return true
  }

  /// Whether a passphrase opens it.
  package var isPassphrase: Bool {
    guard case .passphrase = method else { return false }
    return true
  }

  /// What a try of a passphrase costs, in passes over a KiB; nothing where none opens it.
  var work: Int {
    guard case .passphrase(let operations, let kibibytes, _) = method else { return 0 }
    return operations * kibibytes
  }

  /// That, in words; `nil` where no passphrase opens it.
  package var costText: String? {
    guard case .passphrase(let operations, let kibibytes, _) = method else { return nil }
    return "\(operations.counted("pass", "passes")) over \(kibibytes >> 10) MiB"
  }

  /// The bytes that the wrapped key is bound to, besides the store.
  package var head: ArraySlice<UInt8> {
    line[...(line.lastIndex(of: UInt8(ascii: " ")) ?? line.startIndex)]
  }

  /// Reads a line of a store.
  ///
  /// - Throws: ``KeystoreFlaw`` with the field that breaks the grammar.
  init(line: ArraySlice<UInt8>, storeID: String) throws(KeystoreFlaw) {
    let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    let word = fields.count > 2 ? String(decoding: fields[2], as: UTF8.self) : ""
    func column(_ index: Int) -> Int { fields[index].startIndex - line.startIndex + 1 }
    guard fields.count > 1, let number = KeystoreGrammar.decimal(fields[1]), number > 0 else {
      throw KeystoreFlaw(column: 6, rule: "a slot needs a number above 0")
    }
    switch (word, fields.count) {
    case (Self.keyFileWord, 6...7), (Self.boundWord, 6...7):
      guard KeystoreGrammar.isKeyFileID(fields[3]) else {
        throw KeystoreFlaw(column: column(3), rule: "this is not a key file's id")
      }
      method = .keyFile(
        id: String(decoding: fields[3], as: UTF8.self), isBound: word == Self.boundWord)
    case ("passphrase", 9...10):
      method = try Self.passphrase(fields, column: column)
    default:
      throw KeystoreFlaw(column: 1, rule: "this kind of slot is unknown")
    }
    let name = fields.count == 7 || fields.count == 10 ? fields.count - 3 : nil
    if let name, !KeystoreGrammar.isLabel(fields[name]) {
      throw KeystoreFlaw(column: column(name), rule: "this is not a slot's name")
    }
    guard let check = Base64.decode(fields[fields.count - 2]), check.count == Self.checkBytes else {
      throw KeystoreFlaw(column: column(fields.count - 2), rule: "this is not a slot's check")
    }
    guard let wrap = Base64.decode(fields[fields.count - 1]), wrap.count == Self.wrapBytes else {
      throw KeystoreFlaw(column: column(fields.count - 1), rule: "this is not a wrapped key")
    }
    title = Title(number, name: name.map { String(decoding: fields[$0], as: UTF8.self) })
    (self.check, self.wrap, self.line, self.storeID) = (check, wrap, line, storeID)
  }

  private static func passphrase(
    _ fields: [ArraySlice<UInt8>], column: (Int) -> Int
  ) throws(KeystoreFlaw) -> Method {
    guard fields[3].elementsEqual("argon2id13".utf8) else {
      throw KeystoreFlaw(column: column(3), rule: "this key derivation is unknown")
    }
    guard let operations = KeystoreGrammar.decimal(fields[4]), passes.contains(operations) else {
      throw KeystoreFlaw(column: column(4), rule: "passes must be 1 to 10")
    }
    guard let kibibytes = KeystoreGrammar.decimal(fields[5]), Self.kibibytes.contains(kibibytes)
    else { throw KeystoreFlaw(column: column(5), rule: "memory must be 8 MiB to 1 GiB") }
    guard let salt = Base64.decode(fields[6]), salt.count == saltBytes else {
      throw KeystoreFlaw(column: column(6), rule: "this is not a salt")
    }
    return .passphrase(operations: operations, kibibytes: kibibytes, salt: salt)
  }
}
