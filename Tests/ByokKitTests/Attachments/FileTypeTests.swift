import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct FileTypeTests {
  @Test(arguments: [
    ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00], FileType.image("image/png")),
    ([0xFF, 0xD8, 0xFF, 0xE0, 0x00], .image("image/jpeg")),
    (Array("GIF87a\0".utf8), .image("image/gif")),
    (Array("GIF89a\0".utf8), .image("image/gif")),
    (Array("RIFF\0\0\0\0WEBPVP8 ".utf8), .image("image/webp")),
    (Array("%PDF-1.7\n\0".utf8), .pdf),
    (Array("GIF88a".utf8), .text("GIF88a")),
    (Array("RIFF????WAVE".utf8), .text("RIFF????WAVE")),
    (Array("ä €".utf8), .text("ä €")),
    ([], .text("")),
    ([0xEF, 0xBB, 0xBF, 0x61], .text("a")), ([0xFF, 0xFE, 0x61, 0x00], .text("a")),
  ])
  func `the bytes tell what a file is`(bytes: [UInt8], type: FileType) {
    #expect(FileType(bytes) == type)
  }

  @Test(arguments: [
    Array("PK\u{3}\u{4}\0".utf8), Array("a\0b".utf8), [0x63, 0x61, 0x66, 0xE9],
    [0xFF, 0xFE, 0x61], Array("RIFF\0\0\0\0WAVE".utf8), [0x89, 0x50, 0x4E, 0x47],
  ])
  func `other bytes are nothing that is sent`(bytes: [UInt8]) {
    #expect(FileType(bytes) == nil)
  }

  @Test(arguments: [
    ("a.PNG", "image/png"), ("a.jpg", "image/jpeg"), ("a.b.jpeg", "image/jpeg"),
    ("a.gif", "image/gif"), ("a.webp", "image/webp"), ("a.pdf", "application/pdf"),
    ("a.txt", nil), ("png", nil), ("a.", nil),
  ])
  func `a name may tell before the bytes are there`(name: String, type: String?) {
    #expect(FileType.mediaType(ofName: name) == type)
  }
}
