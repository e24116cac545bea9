internal import ByokCore

/// The header field in which a key travels.
package struct KeyHeader: Equatable, Sendable {
  /// What comes before the key in the header line, such as `Authorization: Bearer `.
  package let prefix: String

  static let bearer = Self(prefix: "Authorization: Bearer ")
  static let apiKey = Self(prefix: "api-key: ")
  static let xAPIKey = Self(prefix: "x-api-key: ")
  static let googleAPIKey = Self(prefix: "x-goog-api-key: ")

  /// The forms that built-in providers have.
  static let known = [bearer, apiKey, xAPIKey, googleAPIKey]

  /// The field's name.
  package var name: String { String(prefix.prefix { $0 != ":" }) }
}
