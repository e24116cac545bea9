/// Reads the body of a request, however the network chops it.
///
/// Chunks have a size and nothing else: extensions are refused. Trailers are read as header lines are,
/// and dropped. It does no input or output.
///
/// Source: RFC 9112, sections 6 and 7.
package struct RequestBodyReader: Sendable {
  /// The most digits of a chunk's size.
  private static let digitLimit = 16

  private enum State: Equatable {
    /// So many bytes of the body, or of a chunk, are still to come.
    case data(Int)
    /// The size of a chunk, so far.
    case size(Int, digits: Int)
    /// The line feed behind a size.
    case sizeEnd(Int)
    /// CR and LF behind a chunk's data; how many of them have come.
    case dataEnd(Int)
    case trailer
    case end
  }

  private let isChunked: Bool
  private let limit: Int
  private var state: State
  /// Bytes of the body so far.
  package private(set) var count = 0
  /// A line of the trailers whose end has not come, and the bytes of all of them.
  private var line: [UInt8] = []
  private var trailerBytes = 0

  /// - Parameters:
  ///   - framing: Where the body ends.
  ///   - limit: The most bytes of it.
  /// - Throws: That it is announced to be larger.
  package init(_ framing: RequestHead.Framing, limit: Int) throws(RequestFlaw) {
    self.limit = limit
    switch framing {
    case .length(let length):
      guard length <= limit else { throw .tooLarge }
      (isChunked, state) = (false, length == 0 ? .end : .data(length))
    case .chunked: (isChunked, state) = (true, .size(0, digits: 0))
    }
  }

  /// Whether all of it has come.
  package var isComplete: Bool { state == .end }

  /// Takes more bytes, up to the body's end.
  ///
  /// - Parameters:
  ///   - bytes: Any number of bytes, split anywhere.
  ///   - place: Where they begin; afterwards, where what was not taken begins.
  ///   - body: Takes what is of the body.
  /// - Throws: Why the request is refused.
  package mutating func take(
    _ bytes: [UInt8], from place: inout Int, into body: inout [UInt8]
  ) throws(RequestFlaw) {
    while place < bytes.count, state != .end {
      if case .data(let left) = state {
        let end = min(bytes.count, place + left)
        body += bytes[place..<end]
        count += end - place
        state = .data(left - (end - place))
        place = end
        if state == .data(0) { state = isChunked ? .dataEnd(0) : .end }
      } else if state == .trailer {
        try takeTrailer(bytes, from: &place)
      } else {
        try take(bytes[place])
        place += 1
      }
    }
  }

  private mutating func take(_ byte: UInt8) throws(RequestFlaw) {
    switch state {
    case .size(let size, let digits):
      if byte == UInt8(ascii: "\r"), digits > 0 {
        state = .sizeEnd(size)
        return
      }
      guard digits < Self.digitLimit, let digit = ASCII.digit(byte) else {
        throw .bad("the size of a chunk is not hexadecimal digits and CRLF")
      }
      let (more, overflows) = size.multipliedReportingOverflow(by: 16)
      guard !overflows, more + digit <= limit - count else { throw .tooLarge }
      state = .size(more + digit, digits: digits + 1)
    case .sizeEnd(let size):
      guard byte == UInt8(ascii: "\n") else { throw .bad("the size of a chunk has no CRLF") }
      state = size == 0 ? .trailer : .data(size)
    case .dataEnd(let seen):
      guard byte == (seen == 0 ? UInt8(ascii: "\r") : UInt8(ascii: "\n")) else {
        throw .bad("a chunk does not end with CRLF")
      }
      state = seen == 0 ? .dataEnd(1) : .size(0, digits: 0)
    case .data, .trailer, .end: break
    }
  }

  private mutating func takeTrailer(
    _ bytes: [UInt8], from place: inout Int
  ) throws(RequestFlaw) {
    let end = bytes[place...].position(of: UInt8(ascii: "\n"))
    let next = end.map { $0 + 1 } ?? bytes.count
    line += bytes[place..<next]
    place = next
    // The line's end may still be to come.
    let size = line.count + (end == nil ? 1 : 0)
    guard size <= RequestHeadReader.lineLimit, trailerBytes + size <= RequestHeadReader.limit
    else { throw .tooLong }
    guard end != nil else { return }
    trailerBytes += line.count
    let content = try RequestHeadReader.content(of: line)
    if content.isEmpty { state = .end } else { _ = try RequestHeadReader.field(content) }
    line.removeAll(keepingCapacity: true)
  }
}
