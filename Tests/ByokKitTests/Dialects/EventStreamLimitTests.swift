import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct EventStreamLimitTests {
  private static let tooLongLine = ReplyFailure.broken("a line of the stream is over 1 MiB")
  private static let tooLongEvent = ReplyFailure.broken("an event of the stream is over 4 MiB")

  /// `data:` and as many bytes as make the line `count` long.
  private static func line(of count: Int) -> [UInt8] {
    Array("data:".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: count - 5)
  }

  @Test func `a line of 1 MiB passes`() throws {
    var parser = EventStreamParser()
    let line = Self.line(of: EventStreamParser.lineLimit)
    let events = try parser.consume(line + Array("\n\n".utf8))
    #expect(events.first?.data.count == EventStreamParser.lineLimit - 5)
  }

  @Test(arguments: [1 << 20, 1 << 14, 1 << 20 + 1])
  func `a line of one byte more is refused`(_ size: Int) {
    var parser = EventStreamParser()
    let line = Self.line(of: EventStreamParser.lineLimit + 1)
    #expect(throws: Self.tooLongLine) {
      for piece in line.chopped(by: size) { _ = try parser.consume(piece) }
    }
  }

  @Test func `a comment counts as a line`() {
    var parser = EventStreamParser()
    let comment = [UInt8](repeating: UInt8(ascii: ":"), count: EventStreamParser.lineLimit + 1)
    #expect(throws: Self.tooLongLine) { _ = try parser.consume(comment) }
  }

  /// Lines whose data, joined, are `count` bytes long.
  private static func event(of count: Int) -> [[UInt8]] {
    var left = count
    var lines: [[UInt8]] = []
    while left > 0 {
      let size = min(left, EventStreamParser.lineLimit - 5)
      lines.append(line(of: size + 5) + Array("\n".utf8))
      // The line feed that joins it to the next.
      left -= size + 1
    }
    return lines
  }

  @Test func `an event of 4 MiB passes`() throws {
    var parser = EventStreamParser()
    for line in Self.event(of: EventStreamParser.eventLimit) { _ = try parser.consume(line) }
    #expect(try parser.finish()?.data.count == EventStreamParser.eventLimit)
  }

  @Test func `an event of one byte more is refused`() {
    var parser = EventStreamParser()
    #expect(throws: Self.tooLongEvent) {
      for line in Self.event(of: EventStreamParser.eventLimit + 1) { _ = try parser.consume(line) }
    }
  }

  @Test func `many small events have no limit together`() throws {
    var parser = EventStreamParser()
    let event = Self.line(of: EventStreamParser.lineLimit) + Array("\n\n".utf8)
    for _ in 0..<6 { #expect(try parser.consume(event).count == 1) }
  }
}
