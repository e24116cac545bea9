package import ByokCore

/// Another program's settings in locked memory, with what is where in them, whatever their notation.
package struct SettingsDocument: ~Copyable {
  /// How settings are written.
  package enum Notation: Sendable {
    /// JSON with comments and trailing commas, as editors take it.
    case json
    case toml
    case yaml
  }

  /// What a value is; a word is `true`, `null`, a date and the like.
  package enum Kind: Equatable, Sendable { case table, list, string, number, word }

  /// One value.
  package struct Node: Sendable {
    package let kind: Kind
    /// Its name, if it is a member of a table.
    package let name: String?
    /// The table or list that holds it; -1 for the outermost one.
    package let parent: Int
    /// Counted from 1.
    package let line: Int
    /// The bytes that it stands for.
    fileprivate let pieces: [EnvironmentFile.Piece]
  }

  private let text: Secret
  package let nodes: [Node]

  /// The most bytes of such a file; some tools keep their history in it.
  package static let limit = 16 << 20
  /// The outermost table.
  package static let root = 0

  /// - Parameters:
  ///   - text: What was read.
  ///   - notation: How it is written.
  ///   - source: What messages call it.
  /// - Throws: A usage error that names the line of what cannot be read.
  package init(
    _ text: consuming Secret, _ notation: Notation, from source: String
  ) throws(ByokError) {
    nodes = try text.withBytes { (bytes) throws(ByokError) in
      do throws(SettingsFlaw) {
        if let offset = bytes.firstThatIsNotUTF8(in: 0..<bytes.count) {
          throw SettingsFlaw(offset, "it is not UTF-8")
        }
        let builder =
          switch notation {
          case .json: try JSONSettings.read(bytes)
          case .toml: try TOMLSettings.read(bytes)
          case .yaml: try YAMLSettings.read(bytes)
          }
        return builder.nodes(in: bytes)
      } catch {
        let line = SettingsBuilder.line(of: error.offset, in: bytes)
        throw ByokError(.usage, "\(source), line \(line): \(error.rule)")
      }
    }
    self.text = text
  }

  package func kind(of index: Int) -> Kind { nodes[index].kind }

  /// The members of a table or the elements of a list, in their order.
  package func children(of index: Int) -> [Int] {
    nodes.indices.filter { nodes[$0].parent == index }
  }

  /// A member of a table; of several of that name, the last one.
  package func member(_ name: String, of table: Int) -> Int? {
    let index = nodes.indices.last { nodes[$0].parent == table && nodes[$0].name == name }
    guard let index, !isNull(index) else { return nil }
    return index
  }

  /// The members or elements of a member; none where there is none.
  package func children(named name: String, of table: Int) -> [Int] {
    guard let index = member(name, of: table) else { return [] }
    return children(of: index)
  }

  /// A member of a table as text, for what is not secret.
  package func text(named name: String, of table: Int) -> String? {
    guard let index = member(name, of: table) else { return nil }
    return plainText(index)
  }

  /// Whether nothing is there.
  private func isNull(_ index: Int) -> Bool {
    nodes[index].kind == .word && ["null", "~", ""].contains(plainText(index))
  }

  /// A copy of the value of a string, a number or a word.
  ///
  /// - Throws: A failure when memory is out.
  package func secret(_ index: Int) throws(ByokError) -> Secret {
    let pieces = nodes[index].pieces
    let count = pieces.reduce(0) { sum, piece in
      if case .bytes(let range) = piece { sum + range.count } else { sum + 1 }
    }
    return try text.withBytes { (bytes) throws(ByokError) in
      try Secret.collecting(capacity: count) { emit in
        for piece in pieces {
          switch piece {
          case .byte(let byte): emit(byte)
          case .bytes(let range): for place in range { emit(bytes[place]) }
          }
        }
      }
    }
  }

  /// The same as text, for what is not secret.
  package func plainText(_ index: Int) -> String {
    guard let secret = try? secret(index) else { return "" }
    return secret.withBytes { String(decoding: Array(copying: $0), as: UTF8.self) }
  }
}

/// Where settings cannot be read, and why; it quotes nothing.
struct SettingsFlaw: Error, Equatable {
  let offset: Int
  let rule: String

  init(_ offset: Int, _ rule: String) { (self.offset, self.rule) = (offset, rule) }
}

/// Gathers the values of settings while they are read.
struct SettingsBuilder {
  private struct Item {
    let kind: SettingsDocument.Kind
    let name: String?
    let parent: Int
    let offset: Int
    let pieces: [EnvironmentFile.Piece]
  }

  private struct Member: Hashable {
    let table: Int
    let name: String
  }

  private var items: [Item] = []
  private var members: [Member: Int] = [:]

  /// The deepest nesting that is read.
  static let depthLimit = 64

  /// Adds a value.
  ///
  /// - Returns: Its index.
  @discardableResult mutating func add(
    _ kind: SettingsDocument.Kind, _ name: String?, in parent: Int, at offset: Int,
    _ pieces: [EnvironmentFile.Piece] = []
  ) -> Int {
    items.append(Item(kind: kind, name: name, parent: parent, offset: offset, pieces: pieces))
    if let name { members[Member(table: parent, name: name)] = items.count - 1 }
    return items.count - 1
  }

  /// The member of that name, and what it is; `nil` where there is none yet.
  func member(_ name: String, of table: Int) -> (index: Int, kind: SettingsDocument.Kind)? {
    members[Member(table: table, name: name)].map { ($0, items[$0].kind) }
  }

  /// The last element of a list.
  func lastElement(of list: Int) -> Int? { items.lastIndex { $0.parent == list } }

  func nodes(in bytes: Span<UInt8>) -> [SettingsDocument.Node] {
    var (line, offset) = (1, 0)
    return items.map { item in
      if item.offset < offset { (line, offset) = (1, 0) }
      while offset < min(item.offset, bytes.count) {
        if bytes[offset] == UInt8(ascii: "\n") { line += 1 }
        offset += 1
      }
      return SettingsDocument.Node(
        kind: item.kind, name: item.name, parent: item.parent, line: line, pieces: item.pieces)
    }
  }

  /// The line of an offset, counted from 1.
  static func line(of offset: Int, in bytes: Span<UInt8>) -> Int {
    (0..<min(offset, bytes.count)).count { bytes[$0] == UInt8(ascii: "\n") } + 1
  }
}
