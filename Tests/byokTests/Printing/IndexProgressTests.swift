import Testing

import ByokKit
@testable import byok

/// What is said of an index while it is built, and of sizes.
@Suite struct IndexProgressTests {
  @Test func `progress has files, bytes and the time that is left`() {
    var progress = IndexUpdate.Progress()
    progress.files = 3
    #expect(IndexProgress.text(progress, seconds: 1) == "3 files found")
    progress.allFiles = 10
    (progress.bytes, progress.allBytes) = (1 << 20, 3 << 20)
    #expect(
      IndexProgress.text(progress, seconds: 2) == "3 of 10 files, 1.0 MiB of 3.0 MiB, 4 s left")
    progress.bytes = 0
    #expect(IndexProgress.text(progress, seconds: 2) == "3 of 10 files, 0 B of 3.0 MiB")
  }

  @Test(arguments: [
    ("1", 1), ("500K", 500 << 10), ("2g", 2 << 30), ("0", nil), ("G", nil), ("-1", nil),
    ("1T", nil),
  ])
  func `a size is a number of bytes`(text: String, count: Int?) {
    #expect(ByteSize(argument: text)?.count == count)
  }

  @Test func `words of code are written with underscores`() {
    #expect("noConverter".snakeCase == "no_converter")
  }
}
