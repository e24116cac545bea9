import Testing

@testable import ByokCore

@Suite struct JSONNamesTests {
  private static let all = [
    "model", "in", "out", "write", "write_hour", "thinking", "output_may_be",
  ]
  private static let names = JSONNames(all)

  /// The same, where each member is asked for its name.
  private func membersByName(_ json: String, _ policy: JSONReader.Policy) throws -> [Int] {
    let bytes = Array(json.utf8)
    var reader = JSONReader(bytes.span, policy)
    var members: [Int] = []
    let isObject = try reader.openObject(bytes.span)
    #expect(isObject)
    while try reader.nextMember(bytes.span) {
      let isNamed = [
        reader.isNamed("model", bytes.span), reader.isNamed("in", bytes.span),
        reader.isNamed("out", bytes.span), reader.isNamed("write", bytes.span),
        reader.isNamed("write_hour", bytes.span), reader.isNamed("thinking", bytes.span),
        reader.isNamed("output_may_be", bytes.span),
      ]
      #expect(isNamed.count { $0 } < 2)
      members += [isNamed.firstIndex(of: true) ?? isNamed.count]
      members += [try reader.integer(bytes.span) ?? -1]
    }
    try reader.finish(bytes.span)
    return members
  }

  /// The members of an object by their places, each with its value.
  private func members(_ json: String, _ policy: JSONReader.Policy = .strict) throws -> [Int] {
    let bytes = Array(json.utf8)
    var reader = JSONReader(bytes.span, policy)
    var (members, names) = ([Int](), Self.names)
    let isObject = try reader.openObject(bytes.span)
    #expect(isObject)
    while let place = try reader.nextMember(bytes.span, of: &names) {
      members += [place, try reader.integer(bytes.span) ?? -1]
    }
    try reader.finish(bytes.span)
    return members
  }

  @Test(arguments: [
    // In the usual order, with gaps and the other way round.
    (#"{"model":1,"in":2,"out":3}"#, [0, 1, 1, 2, 2, 3]),
    (#"{"model":1,"thinking":2}"#, [0, 1, 5, 2]),
    (#"{"thinking":2,"out":3,"model":1}"#, [5, 2, 2, 3, 0, 1]),
    // Names of any length, of which some begin as others, or go on.
    (#"{"write":1,"write_hour":2,"output_may_be":3}"#, [3, 1, 4, 2, 6, 3]),
    (#"{"write_hours":1,"write_h":2,"writ":3,"thinkingg":4}"#, [7, 1, 7, 2, 7, 3, 7, 4]),
    (#"{"output_may_bf":1,"":2,"i":3,"in ":4}"#, [7, 1, 7, 2, 7, 3, 7, 4]),
    // Twice, with escapes, with white space, near the end of the document.
    (#"{"in":1,"in":2}"#, [1, 1, 1, 2]), (#"{"\u0069n":1,"\"":2,"i\n":3}"#, [1, 1, 7, 2, 7, 3]),
    ("{ \"in\" : 1 ,\n\t\"out\"\n:2 }", [1, 1, 2, 2]), (#"{"in":1}"#, [1, 1]), ("{}", []),
    (#"{"in":{"in":1},"out":2}"#, [1, -1, 2, 2]),
  ])
  func `members are told by their names`(_ json: String, _ expected: [Int]) throws {
    #expect(try members(json) == expected)
    #expect(try members(json, .lossy) == expected)
    #expect(try membersByName(json, .strict) == expected)
    #expect(try membersByName(json, .lossy) == expected)
  }

  @Test(arguments: 0...20)
  func `names of every size are read at every distance from the end`(_ size: Int) throws {
    let name = String(repeating: "n", count: size)
    for rest in 0...9 {
      let json = #"{"\#(name)":1,"\#(name)":\#(String(repeating: "2", count: rest + 1))}"#
      let bytes = Array(json.utf8)
      var reader = JSONReader(bytes.span, .strict)
      _ = try reader.openObject(bytes.span)
      for _ in 0..<2 {
        let isThere = try reader.nextMember(bytes.span)
        #expect(isThere)
        #expect(try bytes.span.text(reader.name, .strict) == name)
        try reader.skip(bytes.span)
      }
      let isThere = try reader.nextMember(bytes.span)
      #expect(!isThere)
    }
  }

  @Test(arguments: [
    #"{"in"1}"#, #"{"in" 1}"#, #"{"in}"#, #"{"in":1,}"#, #"{in:1}"#, #"{"in":1 "out":2}"#,
    #"{"model""#, #"{"model":"#, #"{"thinking"#,
  ])
  func `what is no object is a flaw at the same place as without names`(_ json: String) {
    #expect(throws: JSONFlaw.self) { try members(json) }
    let bytes = Array(json.utf8)
    #expect(flaw { try members(json) } == flaw { try JSONValue(strict: bytes) })
  }

  private func flaw<Value>(_ body: () throws -> Value) -> JSONFlaw? {
    do {
      _ = try body()
      return nil
    } catch {
      return error as? JSONFlaw
    }
  }

  @Test func `a string is recognized as a name is`() throws {
    for (text, place) in zip(
      Self.all + [#"\u0069n"#, "inn", ""], [0, 1, 2, 3, 4, 5, 6, 1, nil, nil])
    {
      let bytes = Array("\"\(text)\"".utf8)
      var reader = JSONReader(bytes.span, .strict)
      let string = try reader.stringIfAny(bytes.span) ?? JSONString()
      let found = Self.names.place(of: string, in: bytes.span)
      #expect(found == place, "\(text)")
    }
  }
}
