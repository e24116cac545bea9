extension KeyedDecodingContainer {
  /// The member's value, or `nil` when it is missing, `null` or of another type.
  ///
  /// Providers differ in what they send where; a member of an unexpected type must not cost the
  /// rest of the reply.
  func lenient<Value: Decodable>(_ type: Value.Type, _ key: Key) -> Value? {
    guard contains(key) else { return nil }
    return (try? decodeIfPresent(type, forKey: key)) ?? nil
  }

  /// Whether the member is there and more than `null`.
  func hasValue(_ key: Key) -> Bool {
    contains(key) && !((try? decodeNil(forKey: key)) ?? true)
  }
}
