import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

/// What a file that nobody has authenticated may cost.
@Suite struct KeystoreCostTests {
  private let store: StoreFixture

  init() throws {
    store = try StoreFixture(holding: ["openai": "sk-one"])
    try store.addPassphrase("first")
  }

  private static func document(_ slots: [String]) throws -> KeystoreDocument {
    try KeystoreDocument.parse(StoreText.bytes(StoreText.lines(slots: slots)), path: "store")
      .document
  }

  private func unlock(_ document: KeystoreDocument, slot: SlotReference? = nil) -> KeystoreUnlock {
    KeystoreUnlock(
      access: store.access(UnlockOptions(slot: slot)), document: document, path: "store")
  }

  private func failure(_ access: KeystoreAccess) -> ByokError? {
    do throws(ByokError) {
      _ = try Keystore.open(access)
      return nil
    } catch {
      return error
    }
  }

  /// The store with slots that cost as much as the format allows, before its own.
  private func makeHostile() throws {
    let costly = StoreText.passphrase(3, "10", "1048576")
    var lines = try store.lines()
    let own = lines[4].replacing("slot 2 ", with: "slot 5 ")
    lines.replaceSubrange(4...4, with: [costly, costly.replacing("slot 3", with: "slot 4"), own])
    try store.write(lines)
  }

  @Test func `slots are tried in order of their cost, key files first`() throws {
    let unlock = unlock(
      try Self.document([
        StoreText.passphrase(1, "4", "262144"), StoreText.passphrase(2, "1", "8192"),
        StoreText.slot("3"), StoreText.passphrase(4, "1", "8192"), StoreText.slot("5"),
      ]))
    #expect(unlock.slotsToTry.tried.map(\.number) == [3, 5, 2, 4, 1])
    #expect(unlock.slotsToTry.leftOut.isEmpty)
  }

  @Test func `all slots of the highest cost that byok makes are tried`() throws {
    let cost = KeystoreSlot.Cost.strong
    let slots = (1...8).map { number in
      number > 4
        ? StoreText.slot("\(number)")
        : StoreText.passphrase(number, "\(cost.operations)", "\(cost.kibibytes)")
    }
    #expect(unlock(try Self.document(slots)).slotsToTry.leftOut.isEmpty)
  }

  @Test func `what costs more than that together is left out, unless it is named`() throws {
    let document = try Self.document([
      StoreText.passphrase(1, "10", "1048576"), StoreText.passphrase(2, "4", "1048576"),
      StoreText.passphrase(3, "1", "8192"), StoreText.slot("4"),
    ])
    #expect(unlock(document).slotsToTry.tried.map(\.number) == [4, 3])
    #expect(unlock(document).slotsToTry.leftOut.map(\.number) == [2, 1])
    #expect(unlock(document, slot: .number(1)).slotsToTry.tried.map(\.number) == [1])
    #expect(unlock(document, slot: .number(1)).slotsToTry.leftOut.isEmpty)
  }

  @Test func `a hostile file is refused without its work, with what to type`() throws {
    try makeHostile()
    let error = try #require(failure(try store.access(passphrase: "wrong")))
    #expect(error.kind == .locked)
    #expect(
      error.message
        == "the keystore '\(try store.path)' is still locked; slot 3 was not tried, because it needs "
        + "10 passes over 1024 MiB")
    #expect(error.hints == ["if the passphrase is that slot's: --unlock-slot 3"])
    // The key file costs nothing, and finds what is wrong.
    #expect(failure(store.access) == .keystoreChanged(try store.path))
  }

  @Test func `a slot that is named is the only one that is tried`() throws {
    try store.addPassphrase("second")
    func access(_ slot: SlotReference) throws -> KeystoreAccess {
      var access = try store.access(passphrase: "second")
      access.options.slot = slot
      return access
    }
    #expect(failure(try access(.number(3))) == nil)
    #expect(failure(try access(.number(2))) == .wrongPassphrase([.init(2)], path: try store.path))
    #expect(failure(try access(.name("ci"))) == .noSlot(.name("ci")))
  }

  @Test func `details say which slot is tried`() throws {
    let screen = try Screen()
    let silent = try store.access(passphrase: "first")
    var console = screen.console
    console.isVerbose = true
    let access = KeystoreAccess(
      locations: silent.locations, environment: silent.environment, clock: silent.clock,
      console: console, options: silent.options, memory: silent.memory)
    #expect(try Keystore.open(access) != nil)
    #expect(screen.errors == "byok: trying the passphrase with slot 2: 1 pass over 8 MiB\n")
  }
}
