internal import ByokCore

/// A version of the protocol that byok speaks.
///
/// Source: <https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning>.
enum ProtocolVersion: String, CaseIterable, Sendable {
  case november2024 = "2024-11-05"
  case march2025 = "2025-03-26"
  case june2025 = "2025-06-18"
  case november2025 = "2025-11-25"
  case july2026 = "2026-07-28"

  /// The version that the handshake offers: those after it have none.
  static let offered = november2025
  /// The version without a handshake.
  static let stateless = july2026

  /// Whether each request says what it needs, and no handshake precedes it.
  var isModern: Bool { self == .july2026 }

  /// What each request includes if there was no handshake.
  ///
  /// Source: <https://modelcontextprotocol.io/specification/2026-07-28/basic>, "_meta".
  var envelope: [String: JSONValue] {
    guard isModern else { return [:] }
    let prefix = "io.modelcontextprotocol/"
    return [
      prefix + "protocolVersion": .string(rawValue), prefix + "clientCapabilities": .object([:]),
      prefix + "clientInfo": Self.client,
    ]
  }

  /// Who byok is.
  static let client = JSONValue.object([
    "name": .string("byok"), "version": .string(ProgramVersion.current),
  ])
}
