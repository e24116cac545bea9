internal import ByokCore
internal import ByokKit

/// `byok batch submit`: hand many prompts to a provider's batch API.
struct BatchSubmit: Command {
  var common = CommonOptions()
  var chat = Chat()
  var batchName: BatchName?
  var window: String?
  var split: Int?
  var isSure = false
  var isCertain = false
  /// Whether parts are submitted one after the other.
  var isQueue = false
  var interval: Seconds?

  static let name = "batch submit"

  static let definition = CommandDefinition<Self>(
    summary: "Submit prompts to a provider's batch API",
    detail: [
      "The prompts are those of 'byok chat --jsonl' and '--each-line', and so are the requests. A provider"
        + " answers a batch within a day, usually for half the price. What will be sent, and how long the"
        + " provider keeps it, is printed before; above 1 USD, a terminal asks.",
      "The name is printed. The same command again continues where it was interrupted, and submits"
        + " nothing twice: a batch of which it is not known whether it was created is looked for in the"
        + " provider's list. byok keeps the ids of the prompts, not what they say.",
      "--rag and --template are for 'byok chat' alone.",
      "--resume FILE submits only prompts without a reply in that file of results. --queue stays until the"
        + " last part has ended, for accounts that may have only so much waiting at once; a part for which"
        + " the provider had no room is submitted again. Without it, 'byok batch wait' and, from cron,"
        + " 'byok batch status --advance' submit such parts later.",
    ],
    options: chatOptions + [
      .value(
        "name", "NAME", \.batchName, "Name of the batch (default: from file and content)"),
      .value("window", "TIME", \.window, "Time within which it is answered, such as 24h"),
      .value("split", "N", \.split, "Send at most N requests in one batch of the provider"),
      .flag("queue", \.isQueue, "Submit a part when the one before it has ended"),
      .value("every", "D", \.interval, "With --queue, ask the provider once in D"),
      .flag("yes", short: "y", \.isSure, "Do not ask for confirmation"),
      .flag(
        "create-anyway", \.isCertain, "Create a part again that you know was not created"),
    ],
    json: true, unlocks: true,
    examples: [
      Example(
        line: "byok batch submit -m openai/gpt-5.4-mini --jsonl prompts.jsonl --name monday",
        purpose: "submit a file of prompts"),
      Example(
        line: "byok batch wait monday && byok batch results monday --resume answers.jsonl",
        purpose: "wait for the results, and fetch them"),
      Example(
        line: "printf 'one\\ntwo\\n' | byok batch submit -m echo/echo --each-line --dry-run",
        purpose: "print the requests, and send nothing", runsAnywhere: true),
    ])

  private static var chatOptions: [CommandOption<Self>] {
    CommandOption<Self>.ofChat(in: \.chat, Chat.namesForBatches.union(["max-cost", "dry-run"]))
  }

  func run(in session: inout Session) throws(ByokError) {
    let console = session.console
    guard let plan = try chat.batchPlan(session, split: split) else {
      return console.note("there is nothing to submit")
    }
    if let most = chat.limits.maxCost { try plan.check(most) }
    if chat.output.isDryRun {
      try report(plan, console)
      return try plan.lines { (bytes) throws(ByokError) in try console.write(bytes) }
    }
    try submit(plan, BatchStore(session), session)
  }

  private func submit(
    _ plan: BatchPlan, _ store: BatchStore, _ session: Session
  ) throws(ByokError) {
    let console = session.console
    let path = chat.batch.objects.flatMap { $0 == "-" ? nil : $0 }
    let name = batchName ?? plan.name(of: path)
    let window = try window(of: plan)
    let lock = try store.lock(name)
    defer { _ = lock }
    let work = try BatchWork(plan.plan, session)
    let known = try store.read(name)
    if known == nil {
      try report(plan, console)
      try confirm(plan, name, store, session)
    }
    var record = try work.begin(plan, name, window: window)
    if record.parts.allSatisfy(\.isSubmitted) {
      console.note("'\(name.text)' has been submitted already")
    } else {
      try submit(&record, plan, work)
      console.note("submitted '\(name.text)'; byok batch wait \(name.text)")
    }
    if common.json {
      try console.write(record.document, pretty: true)
    } else {
      try console.write(name.text + "\n")
    }
  }

  private func submit(
    _ record: inout BatchRecord, _ plan: BatchPlan, _ work: BatchWork
  ) throws(ByokError) {
    do throws(ByokError) {
      if isQueue {
        try work.submitInTurn(&record, plan, every: interval?.count)
      } else {
        try work.submit(&record, plan, isCertain: isCertain)
      }
    } catch {
      var error = error
      let done = record.parts.count { $0.isSubmitted }
      if error.kind == .limited, record.parts.allSatisfy({ $0.state != .planned }) {
        error.hints.append(
          "byok batch status \(record.name.text) --advance submits the rest when there is room")
      }
      error.hints.append(
        "\(done) of \(record.parts.count.counted("part")) of '\(record.name.text)' submitted; the same"
          + " command continues")
      throw error
    }
  }

  private func window(of plan: BatchPlan) throws(ByokError) -> String {
    guard let window else { return plan.terms.windows[0] }
    guard plan.terms.windows.contains(window) else {
      throw ByokError(
        .usage, "\(plan.provider.name) does not answer batches within \(window.quoted)",
        hint: "--window takes \(plan.terms.windows.joined(separator: ", "))")
    }
    return window
  }

  private func report(_ plan: BatchPlan, _ console: Console) throws(ByokError) {
    let (estimate, terms) = (plan.estimate, plan.terms)
    console.note(
      "\(plan.requests.counted("request")) in \(plan.partCount.counted("part")),"
        + " \(ByteCount.text(plan.bytes)), for \(plan.provider.name)")
    let assumed =
      estimate.isAssumed ? ", assuming \(percent(terms.priceFactor)) of the usual price" : ""
    let price = estimate.cost.map { "\(Usage.dollars($0))\(assumed)" } ?? "at an unknown price"
    console.note(
      "about \(estimate.input) tokens of prompts and \(estimate.output) of replies, \(price)")
    console.note(
      "answered within \(window ?? terms.windows[0]); \(plan.provider.name) keeps requests and replies"
        + " for \(terms.retention)")
  }

  private func percent(_ factor: Double) -> String { "\(Int((factor * 100).rounded())) %" }

  /// Asks where a person should.
  private func confirm(
    _ plan: BatchPlan, _ name: BatchName, _ store: BatchStore, _ session: Session
  ) throws(ByokError) {
    guard !isSure else { return }
    let week = session.clock.now() - 7 * 86_400
    for other in try store.names() where other != name {
      guard let record = try store.read(other), record.digest == plan.digest,
        Double(record.createdAt) > week
      else { continue }
      let question = "the same requests were submitted as '\(other.text)'; submit them again?"
      let isWanted = try session.console.confirms(
        question, otherwise: "--yes submits them again; '\(other.text)' has the same requests")
      guard isWanted else { throw ByokError(.failure, "nothing was submitted") }
    }
    guard (plan.estimate.cost ?? 0) > 1, session.console.mayAsk, session.console.stderrIsTerminal
    else { return }
    guard try session.console.confirms("submit?", otherwise: "--yes") else {
      throw ByokError(.failure, "nothing was submitted")
    }
  }
}
