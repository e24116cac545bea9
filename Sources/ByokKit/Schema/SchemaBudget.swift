/// How much a check may still cost, so that no schema and no document keeps byok busy for ever.
struct SchemaBudget {
  /// The budget was spent before the check was done.
  struct Exhausted: Error {}

  /// What a check may cost, in steps of a pattern: some seconds.
  static let standard = 200_000_000

  private(set) var left: Int

  init(_ steps: Int = Self.standard) {
    left = steps
  }

  mutating func spend(_ steps: Int) throws(Exhausted) {
    left -= steps
    if left < 0 { throw Exhausted() }
  }
}
