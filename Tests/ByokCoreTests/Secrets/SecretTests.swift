import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct SecretTests {
  @Test func `a secret holds a copy of the bytes`() throws {
    var bytes = Array("sk-secret".utf8)
    let secret = try Secret(copying: bytes.span)
    bytes[0] = 0
    #expect(StoreFixture.text(secret) == "sk-secret")
    #expect(secret.count == 9)
  }

  @Test func `an empty secret has no bytes`() throws {
    let secret = try Secret(copying: [UInt8]().span)
    #expect(secret.count == 0)
    #expect(StoreFixture.bytes(of: secret).isEmpty)
  }

  @Test func `a secret is as long as fill says`() throws {
    let secret = try unsafe Secret(capacity: 100) { base in
      unsafe base[0] = 7
      return 1
    }
    #expect(StoreFixture.bytes(of: secret) == [7])
  }

  @Test func `what fill throws is thrown`() {
    #expect(throws: ByokError(.failure, "no luck")) {
      _ = try unsafe Secret(capacity: 8) { (_) throws(ByokError) in
        throw ByokError(.failure, "no luck")
      }
    }
  }

  @Test func `more memory than there is makes a failure`() {
    #expect(throws: ByokError.outOfMemory(forSecretOf: 1 << 60)) {
      _ = try unsafe Secret(capacity: 1 << 60) { _ in 0 }
    }
  }

  @Test func `random secrets differ`() throws {
    let first = try Secret(randomBytes: 32)
    let second = try Secret(randomBytes: 32)
    #expect(first.count == 32)
    #expect(StoreFixture.bytes(of: first) != StoreFixture.bytes(of: second))
  }

  @Test(arguments: [(0..<9, "sk-secret"), (3..<9, "secret"), (0..<0, ""), (9..<9, "")])
  func `a slice is a secret of its own`(range: Range<Int>, expected: String) throws {
    let secret = try StoreFixture.secret("sk-secret")
    let slice = try secret.slice(range)
    #expect(StoreFixture.text(slice) == expected)
    #expect(StoreFixture.text(secret) == "sk-secret")
  }

  @Test(arguments: [(0..<9, "sk-secret"), (3..<9, "secret"), (0..<2, "sk"), (9..<9, "")])
  func `a narrowed secret is part of the same memory`(range: Range<Int>, expected: String) throws {
    let secret = try StoreFixture.secret("sk-secret")
    let address = unsafe secret.withPointer { UInt(bitPattern: $0) }
    let narrowed = secret.narrowed(to: range)
    #expect(StoreFixture.text(narrowed) == expected)
    #expect(narrowed.count == expected.utf8.count)
    let start = unsafe narrowed.withPointer { UInt(bitPattern: $0) }
    #expect(start == address + UInt(range.lowerBound))
    let again = narrowed.narrowed(to: 0..<0)
    #expect(again.count == 0)
  }

  @Test func `memory of the same size is used again, wiped`() throws {
    let old = try StoreFixture.secret("sk-secret")
    let address = unsafe old.withPointer { UInt(bitPattern: $0) }
    var found: [UInt8] = []
    let new = try unsafe Secret(capacity: 9, reusing: old.narrowed(to: 3..<5)) { base in
      found = (0..<9).map { unsafe base[$0] }
      return 9
    }
    #expect(found == [UInt8](repeating: 0, count: 9))
    let start = unsafe new.withPointer { UInt(bitPattern: $0) }
    #expect(start == address)
  }

  @Test func `memory of another size is not used again`() throws {
    let new = try unsafe Secret(capacity: 8, reusing: try StoreFixture.secret("sk-secret")) {
      (base) throws(ByokError) in
      for index in 0..<8 { unsafe base[index] = 1 }
      return 8
    }
    #expect(StoreFixture.bytes(of: new) == [UInt8](repeating: 1, count: 8))
  }

  @Test(arguments: [
    ("", "", true), ("a", "a", true), ("sk-1234", "sk-1234", true), ("sk-1234", "sk-1235", false),
    ("Sk-1234", "sk-1234", false), ("sk-1234", "sk-123", false), ("", "a", false),
  ])
  func `equal means the same bytes`(first: String, second: String, expected: Bool) throws {
    let first = try StoreFixture.secret(first)
    let second = try StoreFixture.secret(second)
    let areEqual = first.equals(second)
    #expect(areEqual == expected)
  }
}

@Suite struct SecretReadingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What reading a file of `count` bytes gives; `nil` when it is over the limit.
  private func read(_ count: Int, limit: Int) throws -> [UInt8]? {
    let path = try folder.write(String(repeating: "k", count: count), to: "key")
    let file = try OpenFile(path, flags: O_RDONLY)
    let secret = try Secret.reading(file.descriptor, limit: limit) { ByokError(.failure, $0.text) }
    guard let secret else { return nil }
    return StoreFixture.bytes(of: secret)
  }

  @Test(arguments: [0, 1, 99, 100]) func `up to the limit is read whole`(count: Int) throws {
    #expect(try read(count, limit: 100) == Array(repeating: UInt8(ascii: "k"), count: count))
  }

  @Test(arguments: [101, 5000]) func `more than the limit is not read`(count: Int) throws {
    #expect(try read(count, limit: 100) == nil)
  }

  @Test func `a pipe is read to its end, in as many pieces as it takes`() throws {
    let pipe = Pipe()
    let bytes = [UInt8](repeating: 0x61, count: 70_000)
    let writer = Thread { [bytes] in
      for piece in bytes.chopped(by: 999) { pipe.fileHandleForWriting.write(Data(piece)) }
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    let secret = try Secret.reading(
      pipe.fileHandleForReading.fileDescriptor, limit: 70_000
    ) { ByokError(.failure, $0.text) }
    guard let secret else {
      Issue.record("70 000 bytes are not over the limit")
      return
    }
    #expect(StoreFixture.bytes(of: secret) == bytes)
  }

  @Test func `a failed read throws what the caller makes of it`() {
    #expect(throws: ByokError(.failure, "Bad file descriptor")) {
      _ = try Secret.reading(-1, limit: 10) { ByokError(.failure, $0.text) }
    }
  }

  @Test func `a folder cannot be read`() throws {
    let file = try OpenFile(folder.path, flags: O_RDONLY)
    #expect(throws: ByokError(.failure, "Is a directory")) {
      _ = try Secret.reading(file.descriptor, limit: 10) { ByokError(.failure, $0.text) }
    }
  }
}
