import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct AnnouncementTests {
  @Test(
    arguments: [
      ([("sunset", "Thu, 14 Jan 2027 00:00:00 GMT")], "will be shut down on 2027-01-14"),
      ([("deprecation", "@1788220800")], "is deprecated from 2026-09-01 on"),
      (
        [("deprecation", "true"), ("sunset", "Thu, 14 Jan 2027 00:00:00 GMT")],
        "is deprecated, and will be shut down on 2027-01-14"
      ),
      ([("deprecation", "Tue, 01 Sep 2026 00:00:00 GMT")], "is deprecated from 2026-09-01 on"),
      ([("deprecation", "false")], nil), ([("sunset", "soon")], nil),
      ([("deprecation", "@999999999999999999")], nil), ([("deprecation", "@-1")], nil), ([], nil),
    ] as [([(String, String)], String?)])
  func `header fields announce an end`(_ fields: [(String, String)], _ words: String?) {
    let head = ResponseHead(
      status: 200, headers: fields.map { ResponseHead.Field(name: $0.0, value: $0.1) })
    #expect(head.announcement == words)
  }
}
