import ByokTestSupport

import ByokKitTestSupport
@testable import ByokCore

extension StoreFixture {
  /// The cheapest stretching that the format allows.
  static let cheap = (operations: 1, kibibytes: 8192)

  /// Adds a passphrase, and returns its slot's number.
  @discardableResult
  func addPassphrase(_ text: String) throws -> Int {
    let passphrase = try Self.secret(text)
    var number = 0
    try update { (keystore) throws(ByokError) in
      number = try keystore.addPassphrase(passphrase, cost: Self.cheap)
    }
    return number
  }

  /// A fresh process's access that is given this passphrase.
  func access(passphrase: String) throws -> KeystoreAccess {
    access(UnlockOptions(file: try folder.write(passphrase + "\n", to: "passphrase")))
  }

  /// What opening the store with this passphrase fails with.
  func failure(passphrase: String) throws -> ByokError? {
    let access = try access(passphrase: passphrase)
    do throws(ByokError) {
      guard try Keystore.open(access) != nil else { return .noKeystore("") }
      return nil
    } catch {
      return error
    }
  }

  /// The store's parts, not verified.
  func document() throws -> KeystoreDocument {
    try KeystoreDocument.parse(bytes(), path: path).document
  }

  /// Changes the data key, with a passphrase for the slots that need one.
  func rekey(
    removing removed: Int? = nil, passphrase: String, keepsOld: Bool = false
  ) throws {
    let access = try access(passphrase: passphrase)
    let rewrap = SlotRewrap(access: access)
    try Keystore.update(access, create: false, keepsOld: keepsOld) {
      (keystore) throws(ByokError) in
      try keystore.rekey(removing: removed) { (slot, key, document) throws(ByokError) in
        try rewrap.rewrap(slot, key, document)
      }
    }
  }
}
