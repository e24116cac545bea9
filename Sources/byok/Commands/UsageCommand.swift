internal import ByokCore
internal import ByokKit

/// `byok usage`: what keys were used for.
struct UsageCommand: Command {
  var common = CommonOptions()
  var since: LogMoment?
  var until: LogMoment?
  var grouping: UsageReport.Grouping?
  var isCSV = false
  var prune: LogMoment?

  static let name = "usage"

  static let definition = CommandDefinition<Self>(
    summary: "Summarise usage and cost",
    detail: [
      "Every request is recorded in a log on this machine: time, provider, model, key label, tokens, cost"
        + " and exit status, never prompts or replies. Costs are as reported by the provider, or estimated"
        + " from the catalogue's prices. Days are in UTC.",
      "Use --no-log or 'byok config set log false' to record nothing. 'byok config set budget.day 5' warns"
        + " when a day has cost 5 USD; with budget.hard, requests are then refused with status 5.",
      "In CSV, text that a spreadsheet would interpret as a formula is prefixed with an apostrophe.",
    ],
    options: [
      .value("since", "TIME", \.since, "Start: 7d, 12h, 2026-11-01, today, week, month, monday"),
      .value("until", "TIME", \.until, "End (exclusive)"),
      .value("by", "WHAT", \.grouping, "Group by model, provider, key, day or status"),
      .flag("csv", \.isCSV, "Print CSV"),
      .value("prune", "TIME", \.prune, "Remove log entries older than TIME"),
    ],
    json: true,
    examples: [
      Example(
        line: "byok usage --since 7d --by day", purpose: "show the cost of each day of a week"),
      Example(
        line: "byok usage --by key --csv > keys.csv", purpose: "write a table for a spreadsheet"),
      Example(line: "byok usage --prune 90d", purpose: "delete entries older than 90 days"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let log = UsageLog(path: try session.locations.usageLog())
    let now = session.clock.now()
    if let prune {
      try checkStandsAlone()
      return try self.prune(log, before: prune.number(now), session.console)
    }
    guard !isCSV || !common.json else { throw .conflict("--csv", "--json") }
    let times = (since?.number(now) ?? 0)..<max(since?.number(now) ?? 0, until?.number(now) ?? .max)
    let configuration = try Configuration.load(session.locations)
    let known = KnownModels(configuration)
    log.noteAbandoned(tell: session.console.note)
    var report = UsageReport(by: grouping ?? .model, times: times, known)
    if let lines = try LogLines(log) {
      do throws(Errno) {
        _ = try lines.forward { report.take($0) }
      } catch {
        throw log.unreadable(error)
      }
    }
    if report.skipped > 0 {
      session.console.note(
        "skipped \(report.skipped) of the log's lines: incomplete, or not byok's; --prune removes them"
      )
    }
    StalePrices(session.locations, session.console, now: now).warn()
    try UsagePrinter(report: report, console: session.console, now: now).write(
      isCSV ? .csv : common.json ? .json : .table)
    guard !isCSV, !common.json else { return }
    let budget = BudgetGuard(
      configuration.budget, log, known, clock: session.clock, console: session.console)
    for line in try budget?.summaries() ?? [] { session.console.note("budget: \(line)") }
  }

  private func checkStandsAlone() throws(ByokError) {
    let others = [
      ("--since", since != nil), ("--until", until != nil), ("--by", grouping != nil),
      ("--csv", isCSV), ("--json", common.json),
    ]
    if let other = others.first(where: \.1) { throw .conflict("--prune", other.0) }
  }

  private func prune(
    _ log: UsageLog, before time: Int, _ console: Console
  ) throws(ByokError) {
    let pruned = try log.prune(before: time)
    let foreign = pruned.foreign > 0 ? " and \(pruned.foreign) lines that were none" : ""
    console.note(
      "removed \(pruned.removed) requests before \(LogTime.text(time))\(foreign);"
        + " \(pruned.kept) stay")
  }
}

/// A moment as a user writes it: an age such as `7d`, a day or time in UTC, or a word such as `week`.
struct LogMoment: ArgumentValue {
  static let expectation =
    "an age such as 12h, 7d or 2w, a day such as 2026-11-01, a time in UTC, today, yesterday,"
    + " week, month or a weekday"

  private enum Form {
    /// Seconds before now.
    case age(Double)
    /// As ``LogTime`` numbers it.
    case fixed(Int)
    /// The start of a day: so many days before today.
    case daysAgo(Int)
    /// The start of the latest day of the week, counted from Monday; today's own counts.
    case weekday(Int)
    case month
  }

  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  private let form: Form

  init?(argument: String) {
    let word = argument.lowercased()
    if let day = Self.weekdays.firstIndex(of: word) {
      form = .weekday(day)
    } else if let form = [
      "today": .daysAgo(0), "yesterday": .daysAgo(1), "week": .weekday(0),
      "month": .month,
    ][word] as Form? {
      self.form = form
    } else if let age = RetryWait.duration(argument), age <= 36_500 * 86_400 {
      form = .age(age)
    } else {
      let text = argument.count == 10 ? "\(argument)T00:00:00Z" : argument
      let bytes = Array(text.utf8)
      guard let time = LogTime.number(bytes.span, bytes.indices), Self.exists(time) else {
        return nil
      }
      form = .fixed(time)
    }
  }

  /// The moment as ``LogTime`` numbers it.
  func number(_ now: Double) -> Int {
    let today = Int(now) / 86_400
    func start(ofDay day: Int) -> Int { LogTime.number(Double(day * 86_400)) }
    switch form {
    case .age(let age): return LogTime.number(max(0, now - age))
    case .fixed(let time): return time
    case .daysAgo(let days): return start(ofDay: today - days)
    // 1970 began on a Thursday.
    case .weekday(let day): return start(ofDay: today - (today + 3 - day) % 7)
    case .month: return start(ofDay: today) / 100_000_000 * 100_000_000 + 1_000_000
    }
  }

  /// Whether the calendar and the clock have such a time, near enough for a comparison.
  private static func exists(_ time: Int) -> Bool {
    let (day, clock) = (time / 1_000_000, time % 1_000_000)
    return (1...12).contains(day / 100 % 100) && (1...31).contains(day % 100)
      && clock / 10_000 < 24 && clock / 100 % 100 < 60 && clock % 100 < 60
  }
}
