/// The header field in which a key travels.
enum KeyHeader: String, Sendable {
  case bearer = "Authorization: Bearer "
  case apiKey = "api-key: "
  case xAPIKey = "x-api-key: "
  case googleAPIKey = "x-goog-api-key: "

  /// What stands in the header line before the key.
  var prefix: String { rawValue }
}
