internal import ByokCore
internal import ByokKit

extension Chat {
  /// Whether a person at a terminal wants to talk: there is no prompt, and nothing else to read one from.
  func isDialogue(_ session: Session) -> Bool {
    let console = session.console
    let isPlain =
      !common.json && output.form == .text && output.file == nil && !output.isDryRun && !edits
      && !input.ignoresInput && input.messages == nil && input.schema == nil
    let hasPrompt = !input.words.isEmpty || !input.files.isEmpty || input.templateName != nil
    return isPlain && !hasPrompt && !input.inputReaders.contains { _ in true }
      && console.stdinIsTerminal && console.stdoutIsTerminal && console.stderrIsTerminal
      && console.mayAsk
  }
}

/// A conversation at a terminal: a line a turn.
///
/// Lines that begin with `/` are commands (``DialogueCommand``). Ctrl-C stops a reply, or drops the line
/// that is being typed; Ctrl-D ends.
struct Dialogue {
  private let chat: Chat
  private let planner: ChatPlanner
  let session: Session
  var use: ConversationUse
  private let memory: String?
  /// The instructions that the options give; the first turn takes them.
  private var system: String?
  /// The models, as the user writes them.
  var model: String?
  /// Files for the next turn.
  var files: [FileArgument] = []
  /// What all turns took.
  var usage = Usage()
  /// The servers of tools; `nil` for none.
  private var servers: ChatTools?
  private let signals = DialogueSignals()

  /// - Throws: A usage error when there is no such conversation or model; `locked`, `damaged`.
  init(_ chat: Chat, _ planner: ChatPlanner, _ session: Session) throws(ByokError) {
    self.chat = chat
    self.planner = planner
    self.session = session
    model = chat.model
    system = try chat.input.systemText(session.console)
    memory = chat.conversation.usesMemory ? try ConversationUse.memory(session) : nil
    let kept = try ConversationUse.open(chat.conversation, session, isRehearsal: false)
    use = kept ?? ConversationUse(unkept: session)
    use.expectMoreSoon()
  }

  var console: Console { session.console }

  /// Talks until the user ends it.
  ///
  /// - Throws: What makes it impossible to begin, or to go on.
  func run() throws(ByokError) {
    var dialogue = self
    try dialogue.talk()
  }

  private mutating func talk() throws(ByokError) {
    // What is wrong with the model or its key is said before a word is typed.
    let candidates = try planner.candidates(model)
    for candidate in candidates { _ = try candidate.accepted(chat.settings) }
    if let only = candidates.first, candidates.count == 1 { _ = try planner.plan(only) }
    welcome(candidates[0].name)
    let requests = planner.session.requests
    _ = requests.watch()
    let watch = SignalGuard { [signals, console] number in
      if signals.take(number, requests, console) { return }
      requests.cutOff(bySignal: number)
      ProcessSetup.die(bySignal: number)
    }
    defer { watch.end() }
    servers = try ChatTools.open(
      chat.tools, nil, planner.configuration, session, onSignal: nil)
    defer { servers?.stop() }
    _ = try servers?.use()
    var lines = LineReader(descriptor: console.input)
    while let entry = try nextEntry(&lines) {
      do throws(ByokError) {
        switch entry {
        case .text(let text): try ask(text)
        case .command(let command): guard try obey(command) else { return }
        }
      } catch {
        // The output is gone, or a mistake that the next line may avoid.
        if error.code == .outputFailed { throw error }
        console.report(error)
      }
    }
    console.writeAside("\n")
  }

  private func welcome(_ name: String) {
    let turns = use.conversation.turns.count
    var kept = "nothing is kept; /save NAME keeps it"
    if use.isKept {
      kept = "kept in '\(use.conversation.name.text)'"
      if turns > 0 { kept += ", \(turns) turn\(turns == 1 ? "" : "s") so far" }
    }
    console.note("\(name), \(kept); /help lists commands, Ctrl-D ends")
  }

  // MARK: Reading

  /// What the user enters.
  private enum Entry {
    case text(String)
    case command(DialogueCommand)
  }

  /// A terminal cuts a longer line (`N_TTY_BUF_SIZE`).
  private static let longestLine = 4095

  private func nextEntry(_ lines: inout LineReader) throws(ByokError) -> Entry? {
    while true {
      guard let line = try line(&lines, "> ") else { return nil }
      if line.isEmpty { continue }
      if line.hasPrefix("//") { return .text(String(line.dropFirst())) }
      if line.hasPrefix("/") {
        do throws(ByokError) {
          return .command(try DialogueCommand(line))
        } catch {
          console.report(error)
          continue
        }
      }
      guard line.hasPrefix(Self.fence) else { return .text(line) }
      if let text = try block(line, &lines) { return .text(text) }
    }
  }

  private static let fence = "\"\"\""

