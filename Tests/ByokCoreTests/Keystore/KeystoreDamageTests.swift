import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

/// Whatever is done to a store, byok tells of it and uses nothing.
@Suite struct KeystoreDamageTests {
  private let store: StoreFixture
  private let original: [UInt8]
  private let lines: [String]

  init() throws {
    store = try StoreFixture(holding: ["groq": "gsk-one", "openai": "sk-two", "xai": "xai-three"])
    original = try store.bytes()
    lines = try store.lines()
  }

  /// Whether opening tells of the damage.
  private func isRefused(_ bytes: [UInt8]) throws -> Bool {
    try store.write(bytes)
    let kind = store.failure()?.kind
    return kind == .damaged || kind == .locked
  }

  @Test func `every flipped bit is told`() throws {
    var unnoticed: [Int] = []
    for bit in 0..<(original.count * 8) {
      var bytes = original
      bytes[bit / 8] ^= 1 << (bit % 8)
      if try !isRefused(bytes) { unnoticed.append(bit) }
    }
    #expect(unnoticed == [])
    #expect(original.count > 900)
  }

  @Test func `no message quotes the file`() throws {
    let words = lines.flatMap { $0.split(separator: " ") }.filter { $0.count > 20 }
    #expect(words.count == 13)
    for offset in stride(from: 0, to: original.count, by: 7) {
      var bytes = original
      bytes[offset] = UInt8(ascii: "!")
      try store.write(bytes)
      let failure = try #require(store.failure())
      let message = ([failure.message] + failure.hints).joined()
      #expect(!words.contains { message.contains($0.prefix(12)) }, "byte \(offset)")
    }
  }

  @Test func `every cut is told`() throws {
    for count in original.indices {
      #expect(try isRefused(Array(original.prefix(count))), "\(count) bytes")
    }
  }

  @Test func `every cut with a byte behind it is told`() throws {
    for count in original.indices.dropLast() {
      let byte: UInt8 = original[count] == 10 ? 32 : 10
      #expect(try isRefused(Array(original.prefix(count)) + [byte]), "\(count) bytes")
    }
    #expect(try isRefused(original + [10]))
  }

  @Test func `every dropped, doubled or swapped line is told`() throws {
    for index in lines.indices {
      var edited = lines
      edited.remove(at: index)
      #expect(try isRefused(bytes(edited)), "without line \(index + 1)")
      edited = lines
      edited.insert(lines[index], at: index)
      #expect(try isRefused(bytes(edited)), "line \(index + 1) twice")
      for other in lines.indices where other > index {
        edited = lines
        edited.swapAt(index, other)
        #expect(try isRefused(bytes(edited)), "lines \(index + 1) and \(other + 1)")
      }
    }
  }

  /// Each field of each line, replaced by the same field of a later version and of another store.
  @Test func `every field of another store is told`() throws {
    let other = try StoreFixture(holding: ["groq": "gsk-1", "openai": "sk-2", "xai": "xai-3"])
    try other.add("groq", "gsk-one-more", at: 1_800_000_000)
    var edits = 0
    for (index, line) in try other.lines().enumerated() {
      let fields = line.split(separator: " ")
      for (place, field) in fields.enumerated() {
        var edited = lines[index].split(separator: " ")
        guard edited[place] != field else { continue }
        edited[place] = field
        var text = lines
        text[index] = edited.joined(separator: " ")
        #expect(try isRefused(bytes(text)), "line \(index + 1), field \(place + 1)")
        edits += 1
      }
    }
    #expect(edits >= 13)
  }

  @Test func `a count that matches does not hide a removed key`() throws {
    var edited = lines
    edited.remove(at: 5)
    edited[6] = edited[6].replacing("end 3", with: "end 2")
    try store.write(edited)
    #expect(store.failure() == .keystoreChanged(try store.path))
  }

  @Test func `a lower or higher sequence is told`() throws {
    for number in ["1", "2", "4"] {
      var edited = lines
      edited[2] = "seq \(number)"
      try store.write(edited)
      #expect(store.failure() == .keystoreChanged(try store.path))
    }
  }

  @Test(arguments: [
    (" default openai ", " other openai "), (" default openai ", " default openaj "),
    ("https://api.openai.com", "https://api.openai.co"), (" api-key ", " oauth "),
    (" 1700000000 ", " 1700000001 "),
  ])
  func `a key that is renamed or sent elsewhere is told`(old: String, new: String) throws {
    var edited = lines
    edited[5] = edited[5].replacing(old, with: new)
    #expect(edited != lines)
    try store.write(edited)
    #expect(store.failure() == .keystoreChanged(try store.path))
  }

