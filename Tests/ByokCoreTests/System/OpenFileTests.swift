import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct OpenFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ path: String, limit: Int) throws -> [UInt8] {
    try OpenFile(path, flags: O_RDONLY).readAll(limit: limit)
  }

  @Test(arguments: [0, 1, 4095, 4096, 4097, 100_000])
  func `a file up to the limit is read whole`(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 ^ ($0 >> 8)) }
    let path = folder.path("file")
    try StoreFixture.write(bytes, to: path)
    #expect(try read(path, limit: count) == bytes)
    #expect(try read(path, limit: count + 1) == bytes)
    #expect(try ByokCore.readFile(path, limit: count) == bytes)
  }

  @Test(arguments: [1, 2, 4096, 4097, 100_000])
  func `a file over the limit is not read`(count: Int) throws {
    let path = folder.path("file")
    try StoreFixture.write([UInt8](repeating: 1, count: count), to: path)
    #expect(throws: ReadFailure.tooLarge(limit: count - 1)) {
      _ = try read(path, limit: count - 1)
    }
  }

  @Test func `a file without end is not read`() {
    #expect(throws: ReadFailure.tooLarge(limit: 10_000)) {
      _ = try ByokCore.readFile("/dev/zero", limit: 10_000)
    }
  }

  @Test func `a file that claims a size it does not have is read`() throws {
    // The kernel's files say that they are empty.
    #expect(try !read("/proc/self/status", limit: 100_000).isEmpty)
    let path = folder.path("sparse")
    try StoreFixture.write([], to: path)
    // The largest that the file system takes; tmpfs takes 2^63 − 1.
    var size = Int.max
    while unsafe truncate(path, size) != 0 && size > 1 { size /= 2 }
    #expect(size > 1 << 20)
    #expect(throws: ReadFailure.tooLarge(limit: 1000)) { _ = try read(path, limit: 1000) }
  }

  @Test func `a failed read says why`() {
    #expect(throws: ReadFailure.system(Errno(code: EISDIR))) {
      _ = try read(folder.path, limit: 10)
    }
    #expect(throws: ReadFailure.system(.notFound)) {
      _ = try ByokCore.readFile(folder.path("none"), limit: 10)
    }
    #expect(ReadFailure.tooLarge(limit: 2048).text == "it is larger than 2 KiB")
    #expect(ReadFailure.system(.notFound).text == "No such file or directory")
  }

  @Test func `a file that is open is not passed on to other programs`() throws {
    let file = try OpenFile(folder.path, flags: O_RDONLY)
    #expect(fcntl(file.descriptor, F_GETFD) & FD_CLOEXEC != 0)
  }

  @Test func `what is written is read`() throws {
    let path = folder.path("new")
    let bytes = [UInt8](repeating: 7, count: 100_000)
    let file = try OpenFile(path, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    try file.writeAll(bytes.span)
    try file.synchronize()
    try file.close()
    #expect(try read(path, limit: 100_000) == bytes)
    #expect(throws: Errno.alreadyExists) {
      _ = try OpenFile(path, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    }
  }

  @Test func `a full disk is told`() throws {
    let file = try OpenFile("/dev/full", flags: O_WRONLY)
    #expect(throws: Errno(code: ENOSPC)) { try file.writeAll([1].span) }
  }

  @Test func `a full pipe is waited for`() throws {
    let pipe = Pipe()
    let input = pipe.fileHandleForWriting.fileDescriptor
    #expect(fcntl(input, F_SETFL, O_NONBLOCK) == 0)
    let bytes = [UInt8](repeating: 3, count: 1 << 20)
    let writer = Thread { [bytes] in
      try? ByokCore.write(bytes.span, to: input)
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    let all = try pipe.fileHandleForReading.readToEnd()
    #expect(all?.count == bytes.count)
  }

  @Test func `a folder's names are told, again and again`() throws {
    for name in ["b", "a", ".c"] { try folder.write("", to: name) }
    let open = try OpenFile(folder.path, flags: O_RDONLY | O_DIRECTORY)
    for _ in 1...2 { #expect(Set(open.names()) == [".", "..", "a", "b", ".c"]) }
  }

  @Test func `what is no folder has no names, and stays open once`() throws {
    let path = try folder.write("", to: "file")
    let open = try OpenFile(path, flags: O_RDONLY)
    #expect(open.names() == [])
    let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    let own = descriptors.filter { number in
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)"))
        == path
    }
    #expect(own.count == 1)
  }
}
