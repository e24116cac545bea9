import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct UnlockKeyTests {
  private let folder: TemporaryFolder
  private let path: FilePath
  private static let good =
    "byok-unlock-key 1\nstore \(StoreText.zeros(22))\nkey \(StoreText.zeros(43))\n"

  init() throws {
    folder = try TemporaryFolder()
    path = FilePath(folder.path("unlock.key"))
  }

  private func read(_ text: String) throws -> [UInt8]? {
    try folder.write(text, to: "unlock.key")
    return try read()
  }

  private func read() throws -> [UInt8]? {
    guard let key = try UnlockKey.read(path) else { return nil }
    return StoreFixture.bytes(of: key)
  }

  @Test func `a key file made by hand is read`() throws {
    #expect(try read(Self.good) == [UInt8](repeating: 0, count: 32))
    let other = Self.good.replacing("key AAAA", with: "key _-_A")
    #expect(try read(other) == [0xFF, 0xEF, 0xC0] + [UInt8](repeating: 0, count: 29))
  }

  @Test func `a missing file is no key`() throws {
    #expect(try read() == nil)
  }

  @Test func `a key that is made is read again, and is not made twice`() throws {
    let id = Base64.encode([UInt8](0..<16))
    let clock = SteppingClock().clock
    let made = StoreFixture.bytes(of: try UnlockKey.readOrMake(path, storeID: id, clock: clock))
    #expect(try read() == made)
    let again = StoreFixture.bytes(of: try UnlockKey.readOrMake(path, storeID: id, clock: clock))
    #expect(again == made)
    let text = String(decoding: try StoreFixture.bytes(path.text), as: UTF8.self)
    #expect(text == "byok-unlock-key 1\nstore \(id)\nkey \(Base64.encode(made))\n")
    #expect(try StoreFixture.mode(of: path.text) == 0o600)
  }

  @Test(
    arguments: [
      "", "\n", "key", good + "\n", good + " ", "\n" + good, "\u{FEFF}" + good,
      String(good.dropLast()), String(good.dropFirst()), good.replacing("\n", with: "\r\n"),
      good.replacing("key 1", with: "key 2"), good.replacing("key 1", with: "key 01"),
      good.replacing("store ", with: "store  "), good.replacing("store ", with: "Store "),
      good.replacing("\nkey ", with: "\nkey  "), good.replacing("\nkey ", with: "\nKey "),
      good.replacing("\nkey A", with: "\nkey "), good.replacing("\nkey ", with: "\nkey A"),
      good.replacing("A\n", with: "B\n"), good.replacing("A\n", with: "=\n"),
      good.replacing("key AA", with: "key A+"), good.replacing("key AA", with: "key A/"),
      good.replacing("key AA", with: "key A\0"), good.replacing("key AAA", with: "key Aé"),
      good.replacing("store AA", with: "store A "), good.replacing("store AA", with: "store A\n"),
      good.replacing("store AA", with: "store A+"), good.replacing("store AAA", with: "store Aé"),
      good.replacing("\nstore \(StoreText.zeros(22))", with: ""), good + good,
      String(repeating: good, count: 100), String(repeating: "A", count: 5000),
    ] as [String])
  func `anything else is damaged`(text: String) throws {
    let failure = #expect(throws: ByokError.self) { _ = try read(text) }
    #expect(failure?.kind == .damaged)
    #expect(failure?.message == "'\(path.text)' is not an unlock key, or is damaged")
  }

  @Test func `every flipped bit gives a failure or another key, or is in the store's id`() throws {
    let bytes = Array(Self.good.utf8)
    let key = [UInt8](repeating: 0, count: 32)
    var same = 0
    for bit in 0..<(bytes.count * 8) {
      var damaged = bytes
      damaged[bit / 8] ^= 1 << (bit % 8)
      try StoreFixture.write(damaged, to: path.text)
      try StoreFixture.setMode(0o600, of: path.text)
      if let found = try? read(), found == key {
        same += 1
        #expect((24..<46).contains(bit / 8))
      }
    }
    #expect(same > 0)
  }

  @Test(arguments: [0o604, 0o640, 0o644, 0o601, 0o610, 0o660, 0o666, 0o777])
  func `a key that others can use is refused`(mode: Int) throws {
    try folder.write(Self.good, to: "unlock.key", mode: mode)
    #expect(throws: ByokError.openToOthers(path.text, mode: mode_t(mode))) { _ = try read() }
  }

  @Test(arguments: [
    (0o644, "is readable by other users (mode 0644)"),
    (0o640, "is readable by other users (mode 0640)"),
    (0o620, "is open to other users (mode 0620)"),
  ])
  func `a key that others can use is refused with its mode`(mode: Int, end: String) {
    let failure = ByokError.openToOthers("/k", mode: mode_t(mode))
    #expect(failure.message == "'/k' \(end)")
    #expect(failure.hints == ["chmod 600 '/k'"])
  }

  @Test(arguments: [0o600, 0o400]) func `a key for the user alone is read`(mode: Int) throws {
    try folder.write(Self.good, to: "unlock.key", mode: mode)
    #expect(try read()?.count == 32)
  }

  @Test func `a key with a second name is refused`() throws {
    try folder.write(Self.good, to: "unlock.key")
    try FileManager.default.linkItem(atPath: path.text, toPath: folder.path("second"))
    #expect(throws: ByokError.hasOtherNames(path.text)) { _ = try read() }
  }

  @Test func `a link in the key's place is refused`() throws {
    try folder.write(Self.good, to: "real")
    try FileManager.default.createSymbolicLink(
      atPath: path.text, withDestinationPath: folder.path("real"))
    #expect(throws: ByokError.isLink(path.text)) { _ = try read() }
  }

  @Test func `a FIFO in the key's place is refused without waiting`() throws {
    #expect(unsafe mkfifo(path.text, 0o600) == 0)
    #expect(throws: ByokError.notAFile(path.text)) { _ = try read() }
  }

  @Test func `another user's key is refused`() throws {
    try folder.write(Self.good, to: "unlock.key")
    #expect(unsafe chown(path.text, 12_345, 12_345) == 0)
    #expect(throws: ByokError.foreignOwner(path.text)) { _ = try read() }
  }
}
