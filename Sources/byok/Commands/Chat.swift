internal import ByokCore
internal import ByokKit

/// `byok chat`: one prompt in, one reply out.
struct Chat: Command {
  var common = CommonOptions()
  var model: String?
  var settings = ChatSettings()
  var input = ChatInput()
  var route = RequestOptions()
  var limits = ChatLimits()
  var output = ChatOutput()
  var batch = BatchOptions()

  static let name = "chat"

  static let definition = CommandDefinition<Self>(
    summary: "Send one prompt to a model and print the reply",
    detail: [
      "The prompt is the words given, then, after a blank line, standard input if it is not a"
        + " terminal. The reply goes to standard output as it arrives, and nothing else does.",
      "MODEL is PROVIDER/MODEL-ID, an id that the built-in catalogue knows, or an alias from the"
        + " configuration. Without one, BYOK_MODEL, the configuration's model, or the default model"
        + " of the only provider with a key is used.",
      "Of several models, parted by commas, the next is asked where one has no key, is limited,"
        + " unavailable or failing before any of its reply has come; the same goes for several"
        + " labels of keys.",
      "With --each-line or --jsonl there are many prompts, of which N are asked at once; words given"
        + " stand before each. An object has prompt, and may have id, system, model and params"
        + " (temperature, top_p, max_tokens, seed, stop, reasoning). Each prompt has one line of JSON"
        + " as its result, in the order of the prompts, with index, id, status (as the exit status of"
        + " a single prompt) and either what --json prints or error. A limit of the provider slows"
        + " all down. --max-cost is for all together. The exit status is 0 if all were answered, else"
        + " that of the gravest failure (4, 3, 5, 8, 9, others). --resume FILE appends to FILE, leaves"
        + " out what it has answers to, and asks again what failed; a second byok with that FILE ends"
        + " at once.",
      "What a model is known not to take, such as a temperature, is refused before it is asked.",
    ],
    operands: [.repeating("PROMPT", optional: true, \.input.words)],
    options: modelOptions + inputOptions + routeOptions + limitOptions + outputOptions
      + batchOptions,
    json: true,
    unlocks: true,
    examples: [
      Example(
        line: "byok chat -m echo/echo 'It works'",
        purpose: "tries byok without key or network", runsAnywhere: true),
      Example(
        line: "git diff | byok chat -m openai/gpt-5.4-mini 'Write a commit message:'",
        purpose: "puts an instruction before what a pipe brings"),
      Example(
        line: "byok chat -m groq/openai/gpt-oss-120b,openai/gpt-5.4-mini 'Say hello'",
        purpose: "asks the second model if the first cannot answer"),
      Example(
        line: "echo 'one two three' | byok chat -m echo/echo | wc -w",
        purpose: "goes on in a pipeline", runsAnywhere: true),
      Example(
        line: "printf 'one\\ntwo\\n' | byok chat -m echo/echo --each-line",
        purpose: "answers each line, as JSON", runsAnywhere: true),
      Example(
        line: "byok chat -m openai/gpt-5.4-mini --jsonl prompts.jsonl -j 8 --resume answers.jsonl",
        purpose: "answers many prompts, and goes on where it was stopped"),
      Example(
        line: "byok chat -m echo/echo --json hello",
        purpose: "prints JSON with text and token counts",
        runsAnywhere: true),
    ])

  func run(in session: inout Session) throws(ByokError) {
    var output = output
    output.isJSON = common.json
    try batch.check(self)
    if !batch.isOn { try output.check(hasSchema: input.schema != nil) }
    session.console.usesColor = (output.color ?? .auto).applies(
      isTerminal: session.console.stderrIsTerminal, session.environment)
    session.console.animates = !["dumb", nil].contains(session.environment.value("TERM"))
    var route = route
    route.showsReasoning = output.showsReasoning || output.isEvents
    let planner = try ChatPlanner(session, route, limits)
    if batch.isOn { return try runBatch(planner, settings, in: session) }
    let template = try input.template(planner)
    var settings = settings
    if let template { settings.fill(from: template.template.params) }
    let candidates = try planner.candidates(model ?? template?.template.model)
    for candidate in candidates { _ = try candidate.accepted(settings) }
    var content: ChatContent?
    let result = try ChatFallback(candidates: candidates, console: session.console).run {
      (candidate, isLast) throws(ByokError) in
      try planner.plan(candidate, isLast: isLast)
    } ask: { (plan) throws(ByokError) in
      // Standard input is not waited for before a key is there.
      let loader = planner.loader(for: candidates)
      let said =
        if let content { content } else { try input.read(session.console, loader, template) }
      content = said
      return try ask(try plan.request(said, settings), said.schema, plan, output)
    }
    if let failure = result.failure { throw failure }
  }

  /// Asks one model, and prints the reply and what there is to say about it.
  private func ask(
    _ request: ChatRequest, _ schema: ReplySchema?, _ plan: ChatPlan, _ output: ChatOutput
  ) throws(ByokError) -> ChatResult {
    if output.isDryRun { return try DryRun(plan, request).show(output) }
    let policies = try schema.map { (schema) throws(ByokError) in
      [SchemaPolicy(try ReplyForm(schema))]
    }
    let printer = ReplyPrinter(
      plan.client.session.console, output, start: ReplyEvents.start(request, plan))
    var client = plan.client
    client.patience.showsWaiting = true
    let result = TurnLoop(client, policies: policies ?? []).run(request, key: plan.key, to: printer)
    return printer.conclude(result)
  }
}
