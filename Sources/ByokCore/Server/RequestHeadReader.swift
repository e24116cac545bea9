/// Reads the first part of a request, however the network chops it.
///
/// What two servers could read differently is refused: a lone CR or LF, folded lines, blanks around a
/// name, other versions, targets that are no path. It does no input or output.
///
/// Source: RFC 9112, sections 2 to 5.
package struct RequestHeadReader: Sendable {
  /// The most bytes of a line, and of all lines.
  package static let lineLimit = 8 << 10
  package static let limit = 64 << 10
  /// The most fields.
  package static let fieldLimit = 100
  /// The most bytes of a method.
  private static let methodLimit = 16

  /// A line whose end has not come.
  private var line: [UInt8] = []
  /// Bytes of the lines that are complete.
  private var count = 0
  private var head: RequestHead?

  package init() {}

  /// Whether anything has come.
  package var isBegun: Bool { count > 0 || !line.isEmpty }

  /// Takes more bytes.
  ///
  /// - Parameters:
  ///   - bytes: Any number of bytes, split anywhere.
  ///   - place: Where they begin; afterwards, where what was not taken begins.
  /// - Returns: The head, once it is complete.
  /// - Throws: Why it is refused.
  package mutating func take(
    _ bytes: [UInt8], from place: inout Int
  ) throws(RequestFlaw) -> RequestHead? {
    while place < bytes.count {
      guard let end = bytes[place...].position(of: UInt8(ascii: "\n")) else {
        line += bytes[place...]
        place = bytes.count
        // The line's end is still to come.
        try checkSize(line.count + 1)
        return nil
      }
      line += bytes[place...end]
      place = end + 1
      try checkSize(line.count)
      if let head = try endLine() { return head }
    }
    return nil
  }

  private func checkSize(_ size: Int) throws(RequestFlaw) {
    guard size <= Self.lineLimit, count + size <= Self.limit else { throw .tooLong }
  }

  private mutating func endLine() throws(RequestFlaw) -> RequestHead? {
    defer { line.removeAll(keepingCapacity: true) }
    count += line.count
    let content = try Self.content(of: line)
    guard var head else {
      self.head = try Self.requestLine(content)
      return nil
    }
    if content.isEmpty { return head }
    guard head.fields.count < Self.fieldLimit else { throw .tooLong }
    head.fields.append(try Self.field(content))
    self.head = head
    return nil
  }

  /// A line without its end, which must be CRLF.
  static func content(of line: [UInt8]) throws(RequestFlaw) -> ArraySlice<UInt8> {
    guard line.count >= 2, line[line.count - 2] == UInt8(ascii: "\r") else {
      throw .bad("a line of the request does not end with CRLF")
    }
    let content = line.dropLast(2)
    guard content.position(of: UInt8(ascii: "\r")) == nil, content.position(of: 0) == nil else {
      throw .bad("a line of the request contains CR or NUL")
    }
    return content
  }

  private static func requestLine(_ line: ArraySlice<UInt8>) throws(RequestFlaw) -> RequestHead {
    let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw .bad("the request line does not have three words") }
    let (method, target, version) = (parts[0], parts[1], parts[2])
    guard (1...methodLimit).contains(method.count), method.allSatisfy(ASCII.isOfToken) else {
      throw .bad("the method is no word")
    }
    guard target.first == UInt8(ascii: "/") else {
      throw .bad("the target does not begin with '/': byok is no proxy")
    }
    guard target.allSatisfy(ASCII.isOfTarget) else {
      throw .bad("the target contains a character that must be percent-encoded")
    }
    return RequestHead(
      method: String(decoding: method, as: UTF8.self),
      target: String(decoding: target, as: UTF8.self), isOld: try isOld(version))
  }

  private static func isOld(_ version: ArraySlice<UInt8>) throws(RequestFlaw) -> Bool {
    if version.elementsEqual("HTTP/1.1".utf8) { return false }
    if version.elementsEqual("HTTP/1.0".utf8) { return true }
    let form = Array(version)
    let isVersion =
      form.count == 8 && form.starts(with: "HTTP/".utf8) && ASCII.isDigit(form[5])
      && form[6] == UInt8(ascii: ".") && ASCII.isDigit(form[7])
    throw isVersion ? .unknownVersion : .bad("the request line does not end with a version")
  }

  /// A header field, without the line's end.
  static func field(_ line: ArraySlice<UInt8>) throws(RequestFlaw) -> RequestHead.Field {
    guard let colon = line.position(of: UInt8(ascii: ":")) else {
      throw .bad("a header line has no colon")
    }
    let name = line[..<colon]
    guard !name.isEmpty, name.allSatisfy(ASCII.isOfToken) else {
      throw .bad("the name of a header field is no word")
    }
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    var value = line[(colon + 1)...].drop(while: isBlank)
    while let last = value.last, isBlank(last) { value = value.dropLast() }
    guard value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }),
      let text = String(validating: value, as: UTF8.self)
    else { throw .bad("the value of a header field contains control characters or no UTF-8") }
    return .init(name: String(decoding: name, as: UTF8.self), value: text)
  }
}
