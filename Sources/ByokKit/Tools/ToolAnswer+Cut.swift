internal import ByokCore

extension ToolAnswer {
  /// The most bytes of an image that goes to a model.
  ///
  /// Source: <https://platform.claude.com/docs/en/build-with-claude/vision>, 5 MB in base64.
  static let imageLimit = 3_750_000

  /// The bytes of its texts.
  var textBytes: Int {
    content.reduce(0) { sum, piece in
      if case .text(let text) = piece { sum + text.utf8.count } else { sum }
    }
  }

  /// The content of which at most so many bytes of text are left, the beginning and the end.
  ///
  /// - Parameter limit: The most bytes of text.
  /// - Returns: The content, which says in the middle what was left out, and how many bytes were.
  func cut(to limit: Int) -> (content: [ChatMessage.Content], leftOut: Int) {
    let files = content.compactMap { piece -> ChatMessage.Content? in
      guard case .file(let file) = piece else { return nil }
      guard case .bytes(let bytes) = file.source, bytes.count > Self.imageLimit else {
        return piece
      }
      return .text("[\(file.name): \(file.mediaType), \(bytes.count) bytes, too large to be shown]")
    }
    guard textBytes > limit else {
      var rest = files[...]
      let whole = content.map { piece in
        if case .text = piece { return piece }
        return rest.removeFirst()
      }
      return (whole, 0)
    }
    let texts = content.compactMap { piece in
      if case .text(let text) = piece { text } else { nil }
    }
    let text = texts.joined(separator: "\n")
    let (head, tail) = (text.beginning(bytes: limit / 4 * 3), text.end(bytes: limit / 4))
    let left = text.utf8.count - head.utf8.count - tail.utf8.count
    let marker = "\n[byok left out \(left) of \(text.utf8.count) bytes here]\n"
    return ([.text(head + marker + tail)] + files, left)
  }
}

extension String {
  /// Its first bytes, without a part of a character.
  func beginning(bytes count: Int) -> String {
    guard utf8.count > count else { return self }
    var end = utf8.index(startIndex, offsetBy: max(0, count))
    while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
    return String(self[..<end])
  }

  /// Its last bytes, without a part of a character.
  func end(bytes count: Int) -> String {
    guard utf8.count > count else { return self }
    var start = utf8.index(endIndex, offsetBy: -max(0, count))
    while start.samePosition(in: unicodeScalars) == nil { start = utf8.index(after: start) }
    return String(self[start...])
  }
}
