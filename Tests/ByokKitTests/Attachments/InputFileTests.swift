import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct InputFileTests {
  private let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00]

  @Test func `texts stand in the prompt between marks that name them`() throws {
    let files = [
      try InputFile(Array("one\n".utf8), name: "a.txt"),
      try InputFile(Array("two".utf8), name: "b \"c\".md"), try InputFile([], name: "e"),
    ]
    #expect(
      files.parts(before: "What?") == [
        .text(
          """
          <file name="a.txt">
          one
          </file>

          <file name="b 'c'.md">
          two
          </file>

          <file name="e">
          </file>

          What?
          """)
      ])
  }

  @Test func `files keep their order and the prompt comes last`() throws {
    let files = [
      try InputFile(png, name: "1.png"), try InputFile(Array("t".utf8), name: "t"),
      try InputFile(Array("%PDF-1".utf8), name: "2.pdf"),
    ]
    let parts = files.parts(before: "What?")
    #expect(
      parts == [
        .file(Attachment(name: "1.png", mediaType: "image/png", source: .bytes(png))),
        .text("<file name=\"t\">\nt\n</file>"),
        .file(
          Attachment(
            name: "2.pdf", mediaType: "application/pdf", source: .bytes(Array("%PDF-1".utf8)))),
        .text("What?"),
      ])
    #expect(files.parts(before: "") == Array(parts.dropLast()))
    #expect([InputFile]().parts(before: "") == [])
  }

  @Test(arguments: [
    ([0x63, 0x61, 0x66, 0xE9], "if it is text, make it UTF-8: iconv -f LATIN1 -t UTF-8 FILE"),
    (Array("PK\0".utf8), "convert it to text or one of those first"),
  ])
  func `what is of no use is told by its name`(bytes: [UInt8], hint: String) {
    let error = #expect(throws: ByokError.self) { try InputFile(bytes, name: "a.bin") }
    let message = "'a.bin' is neither UTF-8 text nor PNG, JPEG, GIF, WebP or PDF"
    let isText = hint.hasPrefix("if it is text")
    #expect(error?.message == message + (isText ? ": invalid byte at offset 3" : ""))
    #expect(error?.hints == [hint])
    #expect(error?.kind == .usage)
  }

  @Test func `what is written tells where a file is`() {
    #expect(FileArgument(argument: "a.png") == .path("a.png"))
    #expect(FileArgument(argument: "-") == .standardInput)
    #expect(FileArgument(argument: "./-") == .path("./-"))
    #expect(FileArgument(argument: "HTTPS://a.b/c") == .address("HTTPS://a.b/c"))
    #expect(FileArgument(argument: "http://[::1]/") == .address("http://[::1]/"))
    #expect(FileArgument(argument: "ftp://a.b/c") == .path("ftp://a.b/c"))
    #expect(FileArgument(argument: "") == nil)
  }
}
