@testable import ByokCore
@testable import ByokKit

extension FuzzOracles {
  /// F10: a request to a broker has one reading, however it is cut; one that is accepted is the same when
  /// it is written in the plainest form and read again.
  ///
  /// The first byte of the input says where it is cut in two.
  static func requests(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let bytes = Array(input.dropFirst())
    let whole = reading([bytes])
    let place = Int(first) * (bytes.count + 1) / 256
    precondition(reading([Array(bytes[..<place]), Array(bytes[place...])]) == whole, "cut in two")
    precondition(reading(bytes.map { [$0] }) == whole, "byte by byte")
    checkBody(bytes)
    guard case .read(let head, let body, let rest) = whole else { return }
    precondition(body.count + rest.count <= bytes.count, "no byte from nowhere")
    let again = reading([plain(head, body)])
    guard case .read(let head2, let body2, let rest2) = again else {
      preconditionFailure("what was accepted is accepted in its plainest form")
    }
    precondition(head2.target == head.target && head2.method == head.method, "the same request")
    precondition(body2 == body && rest2.isEmpty, "the same body")
  }

  /// How a request is read.
  private enum Reading: Equatable {
    case read(RequestHead, body: [UInt8], rest: [UInt8])
    case refused(Int)
    case waiting
  }

  private static func reading(_ pieces: [[UInt8]]) -> Reading {
    do throws(RequestFlaw) {
      return try read(pieces)
    } catch {
      return .refused(error.status)
    }
  }

  private static func read(_ pieces: [[UInt8]]) throws(RequestFlaw) -> Reading {
    var headReader = RequestHeadReader()
    var head: RequestHead?
    var bodyReader: RequestBodyReader?
    var (body, rest): ([UInt8], [UInt8]) = ([], [])
    for piece in pieces {
      var place = 0
      if head == nil, let read = try headReader.take(piece, from: &place) {
        head = read
        bodyReader = try RequestBodyReader(try read.framing(), limit: 1 << 20)
      }
      if var reader = bodyReader {
        try reader.take(piece, from: &place, into: &body)
        bodyReader = reader
      }
      rest += piece[place...]
    }
    guard let head, bodyReader?.isComplete == true else { return .waiting }
    // The target is split by whoever answers.
    _ = try? RequestTarget(head.target)
    _ = try? RequestGate().check(head)
    return .read(head, body: body, rest: rest)
  }

  /// A request with its length, without chunks and blanks.
  private static func plain(_ head: RequestHead, _ body: [UInt8]) -> [UInt8] {
    var lines = ["\(head.method) \(head.target) HTTP/1.1", "Content-Length: \(body.count)"]
    let framing = ["content-length", "transfer-encoding"]
    for field in head.fields where !framing.contains(where: field.isNamed) {
      lines.append("\(field.name):\(field.value)")
    }
    return lines.joined(separator: "\r\n").utf8 + Array("\r\n\r\n".utf8) + body
  }

  /// A body in which the usage is asked for asks for it, and says the same otherwise.
  private static func checkBody(_ bytes: [UInt8]) {
    guard let body = try? BrokeredBody(bytes), let asking = body.askingForUsage(bytes) else {
      return
    }
    guard let again = try? BrokeredBody(asking) else {
      preconditionFailure("what was put in keeps the document whole")
    }
    precondition(again.usageOption == .asked && again.model == body.model, "the same request")
    precondition(again.streams == body.streams && again.outputLimit == body.outputLimit, "the same")
  }
}
