/// One `byok chat` from the request on: prints the reply and what there is to say of it.
struct ChatRun {
  let call: ChatCall
  let console: Console
  let output: ChatOutput

  /// - Parameter key: The key to ask with.
  /// - Returns: What came of it; what there is of the reply has been printed.
  /// - Throws: A failure when the output cannot be written.
  func run(with key: borrowing ChosenKey) throws(ByokError) -> ChatResult {
    var printer = ReplyPrinter(
      console, keepsText: output.isJSON, showsReasoning: output.showsReasoning)
    var result = call.run(with: key) { (events) throws(ByokError) in try printer.take(events) }
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
    let document = result.summary(text: printer.text).document
    if result.failure == nil {
      if output.isJSON { try console.write(document) }
    } else if result.reply.hasContent {
      result.failure?.partialResult = document
    }
    return result
  }
}

/// What is shown of a reply, and how.
struct ChatOutput: Sendable {
  var isJSON = false
  /// Whether the model's thinking is told on stderr.
  var showsReasoning = false
  /// Whether tokens and cost are told on stderr.
  var showsUsage = false
}
