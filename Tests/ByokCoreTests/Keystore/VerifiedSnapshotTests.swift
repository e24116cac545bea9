import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

/// A large store that was verified once is not verified again, and no change to it goes unseen.
@Suite struct VerifiedSnapshotTests {
  private static let count = 1000
  private let store: StoreFixture

  /// A thousand keys of three providers, of which one has two; its last line is a long one.
  init() throws {
    store = try StoreFixture()
    try store.update { (keystore) throws(ByokError) in
      for number in 0..<Self.count {
        try Self.seal("k\(1000 + number)", of: "groq", "gsk-\(number)", in: &keystore)
      }
      try Self.seal("default", of: "openai", "sk-default", in: &keystore)
      try Self.seal("work", of: "openai", "sk-work", in: &keystore)
      let long = String(repeating: "x", count: 60_000)
      try Self.seal("long", of: "xai", long, in: &keystore)
    }
  }

  private static func seal(
    _ label: String, of provider: String, _ secret: String, in keystore: inout Keystore
  ) throws(ByokError) {
    let key = SealedKey(baseURL: "https://x.example", secret: try StoreFixture.secret(secret))
    try keystore.seal(
      key, as: KeyName(provider: provider, label: label), origin: "https://x.example",
      kind: .apiKey, now: Timestamp(seconds: 1))
  }

  /// Access an hour after every change of a file.
  private var later: KeystoreAccess {
    store.access(
      clock: Clock(now: { Date().timeIntervalSince1970 + 3600 }, monotonic: { 0 }, sleep: { _ in }))
  }

