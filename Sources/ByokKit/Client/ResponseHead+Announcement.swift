internal import ByokCore

extension ResponseHead {
  /// What header fields announce of the end of what was asked, as the predicate of a sentence.
  ///
  /// Source: RFC 8594 (`Sunset`); RFC 9745 (`Deprecation`), of whose earlier drafts `true` is.
  var announcement: String? {
    let sunset = self["sunset"].flatMap(Timestamp.init(httpDate:))
    let deprecation = self["deprecation"].flatMap(Self.moment)
    let isDeprecated = deprecation != nil || self["deprecation"] == "true"
    guard isDeprecated || sunset != nil else { return nil }
    let since = deprecation.map { " from \(Self.day($0)) on" } ?? ""
    let end = sunset.map { "will be shut down on \(Self.day($0))" }
    let state = isDeprecated ? "is deprecated\(since)" : nil
    return [state, end].compactMap(\.self).joined(separator: ", and ")
  }

  /// A moment as `@1688169599`, or as earlier drafts have it.
  private static func moment(_ text: String) -> Timestamp? {
    guard text.hasPrefix("@") else { return Timestamp(httpDate: text) }
    return Int(text.dropFirst()).flatMap { seconds in
      (0..<100_000_000_000).contains(seconds) ? Timestamp(seconds: seconds) : nil
    }
  }

  private static func day(_ moment: Timestamp) -> String { String(moment.rfc3339.prefix(10)) }
}
