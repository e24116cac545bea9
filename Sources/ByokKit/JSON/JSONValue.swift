internal import FoundationEssentials

/// Any JSON value, for documents whose shape is not known in advance.
///
/// Where the shape is known and the path is hot (a chunk of a stream), a `Decodable` struct is used
/// instead.
enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The deepest nesting that is read.
  static let depthLimit = 64

  /// The value that `bytes` stand for, or `nil` if they are not JSON.
  init?(_ bytes: [UInt8]) {
    if let value = Self(common: bytes.span) {
      self = value
      return
    }
    guard let value = try? JSONDecoder().decode(Self.self, from: Data(bytes.mendedJSON)) else {
      return nil
    }
    self = value
  }

  /// A member of an object; `nil` for every other value and for `null`.
  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self, let value = members[name], value != .null else {
      return nil
    }
    return value
  }

  /// The text of a string that is not empty.
  var text: String? {
    guard case .string(let text) = self, !text.isEmpty else { return nil }
    return text
  }

  /// A text or number as text: providers send codes as either.
  var code: String? {
    switch self {
    case .string(let text): text.isEmpty ? nil : text
    case .integer(let number): String(number)
    default: nil
    }
  }

  /// A number, also one that is written as text.
  var double: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    case .string(let text): Double(text)
    default: nil
    }
  }

  /// A whole number; `nil` for every other value.
  var integer: Int? {
    guard case .integer(let number) = self else { return nil }
    return number
  }

  /// A number of things, such as tokens; `nil` for what cannot be one.
  var count: Int? { integer.flatMap(\.asCount) }

  /// The elements of an array; `nil` for every other value.
  var elements: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The value as JSON on one line; empty where a number in it has no form in JSON.
  var compactText: String {
    (try? json()).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// Whether it is an object.
  var isObject: Bool {
    guard case .object = self else { return false }
    return true
  }
}

extension JSONValue: Decodable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if decoder.codingPath.count >= Self.depthLimit {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "nested too deeply")
    } else if let object = try? decoder.container(keyedBy: JSONKey.self) {
      var members: [String: JSONValue] = [:]
      for key in object.allKeys {
        members[key.stringValue] = try object.decode(Self.self, forKey: key)
      }
      self = .object(members)
    } else {
      var list = try decoder.unkeyedContainer()
      var elements: [JSONValue] = []
      while !list.isAtEnd { elements.append(try list.decode(Self.self)) }
      self = .array(elements)
    }
  }
}

/// A member name that is not known in advance.
struct JSONKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
