/// One `byok chat` from the request on: prints the reply and what there is to say of it.
struct ChatRun {
  let call: ChatCall
  let console: Console
  let output: ChatOutput
  /// The form that the reply must have; `nil` for free text.
  var form: ReplyForm?

  /// - Parameter key: The key to ask with.
  /// - Returns: What came of it; what there is of the reply has been printed.
  /// - Throws: A failure when the output cannot be written.
  func run(with key: borrowing ChosenKey) throws(ByokError) -> ChatResult {
    if output.isRehearsal { return try rehearse(with: key) }
    var printer = ReplyPrinter(
      console, output, start: ReplyEvents.start(call, key: key.source))
    var call = call
    call.exchange.showsWaiting = true
    var result = CheckedCall(call: call, form: form).run(with: key) { (events) throws(ByokError) in
      try printer.take(events)
    }
    do throws(ByokError) {
      try printer.finish()
    } catch {
      // If the output is what failed before, it has been said.
      result.failure = result.failure ?? error
    }
    for remark in result.remarks { console.remark(remark) }
    if output.showsUsage, result.failure == nil || result.reply.usage != Usage() {
      console.writeAside("byok: \(result.reply.usage.line)\n")
    }
    if result.failure == nil {
      do throws(ByokError) {
        try printer.conclude(result.summary(text: printer.text))
      } catch {
        result.failure = error
        if output.form == .code { result.rejectedText = printer.text }
      }
    }
    if result.failure != nil { tellRest(&result, printer) }
    return result
  }

  /// Shows the request in place of sending it.
  private func rehearse(with key: borrowing ChosenKey) throws(ByokError) -> ChatResult {
    let rehearsal = ChatRehearsal(exchange: call.exchange, request: call.request)
    let text = try rehearsal.text(key: key, asJSON: output.form == .json || output.form == .events)
    if let file = output.outputFile {
      try file.replace(with: Array(text.utf8).span)
    } else {
      try console.write(text)
    }
    return ChatResult(
      provider: call.exchange.provider, request: call.request, key: key.source, start: 0)
  }

  /// What there is of a reply that failed, where it is not on standard output.
  private func tellRest(_ result: inout ChatResult, _ printer: ReplyPrinter) {
    let text = result.rejectedText ?? printer.unwritten
    if result.reply.hasContent {
      let document = result.summary(text: text).document
      result.failure?.partialResult = document
    }
    guard output.form != .json, !text.isEmpty else { return }
    console.writeAside(text.utf8.last == UInt8(ascii: "\n") ? text : text + "\n")
  }
}
