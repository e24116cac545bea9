import Testing

@testable import ByokCore

@Suite struct RequestReadingTests {
  /// What comes of bytes: how they are read, or the status of a refusal.
  private enum Outcome: Equatable {
    case read(RequestCases.Reading, rest: String)
    case refused(Int)
    case waiting
  }

  /// Reads a request whose bytes come in these pieces.
  private func outcome(_ pieces: [[UInt8]], limit: Int = 1024) -> Outcome {
    do throws(RequestFlaw) {
      return try read(pieces, limit: limit)
    } catch {
      return .refused(error.status)
    }
  }

  private func read(_ pieces: [[UInt8]], limit: Int) throws(RequestFlaw) -> Outcome {
    var headReader = RequestHeadReader()
    var head: RequestHead?
    var bodyReader: RequestBodyReader?
    var body: [UInt8] = []
    var rest: [UInt8] = []
    for piece in pieces {
      var place = 0
      if head == nil, let read = try headReader.take(piece, from: &place) {
        head = read
        bodyReader = try RequestBodyReader(try read.framing(), limit: limit)
      }
      if var reader = bodyReader {
        try reader.take(piece, from: &place, into: &body)
        bodyReader = reader
      }
      rest += piece[place...]
    }
    guard let head, bodyReader?.isComplete == true else { return .waiting }
    let reading = RequestCases.Reading(
      target: head.target, body: String(decoding: body, as: UTF8.self))
    return .read(reading, rest: String(decoding: rest, as: UTF8.self))
  }

  /// The bytes in two pieces, split at each place, and one by one.
  private func chopped(_ bytes: [UInt8]) -> [[[UInt8]]] {
    let step = bytes.count > 2000 ? 997 : 1
    let places = Array(stride(from: 1, to: bytes.count, by: step))
    return places.map { [Array(bytes[..<$0]), Array(bytes[$0...])] } + [bytes.map { [$0] }]
  }

  @Test(arguments: RequestCases.accepted.map(\.name))
  func `a request with one reading is taken, however it is chopped`(_ name: String) throws {
    let item = try #require(RequestCases.accepted.first { $0.name == name })
    let bytes = Array(item.bytes.utf8)
    let whole = outcome([bytes])
    guard case .read(let reading, _) = whole else {
      Issue.record("\(name): \(whole)")
      return
    }
    #expect(reading == item.reading)
    for pieces in chopped(bytes) { #expect(outcome(pieces) == whole) }
  }

  @Test(arguments: RequestCases.refused.map(\.name))
  func `a request with two readings is refused, however it is chopped`(_ name: String) throws {
    let item = try #require(RequestCases.refused.first { $0.name == name })
    let bytes = Array(item.bytes.utf8)
    #expect(outcome([bytes]) == .refused(item.status))
    for pieces in chopped(bytes) { #expect(outcome(pieces) == .refused(item.status)) }
  }

  @Test func `there are enough cases, each with a name of its own`() {
    let names = RequestCases.accepted.map(\.name) + RequestCases.refused.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(RequestCases.refused.count >= 120)
  }

  @Test func `what is not complete is waited for`() {
    for item in RequestCases.accepted where !item.name.contains("more") {
      let bytes = Array(item.bytes.utf8)
      guard item.name != "next request" else { continue }
      for count in 0..<bytes.count { #expect(outcome([Array(bytes[..<count])]) == .waiting) }
    }
  }

  @Test func `what follows a request stays for the next one`() {
    let bytes = Array("POST /a HTTP/1.1\r\nContent-Length: 1\r\n\r\nabc".utf8)
    #expect(outcome([bytes]) == .read(.init(target: "/a", body: "a"), rest: "bc"))
  }

  @Test func `what is invalid as UTF-8 is refused in a value`() {
    let bytes = Array("GET /a HTTP/1.1\r\nX: ".utf8) + [0xC3, 0x28] + Array("\r\n\r\n".utf8)
    #expect(outcome([bytes]) == .refused(400))
  }

  @Test func `a limit holds for the last byte that fits`() {
    let target = String(repeating: "a", count: RequestHeadReader.lineLimit - 16)
    #expect(outcome([Array("GET /\(target) HTTP/1.1\r\n\r\n".utf8)]) != .refused(431))
    #expect(outcome([Array("GET /\(target)a HTTP/1.1\r\n\r\n".utf8)]) == .refused(431))
    let body = String(repeating: "b", count: 1024)
    let head = "POST /a HTTP/1.1\r\n"
    #expect(
      outcome([Array("\(head)Content-Length: 1024\r\n\r\n\(body)".utf8)])
        == .read(.init(target: "/a", body: body), rest: ""))
    #expect(
      outcome([Array("\(head)Transfer-Encoding: chunked\r\n\r\n400\r\n\(body)\r\n0\r\n\r\n".utf8)])
        == .read(.init(target: "/a", body: body), rest: ""))
  }
}
