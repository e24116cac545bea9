import Foundation
import Testing

@testable import ByokKit

@Suite struct LenientTests {
  private struct Row: Decodable {
    var count: Int?
    var tokens: Int?
    private enum CodingKeys: String, CodingKey { case count, tokens }
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      count = container.lenient(Int.self, .count)
      tokens = container.count(.tokens)
    }
  }

  @Test(
    arguments: [
      (#"{"count":1}"#, 1), (#"{"count":2.0}"#, 2), ("{}", nil), (#"{"count":null}"#, nil),
      (#"{"count":"1"}"#, nil), (#"{"count":1.5}"#, nil), (#"{"count":[1]}"#, nil),
      (#"{"count":{}}"#, nil),
    ] as [(String, Int?)])
  func `a member of another type counts as missing`(_ text: String, _ count: Int?) throws {
    #expect(try JSONDecoder().decode(Row.self, from: Data(text.utf8)).count == count)
  }

  @Test(
    arguments: [
      ("0", 0), ("7", 7), ("281474976710656", 281_474_976_710_656), ("281474976710657", nil),
      ("9223372036854775807", nil), ("-1", nil), ("1e300", nil), ("null", nil),
    ] as [(String, Int?)])
  func `a count is one whose sums do not overflow`(_ number: String, _ count: Int?) throws {
    let text = #"{"tokens":\#(number)}"#
    #expect(try JSONDecoder().decode(Row.self, from: Data(text.utf8)).tokens == count)
    #expect(JSONValue(Array(text.utf8))?["tokens"]?.count == count)
  }
}
