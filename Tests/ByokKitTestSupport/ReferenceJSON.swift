package import ByokCore
import Foundation

/// What Foundation makes of a JSON document, to compare byok's own reader with.
package struct ReferenceJSON: Decodable {
  package let value: JSONValue

  /// The value, or `nil` if Foundation refuses the document.
  package static func value(_ bytes: [UInt8]) -> JSONValue? {
    try? JSONDecoder().decode(Self.self, from: Data(bytes)).value
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(String.self) {
      self.value = .string(value)
    } else if container.decodeNil() {
      value = .null
    } else if let value = try? container.decode(Bool.self) {
      self.value = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self.value = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self.value = .number(value)
    } else if let object = try? decoder.container(keyedBy: Name.self) {
      var members: [String: JSONValue] = [:]
      for name in object.allKeys {
        members[name.stringValue] = try object.decode(Self.self, forKey: name).value
      }
      value = .object(members)
    } else {
      var list = try decoder.unkeyedContainer()
      var elements: [JSONValue] = []
      while !list.isAtEnd { elements.append(try list.decode(Self.self).value) }
      value = .array(elements)
    }
  }

  private struct Name: CodingKey {
    package let stringValue: String
    package var intValue: Int? { nil }
    package init(stringValue: String) { self.stringValue = stringValue }
    package init?(intValue: Int) { nil }
  }
}

extension [UInt8] {
  /// Whether this is a JSON document in which no object has two members of a name.
  package var hasEachNameOnce: Bool {
    var names: Set<String> = []
    return (try? JSONOutline.nodes(of: span))?.allSatisfy { node in
      guard let name = node.name else { return true }
      var text: [UInt8] = []
      span.unescape(name) { text.append($0) }
      return names.insert("\(node.parent) \(String(decoding: text, as: UTF8.self))").inserted
    } ?? false
  }
}