  /// Several lines between `"""`; `nil` if there is nothing between them.
  private func block(_ first: String, _ lines: inout LineReader) throws(ByokError) -> String? {
    var rest = String(first.dropFirst(Self.fence.count))
    var text: [String] = []
    while true {
      if rest.hasSuffix(Self.fence) {
        text.append(String(rest.dropLast(Self.fence.count)))
        break
      }
      text.append(rest)
      guard let next = try line(&lines, ". ") else { break }
      rest = next
    }
    if text.first?.isEmpty == true { text.removeFirst() }
    if text.last?.isEmpty == true { text.removeLast() }
    let whole = text.joined(separator: "\n")
    return whole.utf8.contains { $0 > 0x20 } ? whole : nil
  }

  /// The next line; `nil` at the end.
  private func line(
    _ lines: inout LineReader, _ prompt: String
  ) throws(ByokError) -> String? {
    while true {
      signals.begin(prompt)
      console.writeAside(prompt)
      let line: LineReader.Line?
      do throws(Errno) {
        line = try lines.next()
      } catch {
        throw ByokError(.failure, "cannot read standard input: \(error.text)")
      }
      guard case .bytes(let bytes)? = line else { return nil }
      if bytes.count >= Self.longestLine {
        console.note("the terminal cuts lines after \(Self.longestLine) bytes: use /edit or /file")
        continue
      }
      do throws(ByokError) {
        return try TextEncoding.text(bytes, from: "the line")
      } catch {
        console.report(error)
      }
    }
  }

  // MARK: Asking

  mutating func ask(_ text: String) throws(ByokError) {
    let candidates = try planner.candidates(model)
    for candidate in candidates { _ = try candidate.accepted(chat.settings) }
    let interrupt = Latch()
    signals.begin(interrupt)
    defer { signals.begin(nil as Latch?) }
    var input = chat.input
    (input.words, input.files, input.ignoresInput) = ([text], files, true)
    (input.system, input.schema) = (use.conversation.turns.isEmpty ? system : nil, nil)
    let said = try input.read(console, planner.loader(for: candidates))
    let found = try chat.findSources(for: said, session)
    let whole = try chat.whole(said, use, memory, console).adding(sources: found)
    let result = try ChatFallback(candidates: candidates, console: console).run {
      (candidate, isLast) throws(ByokError) in
      try planner.plan(candidate, isLast: isLast)
    } ask: { (plan) throws(ByokError) in
      try send(whole.adding(servers?.instructions), said, found, plan, interrupt)
    }
    if let failure = result.failure {
      guard failure.code == .interrupted else { throw failure }
      if !result.reply.hasContent { console.writeAside("\n") }
      console.note("stopped; this turn does not count")
    } else {
      files = []
    }
  }

  private mutating func send(
    _ whole: ChatContent, _ said: ChatContent, _ found: [SourcePassage], _ plan: ChatPlan,
    _ interrupt: Latch
  ) throws(ByokError) -> ChatResult {
    let printer = ReplyPrinter(
      plan.client.session.console, chat.output,
      rendering: MarkdownRendering(session, chat.output, isWanted: planner.rendersMarkdown))
    var client = plan.client
    client.patience.showsWaiting = true
    client.session.interrupt = interrupt
    let keeper = KeptReply(printer)
    var result = try TurnLoop(client, tools: try servers?.use())
      .run(plan, whole, chat.settings, to: keeper)
    usage = usage.added(to: result.reply.usage)
    printer.sources = chat.cite(found, in: keeper.text, isJSON: false, &result)
    var notes: [String] = []
    do throws(ByokError) {
      notes = try use.keep(said, result, text: keeper.text) ?? []
    } catch {
      result.failure = result.failure ?? error
    }
    if result.failure?.kind == .tooLong { result.failure?.hints += use.hintsWhenTooLong }
    let concluded = printer.conclude(result, now: session.clock.now())
    for note in notes { console.note(note) }
    return concluded
  }
}

extension Dialogue {
  /// Carries a command out.
  ///
  /// - Returns: Whether to go on.
  /// - Throws: A failure; the conversation goes on.
  mutating func obey(_ command: DialogueCommand) throws(ByokError) -> Bool {
    switch command {
    case .help: console.writeAside(DialogueCommand.listing)
    case .quit: return false
    case .model(nil): console.note("the model is \(try planner.candidates(model)[0].name)")
    case .model(let name?):
      let candidates = try planner.candidates(name)
      _ = try planner.plan(candidates[0])
      model = name
      console.note("now asking \(candidates[0].name)")
    case .file(let argument):
      _ = try planner.loader(for: try planner.candidates(model)).load([argument])
      files.append(argument)
      console.note("\(files.count) file\(files.count == 1 ? "" : "s") with the next turn")
    case .undo:
      guard try use.undo() else { throw ByokError(.usage, "there is no turn to take back") }
      let left = use.conversation.turns.count
      console.note("took the last turn back; \(left) turn\(left == 1 ? "" : "s") left")
    case .save(let name):
      guard !use.isKept else {
        throw ByokError(
          .usage, "the conversation is kept already, in '\(use.conversation.name.text)'",
          hint: "byok chat --fork \(use.conversation.name.text) --conversation \(name.text)")
      }
      for note in try use.save(as: name, session) { console.note(note) }
      console.note("kept in '\(name.text)': byok chat --conversation \(name.text)")
    case .usage: console.note(usage.line)
    case .edit: try ask(try Editor(session).text())
    }
    return true
  }
}
