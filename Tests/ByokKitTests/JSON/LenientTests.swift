import Foundation
import Testing

@testable import ByokKit

@Suite struct LenientTests {
  private struct Row: Decodable {
    var count: Int?
    private enum CodingKeys: String, CodingKey { case count }
    init(from decoder: any Decoder) throws {
      count = try decoder.container(keyedBy: CodingKeys.self).lenient(Int.self, .count)
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
}
