internal import ByokCore

/// A call of a tool, or a piece of one, as three of the dialects write it.
struct ToolCallChunk: JSONReadable {
  struct Function: JSONReadable {
    var name: String?
    var arguments: TextPiece?

    /// Whether it is more than the empty form that some servers always send.
    var isCall: Bool { name?.isEmpty == false || arguments?.isEmpty == false }

    mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
      if reader.isNamed("name", bytes) {
        name = try reader.text(bytes)
      } else if reader.isNamed("arguments", bytes) || reader.isNamed("input", bytes) {
        arguments = try reader.argumentsPiece(bytes)
      } else {
        try reader.skip(bytes)
      }
    }
  }

  var index: Int?
  var id: String?
  var function: Function?

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("index", bytes) {
      index = try reader.integer(bytes)
    } else if reader.isNamed("id", bytes) {
      id = try reader.text(bytes)
    } else if reader.isNamed("function", bytes) || reader.isNamed("custom", bytes) {
      function = try Function(&reader, bytes) ?? function
    } else {
      try reader.skip(bytes)
    }
  }
}

extension JSONReader {
  /// A call's arguments: a piece of the text of a JSON document, or the document itself.
  mutating func argumentsPiece(_ bytes: Span<UInt8>) throws(JSONFlaw) -> TextPiece? {
    if peek(bytes) == UInt8(ascii: "\"") { return try piece(bytes) }
    return try valueIfAny(bytes).map { TextPiece($0.compactText) }
  }

  /// Whether an array that was opened has elements; skips them.
  mutating func hasElements(_ bytes: Span<UInt8>) throws(JSONFlaw) -> Bool {
    var hasAny = false
    while try nextElement(bytes) {
      try skip(bytes)
      hasAny = true
    }
    return hasAny
  }
}
