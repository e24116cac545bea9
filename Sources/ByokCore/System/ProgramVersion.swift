/// Which byok this is.
package enum ProgramVersion {
  /// The version, as `byok --version` prints it.
  package static let current = "0.1.0"

  /// The day of that version, as the manual prints it.
  package static let released = "2026-11-24"
}
