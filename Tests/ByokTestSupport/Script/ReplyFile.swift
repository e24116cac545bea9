internal import Foundation

/// A reply as a script has it: `HTTP/1.1 200`, header fields, options, an empty line, the body.
///
/// The body is sent byte for byte. Options: `@events` (chunked, an event each), `@chunk N` (chunked,
/// N bytes each), `@close` (ended by the connection's end), and `@cut N`, `@reset N`, `@stall N`
/// (after N bytes of the body).
enum ReplyFile {
  private typealias Reply = LoopbackServer.Reply

  /// Makes the reply; `expand` is applied to every header field.
  static func read(
    _ bytes: [UInt8], expand: (String) throws -> String
  ) throws -> LoopbackServer.Reply {
    let end = bytes.firstRange(of: [10, 10])
    let head = String(decoding: bytes[..<(end?.lowerBound ?? bytes.endIndex)], as: UTF8.self)
    let body = Array(bytes[(end?.upperBound ?? bytes.endIndex)...])
    let lines = head.split(separator: "\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.first == "HTTP/1.1", words.count > 1, let status = Int(words[1]) else {
      throw SupportFailure("a reply must begin with a line such as 'HTTP/1.1 200'")
    }
    var pieces = [body]
    var reply = Reply(status: status, [])
    var ending: (after: Int, step: Reply.Step)?
    for line in lines.dropFirst() {
      let words = line.split(separator: " ")
      let number = words.count == 2 ? Int(words[1]) : nil
      switch (words.first ?? "", number) {
      case ("@events", nil):
        pieces = events(body)
        reply.framing = .chunked
      case ("@chunk", let size?):
        pieces = body.chopped(by: size)
        reply.framing = .chunked
      case ("@close", nil): reply.framing = .close
      case ("@cut", let count?): ending = (count, .cut)
      case ("@reset", let count?): ending = (count, .reset)
      case ("@stall", let count?): ending = (count, .stall)
      default: reply.headers.append(try header(expand(String(line))))
      }
    }
    reply.steps = pieces.map { .bytes($0) }
    if let ending { shorten(&reply, pieces, after: ending.after, with: ending.step) }
    return reply
  }

  /// Lets the reply end early, though it announces all of the body.
  private static func shorten(
    _ reply: inout LoopbackServer.Reply, _ pieces: [[UInt8]], after count: Int,
    with step: LoopbackServer.Reply.Step
  ) {
    let size = pieces.reduce(0) { $0 + $1.count }
    if reply.framing == .length { reply.headers.append(.init("Content-Length", "\(size)")) }
    var left = count
    reply.steps = pieces.map { piece in
      defer { left -= min(left, piece.count) }
      return .bytes(Array(piece.prefix(left)))
    }
    reply.steps.append(step)
  }

  private static func header(_ line: String) throws -> LoopbackServer.Header {
    guard !line.hasPrefix("@"), let colon = line.firstIndex(of: ":") else {
      throw SupportFailure("neither a header field nor an option: '\(line)'")
    }
    let value = line[colon...].dropFirst().trimmingCharacters(in: .whitespaces)
    return .init(String(line[..<colon]), value)
  }

  /// The body cut after each empty line.
  private static func events(_ body: [UInt8]) -> [[UInt8]] {
    var rest = body[...]
    var events: [[UInt8]] = []
    while let end = rest.firstRange(of: [10, 10]) {
      events.append(Array(rest[..<end.upperBound]))
      rest = rest[end.upperBound...]
    }
    return rest.isEmpty ? events : events + [Array(rest)]
  }
}
