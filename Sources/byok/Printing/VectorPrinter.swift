internal import ByokCore
internal import ByokKit

/// Prints vectors as JSON: a line each, or one document.
struct VectorPrinter {
  private let console: Console
  private let asBase64: Bool
  /// Where the lines go that are to be one document.
  private var held: [UInt8]?

  /// - Parameters:
  ///   - console: Where to print.
  ///   - asBase64: Whether vectors are printed as base64.
  ///   - isOne: Whether everything is one document, printed at the end.
  init(_ console: Console, asBase64: Bool, isOne: Bool) {
    (self.console, self.asBase64) = (console, asBase64)
    held = isOne ? [] : nil
  }

  /// Prints the vectors of some texts.
  ///
  /// - Throws: A failure when it cannot be written.
  mutating func take(
    _ texts: ArraySlice<EmbeddingText>, _ vectors: [[Float]]
  ) throws(ByokError) {
    var lines: [UInt8] = []
    for (text, vector) in zip(texts, vectors) {
      if held != nil, !(held?.isEmpty ?? true) || !lines.isEmpty { lines.append(UInt8(ascii: ",")) }
      try append(text, vector, to: &lines)
      if held == nil { lines.append(UInt8(ascii: "\n")) }
    }
    guard held != nil else { return try console.write(lines.span) }
    held? += lines
  }

  private func append(
    _ text: EmbeddingText, _ vector: [Float], to bytes: inout [UInt8]
  ) throws(ByokError) {
    bytes += "{\"index\":\(text.index),".utf8
    if let id = text.id {
      bytes += "\"id\":".utf8
      bytes += try id.json()
      bytes.append(UInt8(ascii: ","))
    }
    bytes += "\"embedding\":".utf8
    if asBase64 {
      bytes += "\"\(Base64.encodeStandard(VectorText.bytes(of: vector)))\"}".utf8
      return
    }
    bytes.append(UInt8(ascii: "["))
    for (index, number) in vector.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      // The shortest text that is read as the same 32-bit number.
      bytes += number.description.utf8
    }
    bytes += "]}".utf8
  }

  /// Prints the document, if it is one.
  ///
  /// - Parameter facts: Its members besides the vectors.
  /// - Throws: A failure when it cannot be written.
  func finish(_ facts: [String: JSONValue]) throws(ByokError) {
    guard let held else { return }
    var document = try JSONValue.object(facts).json()
    document.removeLast()
    document += ",\"embeddings\":[".utf8
    document += held
    document += "]}\n".utf8
    try console.write(document.span)
  }
}
