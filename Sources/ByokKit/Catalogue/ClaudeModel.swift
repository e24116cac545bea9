internal import ByokCore

/// A Claude model, read from its name, whoever serves it: `claude-FAMILY-MAJOR-MINOR`.
///
/// What holds of a version is taken to hold of later ones, which the catalogue may not list yet.
///
/// Source: <https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking>; pydantic-ai
/// 2.68.0, `profiles/anthropic.py`, and litellm 1.110.2, read 2026-11-29.
struct ClaudeModel: Sendable {
  /// Such as `opus`; empty where the name has none.
  let family: String
  /// `(4, 6)` of `claude-opus-4-6` and of `claude-opus-4.6-fast`.
  let version: (major: Int, minor: Int)

  /// - Parameter id: The id as a provider or a gateway knows it.
  init?(_ id: String) {
    let words = id.lowercased().split { !$0.isLetter && !$0.isNumber }
    guard let name = words.firstIndex(of: "claude") else { return nil }
    let rest = words[(name + 1)...]
    family = rest.first { Int($0) == nil }.map(String.init) ?? ""
    // A date is no version.
    let numbers = rest.drop { Int($0) == nil }
      .prefix { $0.utf8.count <= 2 && Int($0) != nil }.compactMap { Int($0) }
    guard let major = numbers.first ?? (Self.newFamilies.contains(family) ? 5 : nil) else {
      return nil
    }
    version = (major, numbers.dropFirst().first ?? 0)
  }

  /// The families that began with version 5.
  private static let newFamilies = ["fable", "mythos"]

  /// Whether it chooses its words as it likes: it refuses temperature and top-p.
  var refusesSampling: Bool { version >= (5, 0) || (family == "opus" && version >= (4, 7)) }

  /// Whether it takes a reasoning effort and chooses the number of tokens itself (adaptive thinking).
  ///
  /// Opus 4.7 and all of version 5 refuse a number of tokens in its place.
  var thinksByEffort: Bool { version >= (4, 6) }

  /// Whether it thinks where a request says nothing of it.
  var thinksUnasked: Bool { version >= (5, 0) }

  /// Whether its thinking cannot be switched off.
  var alwaysThinks: Bool {
    Self.newFamilies.contains(family) || (family == "opus" && version >= (5, 5))
  }

  /// Whether the least that it thinks is between calls of tools.
  var thinksBetweenTools: Bool { family == "sonnet" && version >= (5, 5) }
}
