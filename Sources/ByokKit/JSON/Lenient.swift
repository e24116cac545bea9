extension KeyedDecodingContainer {
  /// The member's value, or `nil` when it is missing, `null` or of another type.
  ///
  /// Providers differ in what they send where; a member of an unexpected type must not cost the
  /// rest of the reply.
  func lenient<Value: Decodable>(_ type: Value.Type, _ key: Key) -> Value? {
    guard contains(key) else { return nil }
    return (try? decodeIfPresent(type, forKey: key)) ?? nil
  }

  /// A number of things, such as tokens; `nil` for what cannot be one.
  func count(_ key: Key) -> Int? {
    lenient(Int.self, key).flatMap(\.asCount)
  }

  /// Whether the member is there and more than `null`.
  func hasValue(_ key: Key) -> Bool {
    contains(key) && !((try? decodeNil(forKey: key)) ?? true)
  }
}

extension Int {
  /// The number where it can be a count whose sums do not overflow: a server may send any.
  var asCount: Int? { (0...1 << 48).contains(self) ? self : nil }
}
