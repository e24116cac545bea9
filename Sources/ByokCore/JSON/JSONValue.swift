/// Any JSON value, for documents whose shape is not known in advance.
///
/// Where the shape is known and the path is hot (a chunk of a stream), ``JSONReader`` is used alone.
package enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The deepest nesting that is read.
  package static let depthLimit = 64

  /// The value of a document that a provider sent, or `nil` if it is not JSON.
  package init?(_ bytes: [UInt8]) {
    guard let value = try? Self.read(bytes.span, .lossy) else { return nil }
    self = value
  }

  /// The value of a document that a user wrote.
  ///
  /// - Throws: Where it is not JSON.
  package init(strict bytes: [UInt8]) throws(JSONFlaw) {
    self = try Self.read(bytes.span, .strict)
  }

  /// The value of a document.
  ///
  /// - Throws: Where it is not JSON.
  static func read(
    _ bytes: Span<UInt8>, _ policy: JSONReader.Policy
  ) throws(JSONFlaw) -> JSONValue {
    var reader = JSONReader(bytes, policy)
    let value = try reader.value(bytes)
    try reader.finish(bytes)
    return value
  }

  /// A member of an object; `nil` for every other value and for `null`.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self, let value = members[name], value != .null else {
      return nil
    }
    return value
  }

  /// The members of an object; none of any other value.
  package var members: [String: JSONValue] {
    guard case .object(let members) = self else { return [:] }
    return members
  }

  /// The text of a string, also of an empty one.
  package var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The text of a string that is not empty.
  package var text: String? {
    guard case .string(let text) = self, !text.isEmpty else { return nil }
    return text
  }

  /// A text or number as text: providers send codes as either.
  package var code: String? {
    switch self {
    case .string(let text): text.isEmpty ? nil : text
    case .integer(let number): String(number)
    default: nil
    }
  }

  /// A number, also one that is written as text.
  package var double: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    case .string(let text): Double(text)
    default: nil
    }
  }

  /// A whole number; `nil` for every other value.
  package var integer: Int? {
    guard case .integer(let number) = self else { return nil }
    return number
  }

  /// A number of things, such as tokens; `nil` for what cannot be one.
  package var count: Int? { integer.flatMap(\.asCount) }

  /// The elements of an array; `nil` for every other value.
  package var elements: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// `true` or `false`; `nil` for every other value.
  package var flag: Bool? {
    guard case .bool(let flag) = self else { return nil }
    return flag
  }

  /// Whether it is an object.
  package var isObject: Bool {
    guard case .object = self else { return false }
    return true
  }
}

extension Int {
  /// The number where it can be a count of a reply's tokens or items: a server may send any.
  package var asCount: Int? { (0...1_000_000_000).contains(self) ? self : nil }
}
