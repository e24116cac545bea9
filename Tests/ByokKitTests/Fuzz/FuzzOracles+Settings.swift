@testable import ByokCore
@testable import ByokKit

extension FuzzOracles {
  /// F10: settings of other programs never trap; what is JSON is read, and says the same.
  static func settings(_ bytes: [UInt8]) {
    for notation in [SettingsDocument.Notation.json, .toml, .yaml] {
      guard let text = try? Secret(copying: bytes.span),
        let file = try? SettingsDocument(text, notation, from: "a fuzzer")
      else { continue }
      for (index, node) in file.nodes.enumerated() {
        precondition(node.parent < index, "what holds a value comes first")
        precondition(node.line >= 1, "lines are counted from 1")
      }
      precondition(file.nodes.first?.parent == -1, "there is an outermost value")
    }
    guard let value = try? JSONValue(strict: bytes), value.depth < 32, !bytes.holdsNullEscape,
      let text = try? Secret(copying: bytes.span)
    else { return }
    guard let file = try? SettingsDocument(text, .json, from: "a fuzzer") else {
      preconditionFailure("JSON is refused")
    }
    precondition(settings(file, SettingsDocument.root) == value.settings, "JSON is read otherwise")
  }

  /// What a document says, with numbers and words as they are written.
  private static func settings(_ file: borrowing SettingsDocument, _ index: Int) -> JSONValue {
    switch file.kind(of: index) {
    case .table:
      var members: [String: JSONValue] = [:]
      for child in file.children(of: index) {
        members[file.nodes[child].name ?? ""] = settings(file, child)
      }
      return .object(members)
    case .list:
      var elements: [JSONValue] = []
      for child in file.children(of: index) { elements.append(settings(file, child)) }
      return .array(elements)
    case .string: return .string(file.plainText(index))
    case .number: return .null
    case .word: return .string("word \(file.plainText(index))")
    }
  }
}

extension [UInt8] {
  /// Whether an escape represents a character that no setting has.
  fileprivate var holdsNullEscape: Bool {
    let text = String(decoding: self, as: UTF8.self)
    return text.contains("\\u0000")
  }
}

extension JSONValue {
  fileprivate var depth: Int {
    switch self {
    case .array(let elements): 1 + (elements.map(\.depth).max() ?? 0)
    case .object(let members): 1 + (members.values.map(\.depth).max() ?? 0)
    default: 0
    }
  }

  /// The value without numbers, with words distinguished from strings.
  fileprivate var settings: JSONValue {
    switch self {
    case .null, .bool: .string("word \(compactText)")
    case .integer, .number: .null
    case .string: self
    case .array(let elements): .array(elements.map(\.settings))
    case .object(let members): .object(members.mapValues(\.settings))
    }
  }
}
