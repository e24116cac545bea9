extension LoopbackServer {
  /// What the server does with one request.
  public struct Reply: Sendable {
    /// One step of sending the body.
    public enum Step: Sendable {
      /// Sends these bytes at once, as one HTTP chunk if the framing has chunks.
      case bytes([UInt8])
      /// Sends these bytes so many times, as `.bytes` each time.
      case repeated([UInt8], Int)
      /// Waits so many milliseconds.
      case pause(Int)
      /// Waits until the test releases the gate.
      case waitFor(Gate)
      /// Closes the connection here.
      case cut
      /// Breaks the connection off here with a TCP reset.
      case reset
      /// Sends nothing more, until the client hangs up or the server is stopped.
      case stall
    }

    /// How the client can know where the body ends.
    public enum Framing: Sendable {
      /// `Transfer-Encoding: chunked`.
      case chunked
      /// `Content-Length`, of what the steps send unless the headers have the field.
      case length
      /// Neither: the body ends with the connection.
      case close
      /// The steps are all that is sent, status line included.
      case raw
    }

    /// The status code.
    public var status: Int
    /// The header fields, without those of the framing.
    public var headers: [Header]
    /// The body.
    public var steps: [Step]
    /// How the end of the body is told.
    public var framing: Framing

    /// A reply made of `steps`.
    public init(
      status: Int = 200, headers: [Header] = [], framing: Framing = .length, _ steps: [Step]
    ) {
      self.status = status
      self.headers = headers
      self.framing = framing
      self.steps = steps
    }

    /// A JSON document.
    public static func json(_ text: String, status: Int = 200) -> Self {
      Self(
        status: status, headers: [Header("Content-Type", "application/json")],
        [.bytes(Array(text.utf8))])
    }

    /// Plain text.
    public static func text(_ text: String, status: Int = 200) -> Self {
      Self(
        status: status, headers: [Header("Content-Type", "text/plain; charset=utf-8")],
        [.bytes(Array(text.utf8))])
    }

    /// An event stream; each payload becomes an event and a chunk of its own.
    public static func events(_ payloads: [String], status: Int = 200) -> Self {
      Self(
        status: status, headers: [Header("Content-Type", "text/event-stream")], framing: .chunked,
        payloads.map { .bytes(Array("data: \($0)\n\n".utf8)) })
    }

    /// These bytes and nothing else, for replies that are not HTTP; the connection is closed then.
    public static func raw(_ text: String) -> Self {
      Self(framing: .raw, [.bytes(Array(text.utf8))])
    }
  }
}

extension LoopbackServer.Reply {
  /// The status line and header fields as they are sent; empty for `.raw`.
  var head: [UInt8] {
    var fields = headers
    switch framing {
    case .raw: return []
    case .chunked: fields.append(.init("Transfer-Encoding", "chunked"))
    case .close: fields.append(.init("Connection", "close"))
    case .length:
      if !headers.contains(where: { $0.name.lowercased() == "content-length" }) {
        fields.append(.init("Content-Length", "\(steps.reduce(0) { $0 + $1.size })"))
      }
    }
    let lines = ["HTTP/1.1 \(status) Replayed"] + fields.map { "\($0.name): \($0.value)" }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }
}

extension LoopbackServer.Reply.Step {
  /// The number of body bytes the step sends.
  fileprivate var size: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .repeated(let bytes, let count): bytes.count * count
    default: 0
    }
  }
}
