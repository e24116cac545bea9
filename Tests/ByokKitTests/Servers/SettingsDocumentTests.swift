import Testing

@testable import ByokCore
@testable import ByokKit

/// What is read of each notation, and what is refused.
@Suite struct SettingsDocumentTests {
  /// A document as compact text: `{a:"b",c:[1,true]}`, words and numbers without quotes.
  private func outline(
    _ text: String, _ notation: SettingsDocument.Notation
  ) throws -> String {
    let secret = try Secret(copying: Array(text.utf8).span)
    let file = try SettingsDocument(secret, notation, from: "a test")
    return Self.outline(SettingsDocument.root, file)
  }

  private static func outline(_ index: Int, _ file: borrowing SettingsDocument) -> String {
    var children: [String] = []
    for child in file.children(of: index) {
      let name = file.nodes[child].name.map { "\($0):" } ?? ""
      children.append(name + outline(child, file))
    }
    return switch file.kind(of: index) {
    case .table: "{\(children.joined(separator: ","))}"
    case .list: "[\(children.joined(separator: ","))]"
    case .string: "\"\(file.plainText(index))\""
    case .number, .word: file.plainText(index)
    }
  }

  private func flaw(_ text: String, _ notation: SettingsDocument.Notation) -> String? {
    let failure = #expect(throws: ByokError.self) { _ = try outline(text, notation) }
    #expect(failure?.kind == .usage)
    return failure?.message
  }

  @Test(arguments: [
    ("{}", "{}"), (" // a\n{ /* b */ \"c\": 1, }", "{c:1}"),
    (
      "{\"a\": [1, -2.5e3, \"x\", true, null, [], {\"b\": \"\"},]}",
      "{a:[1,-2.5e3,\"x\",true,null,[],{b:\"\"}]}"
    ),
    ("{\"a\\u0062\": \"\\u00e9\\ud83d\\ude00\\n\\/\"}", "{ab:\"é😀\n/\"}"),
    ("{\"a\": \"//x\"}\r\n", "{a:\"//x\"}"),
  ])
  func `JSON with comments is read`(text: String, outline: String) throws {
    #expect(try self.outline(text, .json) == outline)
  }

