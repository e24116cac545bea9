package import ByokCore

/// The file of `--messages` that new messages are appended to: what the user wrote stays as it is.
package struct MessagesFile {
  private let path: String

  package init(_ path: String) { self.path = path }

  private static let empty: [UInt8] = Array("[]".utf8)

  /// Reads the messages that are there.
  ///
  /// - Returns: The document; an empty one where there is no file.
  /// - Throws: A usage error when it is not UTF-8; a failure when it cannot be read.
  func read() throws(ByokError) -> [UInt8] {
    let bytes: [UInt8]
    do throws(ReadFailure) {
      bytes = try readFile(path, limit: Self.limit)
    } catch {
      guard case .system(.notFound) = error else {
        throw ByokError(.failure, "cannot read \(path.quoted): \(error.text)")
      }
      return Self.empty
    }
    // Else the file would have to be written in another encoding than it has.
    guard Array(try TextEncoding.text(bytes, from: path.quoted).utf8) == bytes else {
      throw ByokError(
        .usage, "\(path.quoted) is not plain UTF-8, so --save-messages cannot append to it",
        hint: "iconv -t utf-8 FILE, or remove its byte-order mark")
    }
    return bytes.contains { $0 > 0x20 } ? bytes : Self.empty
  }

  private static let limit = 64 << 20

  /// Appends messages before the bracket that ends the array.
  ///
  /// - Parameters:
  ///   - content: What was said, with the file's messages first.
  ///   - reply: The model's.
  /// - Throws: A failure when the file has changed meanwhile, or cannot be written; it is then as it
  ///   was.
  package func append(_ content: ChatContent, reply: String) throws(ByokError) {
    let old = try read()
    guard let document = JSONValue(old)?.elements, document.count == content.savedCount,
      let end = old.lastIndex(of: UInt8(ascii: "]"))
    else {
      throw ByokError(
        .failure, "\(path.quoted) was changed meanwhile, so nothing was appended to it")
    }
    var rows: [JSONValue] = []
    if document.isEmpty, let system = content.system { rows.append(Self.row("system", system)) }
    for message in content.messages.suffix(content.messages.count - content.savedMessages) {
      rows.append(Self.row(message.role.rawValue, message.text ?? ""))
    }
    rows.append(Self.row("assistant", reply))
    var head = old[..<end]
    while let last = head.last, last <= 0x20 { head.removeLast() }
    var bytes = Array(head)
    for (index, row) in rows.enumerated() {
      bytes += Array((index == 0 && document.isEmpty ? "\n  " : ",\n  ").utf8)
      bytes += try row.json()
    }
    bytes += Array("\n".utf8) + old[end...]
    if bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
    try OutputFile(path: path).replace(with: bytes.span)
  }

  private static func row(_ role: String, _ text: String) -> JSONValue {
    .object(["role": .string(role), "content": .string(text)])
  }
}
