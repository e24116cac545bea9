internal import ByokCore

/// Edits a JSON5 text without touching the rest of it, comments included.
enum JSON5Edit {
  /// A document with one member set, and all else as it was.
  ///
  /// - Parameters:
  ///   - path: The names that lead to the member.
  ///   - value: Its JSON.
  ///   - document: The text; an empty one becomes an object.
  /// - Returns: The new text, or `nil` if the document is invalid, or a name on the path is no
  ///   object.
  static func setting(
    _ path: [String], to value: String, in document: [Unicode.Scalar]
  ) -> [Unicode.Scalar]? {
    if document.isEmpty { return Array("{\n  \(nested(path[...], value)),\n}\n".unicodeScalars) }
    guard var node = try? JSON5Parser.parse(document) else { return nil }
    var rest = path[...]
    while let name = rest.first {
      guard let members = node.members else { return nil }
      guard let member = members.last(where: { $0.name == name }) else {
        let isDocument = rest.count == path.count
        let new = insertion(of: nested(rest, value), in: node, of: document, isDocument)
        let start = node.range.lowerBound + 1
        return document[..<start] + Array(new.unicodeScalars) + document[start...]
      }
      node = member.value
      rest.removeFirst()
    }
    return document[..<node.range.lowerBound] + Array(value.unicodeScalars)
      + document[node.range.upperBound...]
  }

  /// What is put behind an object's brace: on a line of its own where the object begins one.
  private static func insertion(
    of member: String, in node: JSON5Node, of document: [Unicode.Scalar], _ isDocument: Bool
  ) -> String {
    let start = node.range.lowerBound + 1
    guard let first = node.members?.first else {
      let isClosed = document[start] == "}"
      if isDocument { return "\n  \(member)," + (isClosed ? "\n" : "") }
      return isClosed ? " \(member) " : " \(member),"
    }
    let before = document[..<first.start]
    let lineStart = before.lastIndex(of: "\n").map { $0 + 1 } ?? 0
    let indent = document[lineStart..<first.start]
    guard lineStart > start, indent.allSatisfy({ $0 == " " || $0 == "\t" }) else {
      return " \(member)," + (document[start] == " " ? "" : " ")
    }
    return "\n" + String(String.UnicodeScalarView(indent)) + "\(member),"
  }

  /// A document without one member, and all else as it was.
  ///
  /// - Parameters:
  ///   - path: The names that lead to the member.
  ///   - document: The text.
  /// - Returns: The new text, or `nil` if there is no such member.
  static func removing(
    _ path: [String], from document: [Unicode.Scalar]
  ) -> [Unicode.Scalar]? {
    guard var node = try? JSON5Parser.parse(document) else { return nil }
    var found: JSON5Node.Member?
    for name in path {
      found = node.members?.last { $0.name == name }
      guard let found else { return nil }
      node = found.value
    }
    guard let found else { return nil }
    var rest = document
    let range = found.start..<found.value.range.upperBound
    if let comma = found.comma {
      rest.remove(at: comma)
      if comma != range.upperBound {
        rest.removeSubrange(range)
        return rest
      }
    }
    rest.removeSubrange(widened(range, in: rest))
    return rest
  }

  /// The range with the blanks behind it; where a line held nothing else, the whole line.
  private static func widened(_ range: Range<Int>, in text: [Unicode.Scalar]) -> Range<Int> {
    let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" }
    let lineStart = text[..<range.lowerBound].lastIndex { !isBlank($0) }.map { $0 + 1 } ?? 0
    let lineEnd = text[range.upperBound...].firstIndex { !isBlank($0) } ?? text.count
    guard lineStart > 0, text[lineStart - 1] == "\n", lineEnd < text.count, text[lineEnd] == "\n"
    else { return range.lowerBound..<lineEnd }
    return lineStart..<(lineEnd + 1)
  }

  private static func nested(_ path: ArraySlice<String>, _ value: String) -> String {
    guard let name = path.first else { return value }
    let rest = path.dropFirst()
    let text = rest.isEmpty ? value : "{ \(nested(rest, value)) }"
    return "\(JSONValue.string(name).compactText): \(text)"
  }
}
