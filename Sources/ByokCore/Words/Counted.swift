extension Int {
  /// A number of things, such as `1 key` and `2 keys`.
  ///
  /// - Parameters:
  ///   - one: The noun in the singular.
  ///   - many: The noun in the plural; the singular and an `s` if `nil`.
  /// - Returns: The number and the noun.
  package func counted(_ one: String, _ many: String? = nil) -> String {
    "\(self) \(self == 1 ? one : many ?? one + "s")"
  }
}
