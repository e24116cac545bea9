internal import ByokCore
internal import ByokKit

/// `byok conversations compact`: a summary in place of the older turns.
struct ConversationsCompact: Command {
  var common = CommonOptions()
  var conversation: ConversationName?
  var model: String?
  var kept: TurnCount?
  var route = RequestOptions()
  var limits = ChatLimits()
  var output = ChatOutput()

  static let name = "conversations compact"

  /// How many turns stay as they are where nobody says.
  private static let usualKept = 2

  static let definition = CommandDefinition<Self>(
    summary: "Summarise the older turns, so that fewer tokens are sent",
    detail: [
      "The older turns go to MODEL, which writes a summary of them; later turns send the summary in"
        + " their place. The default is the model that replied last. The summary is printed.",
      "The turns stay in the file: 'byok conversations show' prints them.",
    ],
    operands: [.required("NAME", \.conversation)],
    options: [
      .value("model", short: "m", "MODEL", \.model, "Model that writes the summary"),
      .value(
        "keep", "N", \.kept, "Leave the last N turns as they are (default: \(usualKept))"),
      .value("key", "LABEL[,...]", \.route.keys, "Label of the sealed key to use; or a list"),
      .value("timeout", "SECONDS", \.route.timeout, "Timeout in seconds (default: 1800)"),
      .certificates,
      .value(
        "max-cost", "USD", \.limits.maxCost, "Refuse requests estimated to cost more than USD"),
      .flag("dry-run", \.output.isDryRun, "Print the request without sending it"),
      .flag("usage", short: "u", \.output.showsUsage, "Print token usage and cost to stderr"),
    ],
    unlocks: true,
    examples: [
      Example(
        line: "byok conversations compact trip -m openai/gpt-5.4-mini",
        purpose: "to go on with a long conversation")
    ])

  func run(in session: inout Session) throws(ByokError) {
    session.console.animates = !["dumb", nil].contains(session.environment.value("TERM"))
    var options = ConversationOptions()
    (options.name, options.mustExist) = (conversation, true)
    guard var use = try ConversationUse.open(options, session, isRehearsal: output.isDryRun) else {
      return
    }
    let task = try use.summaryTask(keeping: kept?.count ?? Self.usualKept)
    let planner = try ChatPlanner(session, route, limits)
    let candidates = try planner.candidates(model ?? use.conversation.model)
    let console = session.console
    let result = try ChatFallback(candidates: candidates, console: console).run {
      (candidate, isLast) throws(ByokError) in
      try planner.plan(candidate, isLast: isLast)
    } ask: { (plan) throws(ByokError) in
      let request = try plan.request(task.content, ChatSettings())
      if output.isDryRun { return try DryRun(plan, request).show(output) }
      let printer = ReplyPrinter(
        console, output,
        rendering: MarkdownRendering(session, output, isWanted: planner.rendersMarkdown))
      let keeper = KeptReply(printer)
      var client = plan.client
      client.patience.showsWaiting = true
      var result = TurnLoop(client).run(request, key: plan.key, to: keeper)
      if result.failure == nil { result.failure = Self.keep(keeper.text, task, &use) }
      return printer.conclude(result, now: session.clock.now())
    }
    if let failure = result.failure { throw failure }
    guard !output.isDryRun else { return }
    let turns = task.upTo == 1 ? "turn is" : "\(task.upTo) turns are"
    console.note("the first \(turns) sent as this summary from now on")
  }

  private static func keep(
    _ text: String?, _ task: ConversationUse.SummaryTask, _ use: inout ConversationUse
  ) -> ByokError? {
    guard let text, text.utf8.contains(where: { $0 > 0x20 }) else {
      return ByokError(.provider, "the model wrote no summary, so the conversation is unchanged")
    }
    do throws(ByokError) {
      try use.take(text, for: task)
      return nil
    } catch {
      return error
    }
  }
}
