/// A part of a JSON5 text, and where it is.
package struct JSON5Node: Sendable {
  /// What it is.
  package enum Content: Sendable {
    /// A text, a number, `true`, `false` or `null`.
    case scalar(JSONValue)
    case array([JSON5Node])
    case object([Member])
  }

  /// A member of an object.
  package struct Member: Sendable {
    package let name: String
    /// Where the name begins.
    package let start: Int
    package let value: JSON5Node
    /// The comma after it, if there is one.
    package let comma: Int?
  }

  package let content: Content
  /// From its first to behind its last character, counted in Unicode scalars.
  package let range: Range<Int>

  /// The members of an object, in their order; `nil` for every other value.
  package var members: [Member]? {
    guard case .object(let members) = content else { return nil }
    return members
  }

  /// The elements of an array; `nil` for every other value.
  package var elements: [JSON5Node]? {
    guard case .array(let elements) = content else { return nil }
    return elements
  }

  /// The value without the places; of members with one name the last counts.
  package var value: JSONValue {
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
package struct JSON5Flaw: Error, Equatable {
  /// Counted in Unicode scalars.
  package let position: Int
  /// The end of a sentence, such as `expected ':', not '1'`.
  package let message: String
}