  /// Reads all of the store, which notes it.
  private func note() throws { #expect(try Keystore.open(later) != nil) }

  private func noted() throws -> RollbackRecord.Line? {
    try RollbackRecord.read(store.locations.rollbackRecord())[store.document().storeID]
  }

  /// How many entries an opening for one key has; more than one if all were verified.
  private func entriesRead(_ name: String) throws -> Int? {
    let name = try StoreFixture.name(name)
    return try Keystore.open(later, provider: name.provider, label: name.label)?.entries.count
  }

  private func reveal(_ name: String) throws -> String? {
    let name = try StoreFixture.name(name)
    let keystore = try Keystore.open(later, provider: name.provider, label: name.label)
    guard let keystore, let entry = keystore[name] else { return nil }
    return StoreFixture.text(try keystore.unseal(entry).secret)
  }

  private func failure(_ name: String = "groq/k1500") -> ByokError? {
    do throws(ByokError) {
      let pieces = name.split(separator: "/").map(String.init)
      let keystore = try Keystore.open(later, provider: pieces[0], label: pieces[1])
      guard let keystore else { return nil }
      if let entry = keystore.entries.first { _ = try keystore.unseal(entry) }
      return nil
    } catch {
      return error
    }
  }

  /// Flips a bit in place, and sets the time of the last write back.
  private func flip(at offset: Int) throws {
    let file = try OpenFile(store.path, flags: O_RDWR)
    let status = try file.status()
    let byte = try file.read(at: offset, count: 1)
    var flipped = byte.map { $0 ^ 1 }
    #expect(unsafe pwrite(file.descriptor, &flipped, 1, offset) == 1)
    var times = [status.st_atim, status.st_mtim]
    #expect(unsafe futimens(file.descriptor, &times) == 0)
    #expect(try file.status().st_mtim.tv_nsec == status.st_mtim.tv_nsec)
  }

  @Test func `a store that was verified is opened by the entry that is asked for`() throws {
    #expect(try entriesRead("groq/k1500") == Self.count + 3)
    #expect(try noted()?.file != nil)
    #expect(try entriesRead("groq/k1500") == 1)
    for number in stride(from: 0, to: Self.count, by: 7) {
      #expect(try reveal("groq/k\(1000 + number)") == "gsk-\(number)")
    }
    #expect(try reveal("groq/k1999") == "gsk-999")
    #expect(try reveal("openai/default") == "sk-default")
    #expect(try reveal("xai/long")?.count == 60_000)
  }

  @Test func `of a name that is not there, nothing is found`() throws {
    try note()
    for name in ["a/a", "groq/a", "groq/k10005", "groq/z", "h/k", "openai/a", "xai/m", "z/z"] {
      #expect(try entriesRead(name) == 0, "\(name)")
    }
  }

  @Test(arguments: [("groq", 1000), ("openai", 2), ("xai", 1), ("a", 0), ("mistral", 0), ("z", 0)])
  func `the entries of one provider are found`(provider: String, count: Int) throws {
    try note()
    let entries = try Keystore.open(later, provider: provider, label: nil)?.entries
    #expect(entries?.count == count)
    #expect(entries?.allSatisfy { $0.provider == provider } == true)
  }

  @Test func `a file that was just changed is not noted`() throws {
    let file = try OpenFile(reading: store.path)
    let changed = try file.status().st_ctim
    let time = Double(changed.tv_sec) + Double(changed.tv_nsec) / 1e9
    for (seconds, isSettled) in [(-5.0, false), (0, false), (1.9, false), (2.1, true)] {
      let clock = Clock(now: { time + seconds }, monotonic: { 0 }, sleep: { _ in })
      #expect(try FileIdentity(of: file).isSettled(clock) == isSettled, "\(seconds) s")
      #expect(try Keystore.open(store.access(clock: clock)) != nil)
      #expect(try (noted()?.file != nil) == isSettled, "\(seconds) s")
    }
  }

  @Test func `a small store is not noted`() throws {
    let store = try StoreFixture(holding: ["openai": "sk-one"])
    #expect(try Keystore.open(KeystoreAccess.silent(store.environment, clock: later.clock)) != nil)
    let line = try RollbackRecord.read(store.locations.rollbackRecord())[store.document().storeID]
    #expect(line?.sequence == 1)
    #expect(line?.file == nil)
  }

  @Test func `a newer store is noted by a reader, with its file`() throws {
    try note()
    let older = try StoreFixture.bytes(store.locations.rollbackRecord().text)
    try store.add("openai/work", "sk-other")
    try StoreFixture.write(older, to: store.locations.rollbackRecord().text)
    #expect(try noted()?.sequence == 1)
    try note()
    #expect(try noted()?.sequence == 2)
    #expect(try noted()?.file != nil)
    #expect(try entriesRead("groq/k1500") == 1)
  }

  @Test func `a reader that comes too late leaves the note of a newer write`() throws {
    let keystore = try Keystore.open(later)
    try store.add("openai/work", "sk-other")
    let newer = try noted()
    #expect(newer?.sequence == 2)
    try keystore?.remember(later, .found(try FileIdentity(of: OpenFile(reading: store.path))))
    #expect(try noted() == newer)
  }

  @Test func `entries that were read while the file changed are not taken`() throws {
    let file = try OpenFile(reading: store.path)
    let identity = try FileIdentity(of: file)
    guard let noted = VerifiedSnapshot(try OpenFile(reading: store.path), identity) else {
      throw SupportFailure("the store cannot be read")
    }
    let before = noted.document(provider: "openai", label: nil)
    #expect(before?.entries.count == 2)
    // A byte of another entry, so that what is asked for reads as before; again, should the clock
    // of the file system not have moved on since the file was written.
    repeat { try flip(at: 1000) } while try FileIdentity(of: file) == identity
    let after = noted.document(provider: "openai", label: nil)
    #expect(after == nil)
  }

  @Test func `a write, and accepting, forget the file`() throws {
    try note()
    try store.add("openai/work", "sk-other")
    #expect(try noted()?.sequence == 2)
    #expect(try noted()?.file == nil)
    #expect(try reveal("openai/work") == "sk-other")
    #expect(try noted()?.file != nil)
    try Keystore.open(later)?.remember(later, .accepted)
    #expect(try noted()?.file == nil)
  }

  @Test func `a flipped bit is told, though time and size of the file are as before`() throws {
    let size = try store.bytes().count
    for offset in [0, 20, 45, 60, 200] + stride(from: 400, to: size, by: size / 16) + [size - 1] {
      try note()
      let file = try noted()?.file
      try flip(at: offset)
      let kind = failure()?.kind
      #expect(kind == .damaged || kind == .locked, "byte \(offset)")
      try flip(at: offset)
      #expect(failure() == nil)
      #expect(try noted()?.file != file)
    }
  }

  @Test func `a cut or a byte behind the end is told`() throws {
    let bytes = try store.bytes()
    for other in [Array(bytes.dropLast()), bytes + [10], Array(bytes.prefix(bytes.count / 2))] {
      try note()
      try store.write(other)
      #expect(failure()?.kind == .damaged)
      try store.write(bytes)
    }
  }

  @Test func `a writer refuses an older store that took the place`() throws {
    let old = try store.bytes()
    try store.add("openai/work", "sk-other")
    try note()
    try store.write(old)
    #expect(try reveal("openai/work") == "sk-work")
    #expect(try noted()?.sequence == 2)
    #expect(store.updateFailure() == .rolledBack(try store.path, now: 1, seen: 2))
  }

  @Test func `a note of another file is not believed without its tag`() throws {
    try note()
    // Of one character of base64 into another, so that the line keeps its form.
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let digit = try store.bytes()[100_000...].firstIndex { digits.contains($0) }
    try flip(at: try #require(digit))
    var line = try #require(try noted())
    line.file = try FileIdentity(of: OpenFile(reading: store.path)).text
    var note = RollbackRecord()
    note.set(line)
    try StoreFixture.write(note.text, to: store.locations.rollbackRecord().text)
    #expect(failure() == .keystoreChanged(try store.path))
  }

  /// As if the kernel had not told of the change: what is read is authenticated anyway.
  @Test func `a wrong note never yields a wrong key`() throws {
    let lines = try store.lines()
    let place = try #require(lines.firstIndex { $0.contains(" k1500 ") })
    var swapped = lines
    swapped[place] = lines[place + 1].replacing(" k1501 ", with: " k1500 ")
    let spaced = lines.map { $0.replacing(" k1500 groq ", with: " k1500 groq  ") }
    for edited in [swapped, spaced] {
      try store.write(lines)
      guard let keystore = try Keystore.open(later) else { return }
      try store.write(edited)
      try keystore.remember(later, .found(try FileIdentity(of: OpenFile(reading: store.path))))
      #expect(try entriesRead("groq/k1499") == 1)
      #expect(failure() == .entryDamaged(KeyName(provider: "groq", label: "k1500")))
    }
  }
}
