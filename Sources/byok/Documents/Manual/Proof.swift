/// A group of tests that shows what the manual says.
///
/// ```
/// Redirects of requests to providers are never followed. (hostile: redirects)
/// ```
struct Proof: Sendable {
  /// Where the group is.
  enum Suite: String, CaseIterable, Sendable {
    /// Modules of folders of the same names in `Tests`.
    case adversary, faults, hostile, leaks
    /// Suites of `swift test`, and scripts in Tests/byokTests/Scripts.
    case tests
  }

  let suite: Suite
  let groups: [String]

  static func adversary(_ groups: String...) -> Self { Self(suite: .adversary, groups: groups) }
  static func faults(_ groups: String...) -> Self { Self(suite: .faults, groups: groups) }
  static func hostile(_ groups: String...) -> Self { Self(suite: .hostile, groups: groups) }
  static func leaks(_ groups: String...) -> Self { Self(suite: .leaks, groups: groups) }
  static func tests(_ groups: String...) -> Self { Self(suite: .tests, groups: groups) }

  /// What follows a statement that these tests show.
  static func of(_ proofs: Proof...) -> String {
    let parts = proofs.map { "\($0.suite.rawValue): \($0.groups.joined(separator: ", "))" }
    return " (" + parts.joined(separator: "; ") + ")"
  }

  /// What the pages say of the parentheses.
  static let explanation =
    "The words in parentheses after a statement name the tests that show it: parts of"
    + " Tests/adversary, Tests/faults, Tests/hostile and Tests/leaks in byok's sources, or suites and"
    + " scripts of `swift test`."
}
