internal import ByokCore

/// Where the references of a schema lead, all of them within its document.
struct SchemaReferences: Equatable, Sendable {
  let document: JSONValue
  /// The address that the document gives itself, without a fragment.
  private let own: String
  /// The schemas that are named by an `$anchor`.
  private let anchors: [String: JSONValue]

  init(_ document: JSONValue) {
    self.document = document
    own = document["$id"]?.text.map { String($0.prefix { $0 != "#" }) } ?? ""
    var anchors: [String: JSONValue] = [:]
    Self.collect(document, into: &anchors)
    self.anchors = anchors
  }

  /// What `$ref` means; `nil` if it leads nowhere within the document.
  func target(of reference: String) -> JSONValue? {
    var rest = reference[...]
    if !own.isEmpty, rest.hasPrefix(own) { rest = rest.dropFirst(own.count) }
    guard rest.isEmpty || rest.hasPrefix("#") else { return nil }
    guard let fragment = Self.decoded(rest.dropFirst()) else { return nil }
    if fragment.isEmpty { return document }
    return fragment.hasPrefix("/") ? pointed(fragment) : anchors[fragment]
  }

  /// The value at a pointer.
  ///
  /// Source: RFC 6901.
  private func pointed(_ pointer: String) -> JSONValue? {
    var value = document
    for part in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      let name = String(part).replacing("~1", with: "/").replacing("~0", with: "~")
      switch value {
      case .object(let members):
        guard let member = members[name] else { return nil }
        value = member
      case .array(let elements):
        guard let index = Int(name), elements.indices.contains(index) else { return nil }
        value = elements[index]
      default: return nil
      }
    }
    return value
  }

  private static func collect(_ value: JSONValue, into anchors: inout [String: JSONValue]) {
    switch value {
    case .object(let members):
      if let name = members["$anchor"]?.text { anchors[name] = value }
      for member in members.values { collect(member, into: &anchors) }
    case .array(let elements):
      for element in elements { collect(element, into: &anchors) }
    default: break
    }
  }

  /// A fragment without percent-encoding; `nil` if that is invalid.
  private static func decoded(_ fragment: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(fragment.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.count == 2, let value = UInt8(digits, radix: 16) else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
