import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ToolSettingsTests {
  @Test(arguments: [
    (JSONValue.string("30m"), 1800.0), (.string("8h"), 28_800), (.string("1d"), 86_400),
    (.string("30d"), 2_592_000), (.number(0), 0), (.number(90), 90),
  ])
  func `the age of a list of tools is a time`(_ value: JSONValue, _ seconds: Double) {
    #expect(CacheAge(configured: value)?.seconds == seconds)
  }

  @Test(arguments: [
    JSONValue.string("31d"), .string("soon"), .string(""), .number(-1), .number(2_592_001),
    .bool(true), .null,
  ])
  func `what is none is refused`(_ value: JSONValue) {
    #expect(CacheAge(configured: value) == nil)
  }
}
