package import ByokCore

/// A JSON text in locked memory, with what stands where in it.
package struct CredentialDocument: ~Copyable {
  /// The text as it was read.
  package let text: Secret
  private let nodes: [JSONOutline.Node]

  /// - Parameters:
  ///   - text: What was read.
  ///   - source: What messages call it.
  /// - Throws: `damaged` when it is not JSON.
  package init(_ text: consuming Secret, from source: String) throws(ByokError) {
    let nodes = try text.withBytes { (bytes) throws(ByokError) in
      do throws(JSONFlaw) {
        return try JSONOutline.nodes(of: bytes)
      } catch {
        guard bytes.count > 0 else { throw .credsMalformed(source, "is empty") }
        throw .credsMalformed(
          source, "is not JSON: \(error.description(in: bytes))", hints: Self.pasteHints(bytes))
      }
    }
    self.text = text
    self.nodes = nodes
  }

  /// The outermost value.
  package static let root = 0

  /// All values.
  package var indices: Range<Int> { nodes.indices }

  package func kind(of index: Int) -> JSONOutline.Kind { nodes[index].kind }

  /// The bytes of a value; of a string, those between the quotes.
  package func range(of index: Int) -> Range<Int> { nodes[index].range }

  /// Whether an object or array has no members.
  package func isEmpty(_ index: Int) -> Bool { !nodes.contains { $0.parent == index } }

  /// The elements of an array, or the members of an object.
  package func children(of index: Int) -> [Int] {
    nodes.indices.filter { nodes[$0].parent == index }
  }

  /// A member of an object; of several of that name, the last counts, as in JavaScript.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - object: The index of the object; of any other value, there are no members.
  /// - Returns: The member's index; `nil` also for `null`.
  package func member(_ name: String, of object: Int) -> Int? {
    members(name, of: object).last.flatMap { isNull($0) ? nil : $0 }
  }

  /// Every member of that name.
  package func members(_ name: String, of object: Int) -> [Int] {
    text.withBytes { bytes in
      nodes.indices.filter { index in
        nodes[index].parent == object
          && nodes[index].name.map { Self.text(bytes, $0) == name } ?? false
      }
    }
  }

  private func isNull(_ index: Int) -> Bool {
    guard nodes[index].kind == .word else { return false }
    return text.withBytes { $0.holds("null", at: nodes[index].range.lowerBound) }
  }

  /// The name of a member.
  package func name(of index: Int) -> String? {
    nodes[index].name.map { range in text.withBytes { Self.text($0, range) } }
  }

  /// A string or a number as text; not for what is secret.
  package func plainText(_ index: Int) -> String? {
    guard [.string, .number].contains(nodes[index].kind) else { return nil }
    return text.withBytes { Self.text($0, nodes[index].range) }
  }

  private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    var text: [UInt8] = []
    bytes.unescape(range) { text.append($0) }
    return String(decoding: text, as: UTF8.self)
  }

  /// What a string stands for.
  ///
  /// - Parameter index: A string.
  /// - Returns: A secret of its own.
  /// - Throws: A failure when memory is out.
  package func secret(_ index: Int) throws(ByokError) -> Secret {
    let range = nodes[index].range
    return try text.withBytes { (bytes) throws(ByokError) in
      // No escape stands for more bytes than it takes.
      try Secret.collecting(capacity: range.count) { emit in bytes.unescape(range, emit: emit) }
    }
  }

  /// The text with parts of it replaced.
  ///
  /// - Parameter edits: What to put where; the ranges ascend and do not overlap.
  /// - Returns: A secret of its own.
  /// - Throws: A failure when memory is out.
  func replacing(_ edits: [(range: Range<Int>, text: String)]) throws(ByokError) -> Secret {
    let added = edits.reduce(0) { $0 + $1.text.utf8.count }
    return try text.withBytes { (bytes) throws(ByokError) in
      try Secret.collecting(capacity: bytes.count + added) { emit in
        var start = 0
        for edit in edits + [(bytes.count..<bytes.count, "")] {
          for index in start..<edit.range.lowerBound { emit(bytes[index]) }
          edit.text.utf8.forEach(emit)
          start = edit.range.upperBound
        }
      }
    }
  }
}
