internal import ByokCore

/// Keeps requests from costing more than the configuration allows, as far as the usage log shows.
///
/// What it has read of the log it does not read again: a batch of many requests looks at each line
/// once. Threads may share it.
package final class BudgetGuard: Sendable {
  private let budget: SpendingBudget
  private let log: UsageLog
  private let clock: Clock
  private let console: Console
  private let state: Condition<State>

  /// What is known of the log so far.
  private struct State {
    var identity: FileIdentity?
    /// Up to where it was read.
    var offset = 0
    var periods: [Period] = []
    var estimate: CostEstimate
    /// The periods that were warned of.
    var warned: Set<String> = []
  }

  /// The current period, and what it has cost.
  private struct Period {
    let name: String
    let limit: Double
    /// As ``LogTime`` numbers them.
    ///
    /// What is behind the end was noted by a clock that was wrong.
    let times: Range<Int>
    var spent = 0.0
  }

  /// `nil` where nothing is limited, or no log can tell.
  package init?(
    _ budget: SpendingBudget, _ log: UsageLog?, _ known: KnownModels = .builtIn, clock: Clock,
    console: Console
  ) {
    guard budget.isLimited, let log else { return nil }
    log.noteAbandoned(tell: console.note)
    state = Condition(State(estimate: CostEstimate(known)))
    (self.budget, self.log, self.clock, self.console) = (budget, log, clock, console)
  }

  /// Looks at what was spent before another request is sent.
  ///
  /// - Parameter reserved: USD that requests under way may cost.
  /// - Throws: `limited` when a limit is reached that is hard; a failure when the log cannot be
  ///   read.
  func check(reserved: Double = 0) throws(ByokError) {
    try state.withLock { (state) throws(ByokError) in
      try refresh(&state)
      for period in state.periods where period.spent + reserved >= period.limit {
        let failure = ByokError.spent(period.name, period.spent, of: period.limit)
        if budget.isHard == true { throw failure }
        let name = "\(period.name)\(period.times.lowerBound)"
        guard state.warned.insert(name).inserted else { continue }
        console.warn(ByokError(.limited, failure.message))
      }
    }
  }

  /// The limited periods, with what they have cost so far.
  ///
  /// - Returns: Sentences such as `$1.23 of $5.00 spent today; resets in 5 hours`.
  /// - Throws: A failure when the log cannot be read.
  package func summaries() throws(ByokError) -> [String] {
    try state.withLock { (state) throws(ByokError) in
      try refresh(&state)
      let now = clock.now()
      return state.periods.map { period in
        let reset = Timestamp(seconds: LogTime.seconds(period.times.upperBound))
        let name = period.name == "day" ? "today" : "this \(period.name)"
        return "\(Usage.dollars(period.spent)) of \(Usage.dollars(period.limit)) spent \(name);"
          + " resets \(reset.relative(to: now))"
      }
    }
  }

  private func refresh(_ state: inout State) throws(ByokError) {
    let periods = periods()
    if state.periods.map(\.times) != periods.map(\.times) {
      state.identity = nil
      state.periods = periods
    }
    try update(&state)
  }

  /// The periods that are limited, in UTC.
  private func periods() -> [Period] {
    let now = Int(clock.now())
    let today = now - now % 86_400
    // 1970 began on a Thursday.
    let monday = today - (today / 86_400 + 3) % 7 * 86_400
    func span(_ first: Int, days: Int) -> Range<Int> {
      LogTime.number(Double(first))..<LogTime.number(Double(first + days * 86_400))
    }
    let month = LogTime.number(Double(today)) / 100_000_000 * 100_000_000
    let rows = [
      ("day", budget.day, span(today, days: 1)), ("week", budget.week, span(monday, days: 7)),
      ("month", budget.month, month..<LogTime.number(Double(Self.nextMonth(after: today)))),
    ]
    return rows.compactMap { name, limit, times in
      limit.map { Period(name: name, limit: $0.amount, times: times) }
    }
  }

  /// The first day of the month after a day, in seconds since 1970.
  private static func nextMonth(after today: Int) -> Int {
    // 32 days after the first of a month is in the next.
    let number = LogTime.number(Double(today)) / 1_000_000
    let later = Timestamp.days(of: number / 100 * 100 + 1) + 32
    let next = LogTime.number(Double(later * 86_400)) / 1_000_000
    return Timestamp.days(of: next / 100 * 100 + 1) * 86_400
  }

  private func update(_ state: inout State) throws(ByokError) {
    guard let lines = try LogLines(log) else { return }
    do throws(Errno) {
      let isSame = state.identity.map { $0.isSameFile(as: lines.identity) } ?? false
      if isSame, state.offset <= lines.identity.size {
        state.offset = try lines.forward(from: state.offset) { line in
          if line.isEmpty == false { _ = Self.add(line, to: &state) }
        }
      } else {
        for index in state.periods.indices { state.periods[index].spent = 0 }
        // The last line is whole unless a full disk cut it off, and then it is no request.
        try lines.backward { Self.add($0, to: &state) }
        state.offset = lines.identity.size
      }
      state.identity = lines.identity
    } catch {
      throw log.unreadable(error)
    }
  }

  /// Adds a line, and tells whether those before it may count too.
  private static func add(_ line: Span<UInt8>, to state: inout State) -> Bool {
    guard let entry = LogEntry(line) else { return false }
    var counts = false
    for index in state.periods.indices where entry.time >= state.periods[index].times.lowerBound {
      counts = true
      guard state.periods[index].times.contains(entry.time) else { continue }
      state.periods[index].spent += state.estimate.cost(of: entry, line) ?? 0
    }
    return counts
  }
}

extension ByokError {
  /// The budget of a period is used up.
  static func spent(_ period: String, _ spent: Double, of limit: Double) -> Self {
    Self(
      .limited,
      "the budget of \(Usage.dollars(limit)) a \(period) is used up: about"
        + " \(Usage.dollars(spent)) since it began (UTC)",
      hints: [
        "byok usage   says what for", "byok config set budget.\(period) USD   sets another limit",
      ])
  }
}
