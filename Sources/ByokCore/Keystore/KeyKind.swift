/// What an entry's sealed text is.
package enum KeyKind: String, CaseIterable, Sendable {
  /// The key itself.
  case apiKey = "api-key"
  /// A command that prints the key.
  case command
  /// The path of a file that holds the key.
  case file
  /// OAuth credentials of another tool, as the JSON text that it keeps.
  case oauth
  /// The same, with an access token that byok has renewed for a file that it does not write.
  case renewed = "oauth-renewed"
}
