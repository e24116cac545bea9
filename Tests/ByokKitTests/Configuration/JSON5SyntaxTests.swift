import Testing

@testable import ByokKit

@Suite struct JSON5SyntaxTests {
  @Test(arguments: [
    "{}", "[]", "1", "'a'", "\"a\"", "null", "true", "-1.5e3", "+.5", "0xAF", "Infinity",
    "-Infinity",
    "NaN", " {a:1,} ", "[1,2,]", "{'a':\"b\",$c_1:[{},[]]}", "//x\n{}//y", "/*{*/{}/*}*/\n",
    "'it\\'s // no /* comment'", "{a /*x*/ : /*y*/ 1 /*z*/ , }", "\"\\\\\"", "'a\\\nb'", "{ä:'ö'}",
  ])
  func `no flaw is found in JSON5`(text: String) {
    var syntax = JSON5Syntax(Array(text.utf8))
    #expect(syntax.lineOfFlaw() == nil)
  }

  @Test func `no cut of a document is a trap, and each has its line`() {
    let text = Array("{\n  a: 'b\\'',\n  // c\n  d: [1, {e: null}], /* f */\n}".utf8)
    for count in text.indices {
      var syntax = JSON5Syntax(Array(text[..<count]))
      let line = syntax.lineOfFlaw()
      let last = text[..<count].count { $0 == 10 } + 1
      #expect(line.map { (1...last).contains($0) } == true, "\(count) bytes")
    }
  }

  @Test func `no changed byte is a trap`() {
    let text = Array("{a:'b\\'',/*c*/d:[1,{e:null}]}//f\n".utf8)
    var flaws = 0
    for index in text.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = text
        changed[index] = byte
        var syntax = JSON5Syntax(changed)
        if syntax.lineOfFlaw() != nil { flaws += 1 }
      }
    }
    #expect(flaws > 1000)
  }
}
