internal import ByokCore

/// What the configuration says about other tools' credentials, under `creds`.
package struct CredentialSettings: Equatable, Sendable {
  /// The path of a tool's file, as it was written, by the tool's id.
  var paths: [String: String] = [:]
  /// The ids of the tools whose credentials may be used although their vendors are against it.
  package var allowed: [String] = []
  /// The OAuth client that Gemini CLI's refresh tokens belong to, as the user has it from Google.
  var geminiClientID: String?
  /// That client's secret, which for an installed program is none (RFC 8252, section 8.5).
  var geminiClientSecret: String?

  /// Whether a tool's credentials may be used.
  func allows(_ tool: CredentialTool) -> Bool { !tool.needsAllowing || allowed.contains(tool.id) }
}
