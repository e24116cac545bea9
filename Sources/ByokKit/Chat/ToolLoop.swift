internal import ByokCore

/// Runs a chat whose model may call tools: asks, runs the calls of the reply, and asks again with
/// their results, until a reply has no calls or a limit is reached.
///
/// No call is ever made twice by byok itself, and each is answered exactly once.
struct ToolLoop {
  private let client: ProviderClient
  private let use: ToolUse

  init(_ client: ProviderClient, _ use: ToolUse) {
    (self.client, self.use) = (client, use)
  }

  /// - Parameters:
  ///   - request: The first request; it asks for no form.
  ///   - key: The key to ask with.
  ///   - sink: Takes the events of the replies, and the text of the last one.
  /// - Returns: What came of it; the messages of its last request are those before the answer.
  func run(
    _ request: ChatRequest, key: borrowing ChosenKey, to sink: any ReplySink
  ) -> (result: ChatResult, text: String) {
    var state = ToolLoopState(use, client, request)
    while true {
      do throws(ByokError) {
        try state.begin(sink)
        let held = HeldText(sink, passes: sink.takesEachTurn, hint: Self.hint)
        let result = state.limited(client).chat(state.request, key: key, to: held)
        try sink.take(.usage(result.reply.usage, turn: state.turn))
        switch state.take(result, held.text) {
        case .repeats(let reason): client.session.console.note("\(reason); asking once more")
        case .ends(let result):
          if result.failure == nil, !sink.takesEachTurn, !held.text.isEmpty {
            try sink.take([.text(held.text)])
          }
          return (result, held.text)
        case .calls(let calls):
          if let reason = state.reasonToStop(before: calls) {
            return (try stop(&state, reason, sink), held.text)
          }
          try sink.take(.preamble(held.text))
          try run(calls, &state, sink)
          if let reason = state.reasonToStop() {
            return (try stop(&state, reason, sink), held.text)
          }
        }
      } catch {
        return (state.failed(error), "")
      }
    }
  }

  private static let hint = "ask for less"

  /// Ends the chat before the model is done: what text there is goes out.
  private func stop(
    _ state: inout ToolLoopState, _ reason: String, _ sink: any ReplySink
  ) throws(ByokError) -> ChatResult {
    if !sink.takesEachTurn, !state.lastText.isEmpty { try sink.take([.text(state.lastText)]) }
    let hint = "raise the limit, or ask for less"
    return state.failed(ByokError(.unfinished, reason, hint: hint))
  }

  private func run(
    _ calls: [ToolCall], _ state: inout ToolLoopState, _ sink: any ReplySink
  ) throws(ByokError) {
    let jobs = calls.map { state.job($0) }
    for job in jobs {
      try sink.take(job.isRefused ? .refused(job.run) : .call(job.run))
    }
    let answers = try ToolJob.answers(
      of: jobs, by: use.runner, limit: state.secondsOfCall, client.session)
    if client.session.interrupt?.isOpen == true { throw .interrupted }
    var results: [ChatMessage.Part] = []
    for (job, answer) in zip(jobs, answers) {
      var run = job.run
      let cut = answer.answer.cut(to: use.limits.bytesOfResult)
      (run.isError, run.milliseconds) = (answer.answer.isError, answer.milliseconds)
      run.bytes = ToolAnswer(content: cut.content).textBytes
      run.leftOut = cut.leftOut
      state.runs.append(run)
      if !job.isRefused { try sink.take(.result(run, content: cut.content)) }
      results.append(
        .toolResult(
          ToolResult(
            callID: run.id, name: run.name, content: cut.content, isError: run.isError)))
    }
    state.append(ChatMessage(role: .user, parts: results))
  }
}
