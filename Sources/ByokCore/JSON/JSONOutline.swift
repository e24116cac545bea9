/// What is where in a JSON document, without a copy of any of it.
///
/// For documents of secrets: a tree would leave copies of tokens in memory that nobody wipes.
package enum JSONOutline {
  /// What a value is; a word is `true`, `false` or `null`.
  package enum Kind { case object, array, string, number, word }

  /// One value.
  package struct Node {
    package let kind: Kind
    /// The bytes it takes, without the quotes of a string; escapes are as they are written.
    package fileprivate(set) var range: Range<Int>
    /// The bytes of its name, if it is a member of an object.
    package let name: Range<Int>?
    /// The index of the object or array that holds it; -1 for the outermost value.
    package let parent: Int
  }

  /// The deepest nesting that is read.
  static let depthLimit = 16

  /// Reads a whole document, strictly.
  ///
  /// - Parameter bytes: The document.
  /// - Returns: Every value, each after the one that holds it; the first is the outermost.
  /// - Throws: Where the document is not JSON, and why.
  package static func nodes(of bytes: Span<UInt8>) throws(JSONFlaw) -> [Node] {
    if let offset = bytes.firstThatIsNotUTF8(in: 0..<bytes.count) {
      throw JSONFlaw(offset: offset, rule: "it is not UTF-8")
    }
    var reader = JSONReader(bytes, .strict, depthLimit: depthLimit)
    var nodes: [Node] = []
    try add(&reader, bytes, name: nil, parent: -1, to: &nodes)
    try reader.finish(bytes)
    return nodes
  }

  private static func add(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>, name: Range<Int>?, parent: Int,
    to nodes: inout [Node]
  ) throws(JSONFlaw) {
    let first = reader.peek(bytes)
    let start = reader.position
    let index = nodes.count
    func node(_ kind: Kind) -> Node {
      Node(kind: kind, range: start..<reader.position, name: name, parent: parent)
    }
    switch first {
    case UInt8(ascii: "{"):
      nodes.append(node(.object))
      _ = try reader.openObject(bytes)
      while try reader.nextMember(bytes) {
        try add(&reader, bytes, name: reader.name.range, parent: index, to: &nodes)
      }
      nodes[index].range = start..<reader.position
    case UInt8(ascii: "["):
      nodes.append(node(.array))
      _ = try reader.openArray(bytes)
      while try reader.nextElement(bytes) {
        try add(&reader, bytes, name: nil, parent: index, to: &nodes)
      }
      nodes[index].range = start..<reader.position
    case UInt8(ascii: "\""):
      let range = try reader.string(bytes).range
      nodes.append(Node(kind: .string, range: range, name: name, parent: parent))
    default:
      try reader.skip(bytes)
      nodes.append(node(first.map(JSONReader.beginsNumber) ?? false ? .number : .word))
    }
  }
}
