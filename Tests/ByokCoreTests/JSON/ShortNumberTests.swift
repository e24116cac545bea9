import Testing

@testable import ByokCore

/// Numbers that are read at once are the same as those that take a closer look.
@Suite struct ShortNumberTests {
  private func value(_ json: String, _ policy: JSONReader.Policy = .strict) -> JSONValue? {
    guard case .array(let elements) = try? JSONValue.read(Array(json.utf8).span, policy) else {
      return nil
    }
    return elements[0]
  }

  @Test(arguments: [
    "0", "-0", "0.0", "-0.5", "7", "10", "-12", "0.1", "0.25", "2.0", "1000000", "123456789012345",
    "1234567890123456", "-123456789012345", "9007199254740993", "0.00000000000001",
    "123456.7890123",
    "99999999999999.9", "0.30002", "13.75", "1e3", "1.5E-3",
  ])
  func `a number is the same before a comma and before white space`(_ text: String) throws {
    let number = try #require(Double(text))
    let expected = Int(exactly: number).map(JSONValue.integer) ?? .number(number)
    for end in [",1]", "]", " ]", "\n,1]"] {
      for policy in [JSONReader.Policy.strict, .lossy] {
        let read = value("[\(text)\(end)", policy)
        // More digits than a number of its kind has are kept where it is whole.
        #expect(read == Int(text).map(JSONValue.integer) ?? expected, "\(text)\(end)")
      }
    }
  }

  @Test func `digits and points of all kinds are read as the library reads them`() throws {
    var random = Xorshift(state: 3)
    for _ in 0..<20_000 {
      let whole = String(random.below(10 << random.below(40)))
      let digits = (0...random.below(8)).map { _ in String(random.below(10)) }.joined()
      let text =
        (random.below(2) == 0 ? "-" : "") + whole + (random.below(3) == 0 ? "" : "." + digits)
      let number = try #require(Double(text))
      let expected = Int(exactly: number).map(JSONValue.integer) ?? .number(number)
      #expect(value("[\(text)]") == expected, "\(text)")
      #expect(value("[\(text) ]") == expected, "\(text)")
    }
  }

  @Test(arguments: ["01", "1.", ".5", "-", "--1", "1.2.3", "1a", "00.5", "-.5", "1e", "+1"])
  func `what is no number is a flaw`(_ text: String) {
    #expect(value("[\(text)]") == nil && value("[\(text),1]") == nil)
  }

  @Test(arguments: ["tru", "truee", "true1", "fals", "falsey", "True", "t"])
  func `a word that is not true or false is a flaw, or skipped`(_ word: String) throws {
    let bytes = Array(#"{"a":\#(word),"b":7}"#.utf8)
    for policy in [JSONReader.Policy.strict, .lossy] {
      var reader = JSONReader(bytes.span, policy)
      _ = try reader.openObject(bytes.span)
      _ = try reader.nextMember(bytes.span)
      if policy == .strict {
        #expect(throws: JSONFlaw.self) { try reader.bool(bytes.span) }
      } else {
        let read = try? reader.bool(bytes.span)
        #expect(read == nil)
        let hasMore = try reader.nextMember(bytes.span)
        #expect(hasMore)
      }
    }
  }
}
