import Testing

@testable import ByokCore

@Suite struct ResponseHeadTests {
  @Test func `the first field of a name is found`() {
    let head = ResponseHead(
      status: 200,
      headers: [
        .init(name: "a", value: "1"), .init(name: "b", value: "2"), .init(name: "a", value: "3"),
      ])
    #expect(head["a"] == "1")
    #expect(head["b"] == "2")
    #expect(head["c"] == nil)
  }
}
