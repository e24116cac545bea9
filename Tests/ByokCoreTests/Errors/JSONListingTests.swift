import Testing

@testable import ByokCore

@Suite struct JSONListingTests {
  private static let rows: [[(key: String, value: JSONValue)]] = [
    [
      ("b", .integer(1)), ("a", .array([.string("x"), .null])), ("c", .object(["d": .number(0.5)])),
    ],
    [], [("e", .array([]))],
  ]

  @Test(arguments: 0...3)
  func `a listing is the same as the value that it stands for`(_ count: Int) throws {
    var listing = JSONListing()
    for row in Self.rows.prefix(count) { listing.add(row) }
    let objects = Self.rows.prefix(count).map { row in
      JSONValue.object(Dictionary(uniqueKeysWithValues: row.map { ($0.key, $0.value) }))
    }
    let bytes = try listing.json()
    let whole = try JSONValue.array(objects).json(pretty: true)
    #expect(String(decoding: bytes, as: UTF8.self) == String(decoding: whole, as: UTF8.self))
  }

  @Test func `a number without a form in JSON is a failure`() {
    var listing = JSONListing()
    listing.add([("a", .number(.nan))])
    listing.add([("a", .integer(1))])
    let ended = listing
    #expect(throws: ByokError.self) { try ended.json() }
  }
}
