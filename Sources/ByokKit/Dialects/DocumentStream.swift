/// Cuts JSON documents out of bytes as they arrive: one, or several behind each other or in one array.
///
/// It only finds the end of a document; its reader checks that it is JSON.
struct DocumentStream: Sendable {
  /// The most bytes of a document.
  let limit: Int
  /// What has come of the document that is being read.
  private(set) var open: [UInt8] = []
  /// How many brackets and braces of it are open.
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  /// Whether the documents are the elements of one array.
  private var isArray = false
  private var isAtStart = true

  init(limit: Int) {
    self.limit = limit
  }

  /// What a chunk brought.
  struct Step: Equatable {
    /// The documents that it ended, in order.
    var documents: [[UInt8]] = []
    /// The bytes from where they are no documents any more; `nil` if they are.
    var rest: ArraySlice<UInt8>?
  }

  /// Takes the next chunk.
  ///
  /// - Throws: That a document is longer than the limit.
  mutating func consume(_ chunk: [UInt8]) throws(ReplyFailure) -> Step {
    var step = Step()
    var start = 0
    var index = 0
    while index < chunk.count {
      if depth == 0 {
        guard skip(chunk[index]) else {
          step.rest = chunk[index...]
          return step
        }
        index += 1
        start = depth == 0 ? index : index - 1
        continue
      }
      advance(over: chunk[index])
      index += 1
      if depth == 0 {
        open += chunk[start..<index]
        step.documents.append(open)
        (open, start) = ([], index)
      }
    }
    open += chunk[start...]
    guard open.count <= limit else { throw .broken("it is over \(limit >> 20) MiB") }
    return step
  }

  /// Passes a byte between two documents, or the first of one.
  ///
  /// - Returns: `false` for what belongs to no document.
  private mutating func skip(_ byte: UInt8) -> Bool {
    defer { isAtStart = isAtStart && byte <= 0x20 }
    switch byte {
    case UInt8(ascii: "["):
      if isAtStart { isArray = true } else { depth = 1 }
    case UInt8(ascii: "{"): depth = 1
    case UInt8(ascii: ","), UInt8(ascii: "]"): return isArray
    default: return byte <= 0x20 || isArray
    }
    return true
  }

  private mutating func advance(over byte: UInt8) {
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      }
      return
    }
    switch byte {
    case UInt8(ascii: "\""): isInString = true
    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
    default: break
    }
  }
}
