/// A part of a JSON5 text, and where it stands.
struct JSON5Node: Sendable {
  /// What it is.
  enum Content: Sendable {
    /// A text, a number, `true`, `false` or `null`.
    case scalar(JSONValue)
    case array([JSON5Node])
    case object([Member])
  }

  /// A member of an object.
  struct Member: Sendable {
    let name: String
    /// Where the name begins.
    let start: Int
    let value: JSON5Node
    /// Where the comma behind it stands, if there is one.
    let comma: Int?
  }

  let content: Content
  /// From its first to behind its last character, counted in Unicode scalars.
  let range: Range<Int>

  /// The members of an object, in their order; `nil` for every other value.
  var members: [Member]? {
    guard case .object(let members) = content else { return nil }
    return members
  }

  /// The value without the places; of members with one name the last counts.
  var value: JSONValue {
    switch content {
    case .scalar(let value): value
    case .array(let elements): .array(elements.map(\.value))
    case .object(let members):
      .object(
        Dictionary(members.map { ($0.name, $0.value.value) }, uniquingKeysWith: { $1 }))
    }
  }
}

/// Where a text stops being JSON5, and what was expected there.
struct JSON5Flaw: Error, Equatable {
  /// Counted in Unicode scalars.
  let position: Int
  /// The end of a sentence, such as `expected ':', not '1'`.
  let message: String
}

/// A place in a text, for people: both numbers begin at 1.
struct TextPlace: Equatable, Sendable {
  let line: Int
  /// Counted in Unicode scalars.
  let column: Int

  /// The place of a scalar of a text, or of its end.
  init(of position: Int, in text: [Unicode.Scalar]) {
    let before = text.prefix(position)
    line = before.count { $0 == "\n" } + 1
    column = position - (before.lastIndex(of: "\n").map { $0 + 1 } ?? 0) + 1
  }

  /// Such as `line 3, column 12`.
  var text: String { "line \(line), column \(column)" }
}
