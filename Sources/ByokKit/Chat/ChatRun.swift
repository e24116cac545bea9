/// One `byok chat` from the request on: prints the reply and what there is to say of it.
struct ChatRun {
  let call: ChatCall
  let console: Console
  let output: ChatOutput

  /// - Parameter key: The key to ask with.
  /// - Throws: How the reply failed, after what there is of it was printed.
  func run(with key: borrowing ChosenKey) throws(ByokError) {
    var printer = ReplyPrinter(
      console, keepsText: output.isJSON, showsReasoning: output.showsReasoning)
    let result = call.run(with: key) { (events) throws(ByokError) in try printer.take(events) }
    var failure = result.failure
    do throws(ByokError) {
      try printer.finish()
    } catch {
      // If the output is what failed before, it has been said.
      failure = failure ?? error
    }
    for remark in result.remarks { console.remark(remark) }
    if output.showsUsage, failure == nil || result.reply.usage != Usage() {
      console.writeAside("byok: \(result.reply.usage.line)\n")
    }
    let document = result.summary(text: printer.text).document
    if var failure {
      if result.reply.hasContent { failure.partialResult = document }
      throw failure
    }
    if output.isJSON { try console.write(document) }
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
