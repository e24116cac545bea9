/// How much a check may still cost, so that no schema and no document keeps byok busy for ever.
struct SchemaBudget {
  /// The budget was spent before the check was done.
  struct Exhausted: Error {}

  /// What a check may cost, in steps of a pattern: some seconds.
  static let standard = 200_000_000
  /// The steps between two looks at the clock.
  private static let interval = 1_000_000

  private(set) var left: Int
  private let isOver: () -> Bool
  private var nextLook: Int

  /// - Parameters:
  ///   - steps: What the check may cost.
  ///   - isOver: Whether its time is over, too.
  init(_ steps: Int = Self.standard, isOver: @escaping () -> Bool = { false }) {
    (left, self.isOver) = (steps, isOver)
    nextLook = steps - Self.interval
  }

  mutating func spend(_ steps: Int) throws(Exhausted) {
    left -= steps
    if left < 0 { throw Exhausted() }
    guard left < nextLook else { return }
    nextLook = left - Self.interval
    if isOver() { throw Exhausted() }
  }
}