  @Test(arguments: [
    ("", 1), ("{", 1), ("{\n\"a\" 1}", 2), ("{\"a\":\n\n}", 3), ("{a: 1}", 1), ("{'a': 1}", 1),
    ("{\"a\": \"x\n\"}", 1), ("{\"a\": \"\\x\"}", 1), ("{\"a\": \"\\ud83d\"}", 1), ("{} {}", 1),
    ("{\n/* a", 2), ("{\"a\": 1 \"b\": 2}", 1), ("{\"a\": yes}", 1),
    ("\(String(repeating: "[", count: 100))", 1),
  ])
  func `other JSON is refused by its line`(text: String, line: Int) {
    #expect(flaw(text, .json)?.hasPrefix("a test, line \(line): ") == true)
  }

  @Test(arguments: [
    ("", "{}"), ("# a\n\nb = 1 # c\r\nd = 'e # f'\n", "{b:1,d:\"e # f\"}"),
    ("[a.\"b c\"]\nd.e = \"\\u00e9\\t\"\n[a.f]\n", "{a:{b c:{d:{e:\"é\t\"}},f:{}}}"),
    ("a = [\n  1, # x\n  'y',\n]\nb = { c = 1, d.e = [] }", "{a:[1,\"y\"],b:{c:1,d:{e:[]}}}"),
    ("[[a]]\nb = 1\n[[a]]\n[a.c]\nd = 2\n", "{a:[{b:1},{c:{d:2}}]}"),
    (
      "a = 2026-11-30T10:00:00Z\nb = true\nc = +1_000\n", "{a:2026-11-30T10:00:00Z,b:true,c:+1_000}"
    ),
    ("a = '''\nx\n'y' '''\n", "{a:\"x\n'y' \"}"), ("a = \"\"\"x\\\n y\"\"\"\nb = 1", "{a:,b:1}"),
  ])
  func `TOML is read`(text: String, outline: String) throws {
    #expect(try self.outline(text, .toml) == outline)
  }

  @Test(arguments: [
    ("a", 1), ("\na =", 2), ("a = b", 1), ("a = 1 b = 2", 1), ("[a", 1), ("a = 1\n[a]\n", 2),
    ("a = 1\na = 2", 2), ("a = \"x\n\"", 1), ("a = [1\n", 2), ("a = { b = 1\n}", 1), ("= 1", 1),
    ("a = \"\"\"x", 1), ("a.b = 1\n[[a]]", 2),
  ])
  func `other TOML is refused by its line`(text: String, line: Int) {
    #expect(flaw(text, .toml)?.hasPrefix("a test, line \(line): ") == true)
  }

  @Test(arguments: [
    ("a: b", "{a:\"b\"}"),
    ("---\na: 1\nb: 'it''s'\nc: \"x: \\\"y\\\"\"\n", "{a:1,b:\"it's\",c:\"x: \"y\"\"}"),
    ("a:\n  b:\n    c: true # d\n  e: f#g\n", "{a:{b:{c:true},e:\"f#g\"}}"),
    ("a:\n- x\n- -y\n- '@z'\nb: []\nc: {}\n", "{a:[\"x\",\"-y\",\"@z\"],b:[],c:{}}"),
    ("a:\n  - b: 1\n    c: 2\n  - d: 3\n", "{a:[{b:1,c:2},{d:3}]}"),
    ("a: [x, 'y', {z: 1}]\n", "{a:[\"x\",\"y\",{z:1}]}"),
    ("a: |\n  text\n  more\nb: 1\n", "{a:?,b:1}"), ("a: text\n  goes on\nb: 1\n", "{a:?,b:1}"),
    ("a:\nb: ~\nc: null\n", "{a:,b:~,c:null}"),
    ("\"a b\": http://x.example:80/y\n", "{a b:\"http://x.example:80/y\"}"),
    ("a:\n  - - x\n    - y\n", "{a:[[\"x\",\"y\"]]}"),
    ("\n# a\n\na: 1\r\nb: c d \r\n", "{a:1,b:\"c d\"}"),
  ])
  func `YAML as programs write it is read`(text: String, outline: String) throws {
    #expect(try self.outline(text, .yaml) == outline)
  }

  @Test(
    arguments: [
      ("", 1), ("- a\n", 1), ("text\n", 1), ("a: 1\n  b: 2\n", nil), ("a:\n\tb: 1\n", 2),
      ("a: &x 1\n", 1), ("a: *x\n", 1), ("a: !!str 1\n", 1), ("a: 'x\n", 1), ("a: \"x\n", 1),
      ("a: [x\n", nil), ("a: 1\na: 2\n", 2), ("a: 1\n---\nb: 2\n", 2),
      ("a:\n    b: 1\n  c: 2\n", 3),
      ("a: \"x\" y\n", 1),
    ] as [(String, Int?)])
  func `other YAML is refused by its line`(text: String, line: Int?) throws {
    // A text that goes on is no flaw.
    if text == "a: 1\n  b: 2\n" {
      #expect(try outline(text, .yaml) == "{a:?}")
      return
    }
    let message = flaw(text, .yaml)
    #expect(message?.hasPrefix("a test, line \(line.map(String.init) ?? "")") == true)
  }

  @Test func `what is not UTF-8 is refused`() {
    #expect(throws: ByokError.self) {
      let secret = try Secret(copying: [UInt8](arrayLiteral: 0x7B, 0xFF, 0x7D).span)
      _ = try SettingsDocument(secret, .json, from: "a test")
    }
  }

  @Test func `any text is read or refused`() {
    // Pieces that mean something, put together in all ways.
    let pieces = ["a", ": ", "\n", "  ", "- ", "'", "\"", "[", "]", "{", "}", "#", "=", ",", "\\"]
    for first in pieces {
      for second in pieces {
        for third in pieces {
          let text = "a: \(first)\(second)\(third)"
          for notation in [SettingsDocument.Notation.json, .toml, .yaml] {
            _ = try? outline(text, notation)
            _ = try? outline(String(text.dropFirst(3)), notation)
          }
        }
      }
    }
  }
}
