internal import Foundation

/// A JSON value that can be compared; the order of an object's names does not matter.
indirect enum JSONValue: Equatable, Decodable {
  case null
  case bool(Bool)
  case number(Decimal)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Decimal.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  /// Reads a document.
  init(parsing bytes: [UInt8]) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(bytes))
  }

  /// Reads a value; what is no JSON is a string.
  init(literal text: String) {
    self = (try? Self(parsing: Array(text.utf8))) ?? .string(text)
  }

  /// The value at a path such as `a.b[0].c` or `[0].c`, or `nil` when there is none.
  subscript(path path: String) -> JSONValue? {
    let steps = path.replacing("[", with: ".[").split(separator: ".")
    return steps.reduce(self) { value, step in
      if step.first == "[", let index = Int(step.dropFirst().dropLast()) {
        guard case .array(let items) = value, items.indices.contains(index) else { return nil }
        return items[index]
      }
      guard case .object(let members) = value else { return nil }
      return members[String(step)]
    }
  }
}
