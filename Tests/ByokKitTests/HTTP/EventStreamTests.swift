import ByokTestSupport
import Testing

@testable import ByokKit

@Suite struct EventStreamTests {
  @Test func `events end at blank lines`() throws {
    var parser = EventStreamParser()
    let events = try parser.consume(Array("data: a\n\nevent: b\ndata: c\ndata: d\n\n".utf8))
    #expect(
      events == [
        ServerSentEvent(data: Array("a".utf8)),
        ServerSentEvent(name: "b", data: Array("c\nd".utf8)),
      ])
  }
}
