extension SchemaPattern {
  /// Whether some part of `text` matches.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - budget: What may be spent; a visit of a step costs 1, a look at Unicode more.
  /// - Returns: Whether it does.
  /// - Throws: That the budget is spent.
  func matches(
    _ text: String, _ budget: inout SchemaBudget
  ) throws(SchemaBudget.Exhausted) -> Bool {
    var matcher = PatternMatcher(self)
    return try matcher.run(over: text.unicodeScalars, &budget)
  }
}

/// Runs the program of a pattern over a text, with all the ways through it at once.
///
/// Source: K. Thompson, Regular Expression Search Algorithm, 1968.
private struct PatternMatcher {
  private let pattern: SchemaPattern
  /// The steps that take the next scalar, and those that took the last one.
  private var (waiting, taking): ([Int], [Int]) = ([], [])
  /// For each step the last place where it was visited.
  private var visits: [Int]
  private var place = 0
  /// The second ways of forks, which are still to be visited.
  private var open: [Int] = []
  private var (before, after): (Unicode.Scalar?, Unicode.Scalar?) = (nil, nil)
  private var hasMatched = false
  private var cost = 0

  init(_ pattern: SchemaPattern) {
    self.pattern = pattern
    visits = Array(repeating: 0, count: pattern.steps.count)
  }

  mutating func run(
    over text: String.UnicodeScalarView, _ budget: inout SchemaBudget
  ) throws(SchemaBudget.Exhausted) -> Bool {
    // The places of visits must be made first.
    try budget.spend(pattern.steps.count / 8)
    let isAnchored = pattern.steps.first == .require(.start)
    var scalars = text.makeIterator()
    after = scalars.next()
    place = 1
    visit(0)
    while !hasMatched, let scalar = after, !isAnchored || !waiting.isEmpty {
      try budget.spend(cost + waiting.count * (scalar.isASCII ? 1 : 3))
      cost = 1
      swap(&waiting, &taking)
      waiting.removeAll(keepingCapacity: true)
      (before, after) = (scalar, scalars.next())
      place += 1
      for step in taking where takes(step, scalar) { visit(step + 1) }
      if !isAnchored { visit(0) }
    }
    return hasMatched
  }

  private func takes(_ step: Int, _ scalar: Unicode.Scalar) -> Bool {
    guard case .scalar(let set) = pattern.steps[step] else { return false }
    guard scalar.isASCII else { return pattern.sets[set].contains(scalar) }
    let bits = pattern.asciiBits[set * 2 + Int(scalar.value / 64)]
    return bits >> UInt64(scalar.value % 64) & 1 == 1
  }

  /// Goes from a step to all that are reached without a scalar.
  private mutating func visit(_ first: Int) {
    var next: Int? = first
    while var step = next {
      while step < visits.count, visits[step] != place {
        visits[step] = place
        cost += 1
        switch pattern.steps[step] {
        case .scalar:
          waiting.append(step)
          step = visits.count + 1
        case .fork(let distance):
          open.append(step + distance)
          step += 1
        case .jump(let distance): step += distance
        case .require(let assertion): step = holds(assertion) ? step + 1 : visits.count + 1
        }
      }
      if step == visits.count { hasMatched = true }
      next = open.isEmpty ? nil : open.removeLast()
    }
  }

  private func holds(_ assertion: PatternAssertion) -> Bool {
    switch assertion {
    case .start: before == nil
    case .end: after == nil
    case .wordBoundary: Self.isOfWord(before) != Self.isOfWord(after)
    case .noWordBoundary: Self.isOfWord(before) == Self.isOfWord(after)
    }
  }

  private static func isOfWord(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar, scalar.isASCII else { return false }
    return scalar == "_" || scalar.properties.isAlphabetic || "0"..."9" ~= scalar
  }
}