  @Test func `a damaged store is never written over`() throws {
    for offset in stride(from: 0, to: original.count, by: 31) {
      var bytes = original
      bytes[offset] ^= 1
      try store.write(bytes)
      let kind = store.updateFailure()?.kind
      #expect(kind == .damaged || kind == .locked, "byte \(offset)")
      #expect(throws: ByokError.self) { try store.add("mistral", "key") }
      #expect(try store.bytes() == bytes, "byte \(offset)")
    }
  }

  @Test func `an empty store is damaged and not written over`() throws {
    try store.write([UInt8]())
    #expect(store.failure()?.kind == .damaged)
    #expect(store.updateFailure()?.kind == .damaged)
    #expect(try store.bytes() == [])
  }

  private func bytes(_ lines: [String]) -> [UInt8] { Array(lines.map { $0 + "\n" }.joined().utf8) }
}

/// What the sealed keys and slots say themselves, where even the MAC over the file is right.
@Suite struct KeystoreBindingTests {
  private let store: StoreFixture
  private let original: [UInt8]
  private let lines: [String]

  init() throws {
    store = try StoreFixture(holding: ["groq": "gsk-one", "openai": "sk-two"])
    original = try store.bytes()
    lines = try store.lines()
  }

  @Test func `the tests' own MAC is right`() throws {
    try store.writeAuthenticated(lines, original: original)
    #expect(try store.bytes() == original)
  }

  @Test(arguments: [
    (" default openai ", " other openai ", "openai/other"),
    (" default openai ", " default openai-2 ", "openai-2/default"),
    ("https://api.openai.com ", "https://evil.example ", "openai/default"),
    ("https://api.openai.com ", "https://api.openai.com,https://evil.example ", "openai/default"),
    ("https://api.openai.com ", "https://api.openai.com:8443 ", "openai/default"),
    (" api-key ", " oauth ", "openai/default"),
    (" 1700000000 1700000000 ", " 1700000000 1700000001 ", "openai/default"),
    (" 1700000000 1700000000 ", " 1700000001 1700000000 ", "openai/default"),
  ])
  func `a key is bound to its line`(old: String, new: String, name: String) throws {
    var edited = lines
    edited[5] = edited[5].replacing(old, with: new)
    #expect(edited != lines)
    try store.writeAuthenticated(edited, original: original)
    #expect(throws: ByokError.entryDamaged(try StoreFixture.name(name))) {
      _ = try store.open(name)
    }
    #expect(try store.open("groq") == "gsk-one")
  }

  @Test func `sealed texts cannot be exchanged`() throws {
    var first = lines[4].split(separator: " ")
    var second = lines[5].split(separator: " ")
    (first[8], second[8]) = (second[8], first[8])
    var edited = lines
    (edited[4], edited[5]) = (first.joined(separator: " "), second.joined(separator: " "))
    try store.writeAuthenticated(edited, original: original)
    #expect(throws: ByokError.self) { _ = try store.open("groq") }
    #expect(throws: ByokError.self) { _ = try store.open("openai") }
  }

  @Test func `an older sealed text does not fit the newer line`() throws {
    try store.add("openai", "sk-newer", at: 1_700_000_000)
    let newer = try store.lines()
    var line = newer[5].split(separator: " ")
    line[8] = try #require(lines[5].split(separator: " ").last)
    var edited = newer
    edited[5] = line.joined(separator: " ")
    try store.writeAuthenticated(edited, original: original)
    #expect(store.failure() == .entryDamaged(try StoreFixture.name("openai")))
  }

  @Test func `a line of another store with the same unlock key does not open`() throws {
    let second = StoreFixture(in: store.folder, ["BYOK_STORE": store.folder.path("second")])
    try second.add("openai", "sk-other")
    var edited = lines
    edited[5] = try second.lines()[4]
    try store.writeAuthenticated(edited, original: original)
    #expect(store.failure() == .entryDamaged(try StoreFixture.name("openai")))
  }

  @Test func `a slot of another store with the same unlock key does not open`() throws {
    let second = StoreFixture(in: store.folder, ["BYOK_STORE": store.folder.path("second")])
    try second.add("openai", "sk-other")
    var edited = lines
    edited[3] = try second.lines()[3]
    try store.write(edited)
    #expect(store.failure()?.kind == .locked)
  }

  @Test func `a slot is bound to its number and the key file's id`() throws {
    for (place, text) in [(1, "2"), (3, "00000000")] {
      var slot = lines[3].split(separator: " ")
      slot[place] = Substring(text)
      var edited = lines
      edited[3] = slot.joined(separator: " ")
      #expect(edited != lines)
      try store.write(edited)
      #expect(
        store.failure()?.message == "slot \(slot[1]) of the keystore '\(try store.path)' is damaged"
      )
    }
  }
}
