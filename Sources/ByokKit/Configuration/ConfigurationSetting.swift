package import ByokCore

/// One value that `config.json` sets.
package struct ConfigurationSetting {
  /// Its name, as a dotted path.
  package let key: String
  /// `nil` where listings leave it out.
  package let value: JSONValue?
}

extension ConfigurationFile {
  /// Every value that is set, in the file's order.
  ///
  /// - Throws: A usage error when the file is not JSON5.
  package func settings() throws(ByokError) -> [ConfigurationSetting] {
    Self.settings(in: try root(), at: [])
  }

  private static func settings(in node: JSON5Node, at names: [String]) -> [ConfigurationSetting] {
    if let members = node.members {
      return members.flatMap { settings(in: $0.value, at: names + [$0.name]) }
    }
    let isHidden = ConfigurationKey.all.contains { $0.isHidden && $0.parts == names }
    return [
      ConfigurationSetting(
        key: names.joined(separator: "."), value: isHidden ? nil : node.value)
    ]
  }
}

extension ConfigurationPath {
  /// The row; `nil` for what only holds others.
  package var row: ConfigurationKey? { ConfigurationKey.all.first { $0.parts == pattern } }
}

extension JSONValue {
  /// A text as it is, anything else as JSON.
  package var plainText: String {
    guard case .string(let text) = self else { return compactText }
    return text
  }
}
