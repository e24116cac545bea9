internal import ByokCore
internal import ByokKit

/// `byok chat`: one prompt in, one reply out.
struct Chat: Command {
  var common = CommonOptions()
  var model: String?
  var settings = ChatSettings()
  var input = ChatInput()
  var conversation = ConversationOptions()
  /// Whether the prompt is written in an editor.
  var edits = false
  var route = RequestOptions()
  var limits = ChatLimits()
  var tools = ToolOptions()
  var sources = SourceOptions()
  var output = ChatOutput()
  var batch = BatchOptions()

  static let name = "chat"

  static let definition = CommandDefinition<Self>(
    summary: "Send a prompt to a model and print the reply",
    detail: [
      "The prompt is made of the arguments, a blank line, and standard input if it is not a"
        + " terminal. The reply is streamed to standard output, which carries nothing else.",
      "MODEL is PROVIDER/MODEL-ID, a model ID from the built-in catalogue, or an alias from the"
        + " configuration. The default is BYOK_MODEL, the configured model, or the default model of"
        + " the only provider that you have a key for.",
      "With a comma-separated list, the next model is tried if one has no key, is rate-limited or"
        + " unavailable, or fails before replying. --key takes such a list of labels, too.",
      "--each-line and --jsonl send many prompts, N at a time; positional arguments are prepended"
        + " to each prompt. A JSON object has prompt and optionally id, system, model and params"
        + " (temperature, top_p, max_tokens, seed, stop, reasoning). Each result is one line of JSON,"
        + " in the order of the prompts: index, id, status (the exit status that the prompt alone"
        + " would have had) and either the fields of --json or error. Rate limits slow down all"
        + " workers. --max-cost applies to the whole batch. The exit status is 0 if every prompt has"
        + " a reply, otherwise that of the most severe failure (4, 3, 5, 8, 9, others).",
      "With --rag, each of them has sources of its own. --dry-run prints the request of each as a line of"
        + " JSON, and sends nothing.",
      "--resume FILE appends to FILE, skips prompts that have a reply there, and retries those that"
        + " failed. A second byok using the same FILE exits immediately.",
      "--shard I/N asks every Nth prompt, from the Ith on, so that N machines share the work; index"
        + " remains the prompt's place among all. --shard auto takes I and N from the variables of Slurm,"
        + " Kubernetes, AWS Batch and others. {shard} in the name of --resume or -o becomes I, and"
        + " 'byok merge' joins the results. --rate and --tokens-per-minute are kept by all byoks of"
        + " this machine together, and are divided by N.",
      "--mcp SERVER offers the model tools of MCP servers (byok mcp), by default those that say that they"
        + " change nothing; --allow-tool and --deny-tool choose. Calls are run without a question, and a"
        + " line on standard error tells each. --max-cost applies to all replies together. The exit status"
        + " is 14 if a server fails, and 15 if the model wants more than it may (byok help tools).",
      "Without a prompt, at a terminal, each line is a turn of a conversation; /help lists what else can be"
        + " typed. Only --conversation and --continue keep what was said (byok help conversations).",
      "Unsupported parameters, such as a temperature for some models, are rejected before the"
        + " request is sent.",
    ],
    operands: [.repeating("PROMPT", optional: true, \.input.words)],
    options: modelOptions + inputOptions + conversationOptions + sourceOptions + toolOptions
      + routeOptions
      + limitOptions + outputOptions + batchOptions,
    unlocks: true,
    examples: [
      Example(
        line: "byok chat -m echo/echo 'It works'",
        purpose: "try byok without a key or network", runsAnywhere: true),
      Example(
        line: "git diff | byok chat -m openai/gpt-5.4-mini 'Write a commit message:'",
        purpose: "put an instruction before piped input"),
      Example(
        line: "byok chat -m groq/openai/gpt-oss-120b,openai/gpt-5.4-mini 'Say hello'",
        purpose: "use the second model if the first is unavailable"),
      Example(
        line: "echo 'one two three' | byok chat -m echo/echo | wc -w",
        purpose: "use it in a pipeline", runsAnywhere: true),
      Example(
        line: "printf 'one\\ntwo\\n' | byok chat -m echo/echo --each-line",
        purpose: "reply to each line, as JSON", runsAnywhere: true),
      Example(
        line: "byok chat -m openai/gpt-5.4-mini --jsonl prompts.jsonl -j 8 --resume answers.jsonl",
        purpose: "run a batch, or resume one that was stopped"),
      Example(
        line: "byok chat -m echo/echo --json hello",
        purpose: "print JSON with the text and token counts",
        runsAnywhere: true),
    ])

