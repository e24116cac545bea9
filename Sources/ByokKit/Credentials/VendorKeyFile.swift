internal import ByokCore

/// A file of a tool's that contains a plain API key.
package struct VendorKeyFile: Equatable {
  package let path: String
  /// The variables of providers that it sets.
  package let variables: [String]

  /// The most bytes of such a file.
  private static let limit = EnvironmentFile.limit

  /// How a key in it is sealed.
  package var advice: String {
    let isList = !path.hasSuffix(".json")
    return isList ? "byok keys add --from-env-file '\(path)'" : "byok keys add PROVIDER"
  }

  /// The members for JSON.
  var document: JSONValue {
    .object([
      "path": .string(path), "variables": .array(variables.map(JSONValue.string)),
      "advice": .string(advice),
    ])
  }

  /// Looks whether a file sets variables that hold keys; their values are not looked at.
  ///
  /// - Parameters:
  ///   - path: The file: lines `NAME=VALUE`, or JSON where the name ends in `.json`.
  ///   - known: The variables in question.
  /// - Returns: `nil` if it sets none, or cannot be read: it is no concern of byok's then.
  static func find(_ path: FilePath, known: [String]) -> VendorKeyFile? {
    guard let file = try? ExternalFile.open(path),
      let text = try? file.read(limit: limit).text(from: path.text)
    else { return nil }
    let set = path.name.hasSuffix(".json") ? members(text) : assignments(text)
    let variables = known.filter(set.contains)
    return variables.isEmpty ? nil : VendorKeyFile(path: path.text, variables: variables)
  }

  private static func assignments(_ text: consuming Secret) -> Set<String> {
    guard let file = try? EnvironmentFile(text, from: "") else { return [] }
    return Set(file.assignments.filter { !$0.isEmpty }.map(\.name))
  }

  /// The names of all texts in a JSON document, however deep.
  private static func members(_ text: consuming Secret) -> Set<String> {
    guard let document = try? CredentialDocument(text, from: "") else { return [] }
    return Set(
      document.indices.filter {
        document.kind(of: $0) == .string && !document.range(of: $0).isEmpty
      }
      .compactMap { document.name(of: $0) })
  }
}
