internal import Foundation
internal import Glibc

extension LoopbackServer {
  /// One client's connection: reads requests and sends replies.
  ///
  /// Source: RFC 9112, sections 6 and 7.1 (body length, chunked coding).
  struct Connection {
    private let descriptor: Int32
    private let isStopped: () -> Bool
    private var buffer: [UInt8] = []

    init(_ descriptor: Int32, isStopped: @escaping () -> Bool) {
      self.descriptor = descriptor
      self.isStopped = isStopped
      var yes: Int32 = 1
      let size = socklen_t(MemoryLayout<Int32>.size)
      // Each step goes out at once.
      unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, size)
    }

    /// Returns the next request, or `nil` when the client hung up or does not speak HTTP.
    mutating func receive() -> Request? {
      guard let first = line() else { return nil }
      let words = first.split(separator: " ")
      guard words.count == 3 else { return nil }
      var request = Request(method: String(words[0]), target: String(words[1]), headers: [])
      while let field = line() {
        if field.isEmpty { return body(of: request) }
        guard let colon = field.firstIndex(of: ":") else { return nil }
        let value = field[colon...].dropFirst().trimmingCharacters(in: .whitespaces)
        request.headers.append(Header(String(field[..<colon]), value))
      }
      return nil
    }

    private mutating func body(of request: Request) -> Request? {
      if request["Expect"]?.lowercased() == "100-continue" {
        guard transmit("HTTP/1.1 100 Continue\r\n\r\n") else { return nil }
      }
      let isChunked = request["Transfer-Encoding"]?.lowercased().hasSuffix("chunked") ?? false
      let length = Int(request["Content-Length"] ?? "0") ?? 0
      guard let body = isChunked ? chunks() : take(length) else { return nil }
      var request = request
      request.body = body
      return request
    }

    private mutating func chunks() -> [UInt8]? {
      var body: [UInt8] = []
      while let size = line(), let count = Int(size.prefix { $0 != ";" }, radix: 16) {
        guard count > 0 else {
          // The trailer ends with an empty line.
          while let field = line(), !field.isEmpty {}
          return body
        }
        guard let chunk = take(count), line() != nil else { return nil }
        body += chunk
      }
      return nil
    }

    private mutating func line() -> String? {
      while true {
        if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
          let line = buffer[..<end]
          buffer.removeFirst(end + 1)
          return String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
        }
        guard fill() else { return nil }
      }
    }

    private mutating func take(_ count: Int) -> [UInt8]? {
      guard count >= 0 else { return nil }
      while buffer.count < count {
        guard fill() else { return nil }
      }
      defer { buffer.removeFirst(count) }
      return Array(buffer[..<count])
    }

    private mutating func fill() -> Bool {
      let bytes = Descriptor.read(descriptor)
      buffer += bytes
      return !bytes.isEmpty
    }

    /// Sends the reply, and returns whether the connection may be used for another.
    func send(_ reply: Reply, to request: Request) -> Bool {
      guard Descriptor.send(reply.head, to: descriptor) else { return false }
      let hasBody = request.method != "HEAD" || reply.framing == .raw
      for step in hasBody ? reply.steps : [] {
        guard perform(step, reply.framing) else { return false }
      }
      let isLast = request["Connection"]?.lowercased() == "close"
      switch reply.framing {
      case .chunked: return (!hasBody || transmit("0\r\n\r\n")) && !isLast
      case .length: return !isLast
      case .close, .raw: return false
      }
    }

    private func perform(_ step: Reply.Step, _ framing: Reply.Framing) -> Bool {
      switch step {
      case .bytes(let bytes): return transmit(bytes, framing)
      case .repeated(let bytes, let count):
        return (0..<count).allSatisfy { _ in transmit(bytes, framing) }
      case .pause(let milliseconds):
        Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
        return true
      case .waitFor(let gate):
        while !gate.pass(within: 0.05) {
          if isStopped() { return false }
        }
        return true
      case .cut: return false
      case .reset:
        var now = linger(l_onoff: 1, l_linger: 0)
        let size = socklen_t(MemoryLayout<linger>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, size)
        return false
      case .stall:
        while !Descriptor.read(descriptor).isEmpty {}
        return false
      }
    }

    private func transmit(_ bytes: [UInt8], _ framing: Reply.Framing) -> Bool {
      guard framing == .chunked else { return Descriptor.send(bytes, to: descriptor) }
      // An empty chunk would end the body.
      guard !bytes.isEmpty else { return true }
      let chunk = Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [13, 10]
      return Descriptor.send(chunk, to: descriptor)
    }

    private func transmit(_ text: String) -> Bool {
      Descriptor.send(Array(text.utf8), to: descriptor)
    }
  }
}
