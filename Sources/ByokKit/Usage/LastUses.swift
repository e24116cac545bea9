internal import ByokCore

/// When keys were last used, as far as the end of the usage log tells.
package struct LastUses {
  /// How much of the log's end is looked at.
  private static let window = 64 << 10

  /// The latest time of each provider and key.
  private var times: [String: Int] = [:]

  /// Looks at the end of the log; where it cannot be read, nothing is known.
  package init(_ log: UsageLog) {
    guard let lines = try? LogLines(log) else { return }
    let start = max(0, lines.identity.size - Self.window)
    // The first line may be the end of one.
    _ = try? lines.forward(from: start) { line in
      guard let entry = LogEntry(line), !entry.key.isEmpty else { return }
      let name = Self.name(
        LogEntry.text(line, entry.provider), LogEntry.text(line, entry.key))
      times[name] = max(times[name] ?? 0, entry.time)
    }
  }

  /// The time in RFC 3339, or `nil` if it is not known.
  ///
  /// - Parameters:
  ///   - provider: Whose key it is.
  ///   - key: Its label, or the environment variable that holds it.
  /// - Returns: The time of the newest line that names it.
  package func time(of provider: String, key: String) -> String? {
    times[Self.name(provider, key)].map(LogTime.text)
  }

  private static func name(_ provider: String, _ key: String) -> String { "\(provider) \(key)" }
}