  func run(in session: inout Session) throws(ByokError) {
    var output = output
    output.isJSON = common.json
    output.sourceListing = sources.listing
    try batch.check(self)
    try checkSources()
    if !batch.isOn { try output.check(hasSchema: input.schema != nil) }
    try checkConversation()
    if mayNeedNetwork(session) { session.transport.prepare() }
    if session.console.stdoutIsTerminal, session.console.stderrIsTerminal {
      session.console.heldDetails = HeldDetails()
    }
    session.console.animates = !["dumb", nil].contains(session.environment.value("TERM"))
    var route = route
    route.showsReasoning = output.showsReasoning || output.isEvents
    let planner = try ChatPlanner(session, route, limits)
    if batch.isOn { return try runBatch(planner, settings, in: session) }
    if isDialogue(session) { return try Dialogue(self, planner, session).run() }
    try ask(planner, output, session)
  }

  /// Whether a request is likely, as far as can be told before anything is read.
  private func mayNeedNetwork(_ session: Session) -> Bool {
    let model = model ?? session.environment.value(AccountNotes.modelVariable) ?? ""
    let isOffline = Provider.builtIn.contains {
      $0.isOffline && (model == $0.id || model.hasPrefix("\($0.id)/"))
    }
    return !output.isDryRun && !isOffline
  }

  /// Asks the models that are named, one after the other, until one answers.
  private func ask(
    _ planner: ChatPlanner, _ output: ChatOutput, _ session: Session
  ) throws(ByokError) {
    let template = try input.template(planner)
    var settings = settings
    if let template { settings.fill(from: template.template.params) }
    let rendering = MarkdownRendering(session, output, isWanted: planner.rendersMarkdown)
    let candidates = try planner.candidates(model ?? template?.template.model)
    for candidate in candidates { _ = try candidate.accepted(settings) }
    var use = try ConversationUse.open(conversation, session, isRehearsal: output.isDryRun)
    let memory = conversation.usesMemory ? try ConversationUse.memory(session) : nil
    var input = input
    if edits { input.words = [try Editor(session).text(input.words.joined(separator: " "))] }
    let servers = try openServers(planner, template?.template, session)
    defer { servers?.stop() }
    var content: ChatContent?
    var passages: [SourcePassage]?
    let result = try ChatFallback(candidates: candidates, console: session.console).run {
      (candidate, isLast) throws(ByokError) in
      try planner.plan(candidate, isLast: isLast)
    } ask: { (plan) throws(ByokError) in
      // Standard input is not waited for before a key is there.
      let loader = planner.loader(for: candidates)
      let said =
        if let content { content } else { try input.read(session.console, loader, template) }
      content = said
      let found = if let passages { passages } else { try findSources(for: said, session) }
      passages = found
      var turn = Turn(said: said, settings: settings)
      turn.template = template?.template
      turn.tools = try offered(by: servers, planner, template?.template, session)
      turn.steps = servers?.steps ?? []
      turn.sources = found
      turn.whole = try whole(said, use, memory, session.console).adding(sources: found)
        .adding(servers?.instructions)
      return try ask(turn, plan, output, rendering, &use, session)
    }
    if let failure = result.failure { throw failure }
  }

  /// What is asked.
  private struct Turn {
    /// What is new.
    let said: ChatContent
    let settings: ChatSettings
    /// The same, after what was said before.
    var whole: ChatContent
    var template: PromptTemplate?
    /// The passages that the answer is to come from.
    var sources: [SourcePassage] = []
    /// The tools that the model may call, and what became of their servers.
    var tools: ToolUse?
    var steps: [ToolStep] = []

    init(said: ChatContent, settings: ChatSettings) {
      (self.said, self.settings, whole) = (said, settings, said)
    }
  }

  /// Asks one model, and prints the reply and what there is to say about it.
  private func ask(
    _ turn: Turn, _ plan: ChatPlan, _ output: ChatOutput, _ rendering: MarkdownRendering?,
    _ use: inout ConversationUse?, _ session: Session
  ) throws(ByokError) -> ChatResult {
    let said = turn.said
    let policies = try said.schema.map { (schema) throws(ByokError) in
      [SchemaPolicy(try ReplyForm(schema))]
    }
    var client = plan.client
    client.patience.showsWaiting = true
    let loop = TurnLoop(client, policies: policies ?? [], tools: turn.tools)
    let request = try loop.firstRequest(plan, turn.whole, turn.settings)
    if output.isDryRun { return try dryRun(plan, request, turn.template, turn.tools, session) }
    let printer = ReplyPrinter(
      plan.client.session.console, output, start: ReplyEvents.start(request, plan),
      rendering: said.schema == nil ? rendering : nil)
    for step in turn.steps { try printer.take(step) }
    let isKept = use != nil || input.savesMessages || !turn.sources.isEmpty
    let keeper = isKept ? KeptReply(printer) : nil
    var result = try loop.run(plan, turn.whole, turn.settings, to: keeper ?? printer)
    printer.sources = cite(turn.sources, in: keeper?.text, isJSON: said.schema != nil, &result)
    let notes = keeper.map { keep(said, $0.text, &use, &result) } ?? []
    if result.failure?.kind == .tooLong { result.failure?.hints += use?.hintsWhenTooLong ?? [] }
    let concluded = printer.conclude(result, now: client.session.clock.now())
    for note in notes { client.session.console.note(note) }
    return concluded
  }
}
