internal import ByokCore
internal import ByokKit

/// Prints a reply as it arrives, or keeps it for the end.
///
/// To a terminal, characters that command it are made visible; to a pipe or file, bytes are
/// unchanged.
final class ReplyPrinter: ReplySink {
  private let console: Console
  private let output: ChatOutput
  private let file: OutputFile?
  private let isTerminal: Bool
  private var sanitizer = Sanitizer()
  private var renderer: MarkdownRenderer?
  private var endsOpen = false
  /// What goes to a file, which is written at the end.
  private var held: [UInt8] = []
  /// The first line of events, until it is written.
  private var start: JSONValue?

  /// The reply that is under way, in a chat with tools.
  private var turn: Int?

  /// What the answer cites; `nil` for an answer that has no sources.
  var sources: CitedSources?

  /// The whole text, if it is kept.
  private(set) var text = ""

  /// - Parameters:
  ///   - console: Where to print.
  ///   - output: How.
  ///   - start: The first line of events.
  ///   - rendering: How Markdown is rendered; `nil` where it is printed as it comes.
  init(
    _ console: Console, _ output: ChatOutput, start: JSONValue? = nil,
    rendering: MarkdownRendering? = nil
  ) {
    self.console = console
    self.output = output
    self.start = start
    file = output.outputFile
    isTerminal = file?.isTerminal ?? console.stdoutIsTerminal
    renderer = rendering?.renderer
  }

  /// Prints what the events bring, at once.
  ///
  /// - Throws: A failure when the output cannot be written.
  func take(_ events: [StreamEvent]) throws(ByokError) {
    if output.form == .events {
      try writeStart()
      for event in events {
        if let step = ReplyEvents.step(event, turn: turn) { try write(step) }
      }
    }
    var arrived = ""
    for event in events {
      switch event {
      case .text(let text): arrived += text
      case .reasoning(let text) where output.showsReasoning: console.writeAside(text, isDim: true)
      default: break
      }
    }
    guard !arrived.isEmpty else { return }
    if isTerminal { console.heldDetails?.hold() }
    switch output.form {
    case .text: try writeText(arrived)
    case .code, .json:
      try ReplyReceiver.checkKept(text.utf8.count + arrived.utf8.count, hint: Self.hint)
      text += arrived
    case .events: break
    }
  }

  var takesEachTurn: Bool { output.form == .events }

  /// Prints what a chat with tools comes to.
  ///
  /// - Throws: A failure when the output cannot be written.
  func take(_ step: ToolStep) throws(ByokError) {
    if case .turn(let number) = step { turn = number }
    if output.form == .events, let line = ReplyEvents.step(step, showing: output.showsResults) {
      try writeStart()
      try write(line)
    }
    ToolNotes(console, showsResults: output.showsResults && output.form != .events).take(step)
  }

  /// The text that only a file would have shown.
  private var unwritten: String {
    output.form == .text ? String(decoding: held, as: UTF8.self) : text
  }

  /// Ends the last line, if it is not ended.
  ///
  /// - Throws: A failure when the output cannot be written.
  func finish() throws(ByokError) {
    if let bytes = renderer?.finish() {
      renderer = nil
      return try console.write(bytes.span)
    }
    guard endsOpen else { return }
    endsOpen = false
    try write((isTerminal ? sanitizer.finish() : "") + "\n")
  }

  /// Prints what can only be said at the end of a reply that is right.
  ///
  /// - Parameter summary: The whole.
  /// - Throws: A failure when the output cannot be written, or holds no code though some is wanted.
  private func conclude(_ summary: ChatSummary) throws(ByokError) {
    switch output.form {
    case .text:
      guard output.sourceListing == .stdout, let list = sources?.listing, !list.isEmpty else {
        break
      }
      try writeText("\n\(list)")
      try finish()
    case .json: try write(summary.document)
    case .events:
      try writeStart()
      for line in ReplyEvents.end(summary) { try write(line) }
    case .code:
      guard let block = FencedBlock.first(in: text) else {
        throw ByokError(
          .failure, "the reply contains no fenced code block",
          hint: "ask for one, or leave out --code")
      }
      if !block.isEmpty { try writeText(block) }
      try finish()
    }
    if let file { try replace(file) }
  }

  private func replace(_ file: OutputFile) throws(ByokError) {
    let bytes = held
    try file.replace(with: bytes.span)
  }

  private func writeStart() throws(ByokError) {
    guard let line = start.take() else { return }
    try write(line)
  }

  private func writeText(_ text: String) throws(ByokError) {
    if let bytes = renderer?.add(text) { return try console.write(bytes.span) }
    endsOpen = text.utf8.last != UInt8(ascii: "\n")
    try write(isTerminal ? sanitizer.clean(text) : text)
  }

  private func write(_ text: String) throws(ByokError) {
    guard file != nil else { return try console.write(text) }
    try ReplyReceiver.checkKept(held.count + text.utf8.count, hint: Self.hint)
    held += text.utf8
  }

  private func write(_ document: JSONValue) throws(ByokError) {
    guard file != nil else { return try console.write(document) }
    try write(String(decoding: try document.json(), as: UTF8.self) + "\n")
  }

  private static let hint = "as plain text to standard output, it is printed as it arrives"
}

// MARK: The end

extension ReplyPrinter {
  /// Ends the output, and says what there is to say about a reply.
  ///
  /// - Parameters:
  ///   - result: What came of the request.
  ///   - now: Seconds since 1970.
  /// - Returns: The same, with a failure to print it.
  func conclude(_ result: ChatResult, now: Double) -> ChatResult {
    var result = result
    do throws(ByokError) {
      try finish()
    } catch {
      // If the output is what failed before, that has been reported.
      result.failure = result.failure ?? error
    }
    for text in console.heldDetails?.release() ?? [] { console.detail(text) }
    if result.failure == nil { listSources() }
    for note in result.notes { console.note(note) }
    if output.showsUsage, result.failure == nil || result.reply.usage != Usage() {
      console.writeAside("byok: \(result.usageLine(now: now))\n")
    }
    if result.failure == nil {
      do throws(ByokError) {
        try conclude(result.summary(text: text))
      } catch {
        result.failure = error
        if output.form == .code { result.rejectedText = text }
      }
    }
    if result.failure != nil { showRest(of: &result) }
    return result
  }

  /// Lists the sources beside the answer, and says what is wrong with its citations.
  private func listSources() {
    guard let sources else { return }
    let isShown = output.form == .text || output.form == .code
    if isShown, output.sourceListing != .stdout, !console.isQuiet, !sources.listing.isEmpty {
      console.writeAside("\n\(sources.listing)")
    }
    for note in sources.notes { console.note(note) }
  }

  /// What there is of a reply that failed, where it is not on standard output.
  private func showRest(of result: inout ChatResult) {
    let text = result.rejectedText ?? unwritten
    if result.reply.hasContent || result.rejectedText?.isEmpty == false {
      let document = result.summary(text: text).document
      result.failure?.partialResult = document
    }
    guard output.form != .json, !text.isEmpty else { return }
    console.writeAside(text.utf8.last == UInt8(ascii: "\n") ? text : text + "\n")
  }
}
