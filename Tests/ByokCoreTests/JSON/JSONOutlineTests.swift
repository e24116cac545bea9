import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct JSONOutlineTests {
  /// Texts that RFC 8259 allows.
  static let good = [
    "{}", "[]", "null", "true", "false", "0", "-0", "1.5e-3", "12E+4", "\"\"", " \t\r\n1 ",
    #"{"a":1}"#, #"{"a":{"b":[1,2,{"c":null}]},"d":"x"}"#, #""\"\\\/\b\f\n\r\tA""#,
    "\"é\u{1F600}\"", #""\ud83d\ude00""#, #"{"":""}"#, "[1,[2,[3]]]", "{\"a\" : 1 , \"b\" : 2}",
    "[\"\u{7F}\"]", "-1", "[0.10]", "123456789012345678901234567890",
  ]

  /// Texts that it does not.
  static let bad = [
    "", " ", "{", "}", "[", "]", "[1", "[1,", "[,1]", "{,}", "{\"a\"}", "{\"a\":}",
    "{a:1}", "{'a':1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "nul", "nullx", "True",
    "NaN", "Infinity", "-", "+1", "01", "1.", ".5", "1e", "1e+", "0x1", "\"", "\"a", "\"\\",
    "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\n\"", "\"\u{1}\"", "1 2", "{}{}", "[1 2]", "// x",
    "/* x */1", "{\"a\":1}x", "-a", "--1", "\"\\u\"", "\u{FEFF}", "{\"a\"::1}",
  ]

  /// Texts that it does not allow either, but Foundation does.
  static let worse = ["[1,]", "{\"a\":1,}", "[\"a\", ]"]

  private func nodes(_ text: String) throws(JSONFlaw) -> [JSONOutline.Node] {
    try JSONOutline.nodes(of: Array(text.utf8).span)
  }

  /// What the reference makes of a text.
  private func reference(_ text: [UInt8]) -> Any? {
    try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
  }

  @Test(arguments: good) func `what is JSON is taken, as by Foundation`(text: String) throws {
    #expect(try !nodes(text).isEmpty)
    #expect(reference(Array(text.utf8)) != nil)
  }

  @Test(arguments: bad) func `what is not JSON is refused, as by Foundation`(text: String) {
    #expect(throws: JSONFlaw.self) { try nodes(text) }
    #expect(reference(Array(text.utf8)) == nil)
  }

  @Test(arguments: worse) func `a comma behind the last value is refused`(text: String) {
    #expect(throws: JSONFlaw.self) { try nodes(text) }
  }

  @Test(arguments: good) func `each value's bytes are that value`(text: String) throws {
    let bytes = Array(text.utf8)
    let whole = try #require(reference(bytes) as? NSObject)
    let all = try nodes(text)
    let root = try #require(all.first)
    let start = root.kind == .string ? root.range.lowerBound - 1 : root.range.lowerBound
    let end = root.kind == .string ? root.range.upperBound + 1 : root.range.upperBound
    #expect(reference(Array(bytes[start..<end])) as? NSObject == whole)
    for (index, node) in all.enumerated() where index > 0 {
      #expect(node.parent < index)
      #expect(all[node.parent].range.contains(node.range.lowerBound))
      #expect((node.name != nil) == (all[node.parent].kind == .object))
    }
  }

  @Test func `strings are told without quotes, names with their values`() throws {
    let text = #"{"a":"b","c":[12,true]}"#
    let bytes = Array(text.utf8)
    let told = try nodes(text).map { node in
      String(decoding: bytes[node.range], as: UTF8.self) + " in \(node.parent)"
    }
    #expect(told == [text + " in -1", "b in 0", "[12,true] in 0", "12 in 2", "true in 2"])
  }

  @Test func `the depth is limited, however deep a text is`() {
    let deep = String(repeating: "[", count: 16) + String(repeating: "]", count: 16)
    #expect(throws: Never.self) { try nodes(deep) }
    #expect(throws: JSONFlaw(offset: 16, rule: "it is too deeply nested")) {
      try nodes("[" + deep + "]")
    }
    #expect(throws: JSONFlaw(offset: 16, rule: "it is too deeply nested")) {
      try nodes(String(repeating: "[", count: 1_000_000))
    }
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    for bytes: [UInt8] in [
      [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
    ] {
      #expect(throws: JSONFlaw.self) { try JSONOutline.nodes(of: bytes.span) }
      #expect(reference(bytes) == nil)
    }
  }

  @Test func `a byte-order mark is passed over`() throws {
    #expect(try nodes("\u{FEFF}{}").first?.range == 3..<5)
  }

  @Test func `the place of a flaw is told in lines and columns`() throws {
    let bytes = Array("{\n  \"a\": x\n}".utf8)
    do throws(JSONFlaw) {
      _ = try JSONOutline.nodes(of: bytes.span)
      Issue.record("taken")
    } catch {
      #expect(error.place(in: bytes.span) == "line 2, column 8")
    }
  }

  @Test(arguments: [
    (#"a\"b\\c\/d"#, "a\"b\\c/d"), (#"\b\f\n\r\t"#, "\u{8}\u{C}\n\r\t"), (#"\u00e9x"#, "éx"),
    (#"\ud83d\ude00!"#, "\u{1F600}!"), (#"\ud83d!"#, "\u{FFFD}!"), (#"\ude00"#, "\u{FFFD}"),
    (#"\ud83d\u0041"#, "\u{FFFD}A"), ("", ""), (#"\uFFFF"#, "\u{FFFF}"),
    (#"\ud83d\"#, "\u{FFFD}\\"),
  ])
  func `escapes stand for characters`(inside: String, text: String) {
    let bytes = Array(inside.utf8)
    var result: [UInt8] = []
    bytes.span.unescape(0..<bytes.count) { result.append($0) }
    #expect(String(decoding: result, as: UTF8.self) == text)
  }

  @Test func `every single change of a document is judged as Foundation judges it`() throws {
    let text = Array(#"{"access_token":"a\u0041\n","n":[-1.5e3,null],"é":{"b":true}}"#.utf8)
    for index in text.indices {
      for byte: UInt8 in [0x00, 0x0A, 0x20, 0x22, 0x2C, 0x30, 0x39, 0x5B, 0x5C, 0x65, 0x7D, 0xC3] {
        var changed = text
        changed[index] = byte
        let isTaken = (try? JSONOutline.nodes(of: changed.span)) != nil
        #expect(isTaken == (reference(changed) != nil), "\(index) \(byte)")
      }
    }
  }
}
