internal import ByokCore

/// How far a chat with tools has come.
struct ToolLoopState {
  private let use: ToolUse
  private let client: ProviderClient
  private let start: Double
  /// The next request.
  private(set) var request: ChatRequest
  /// The reply that is under way, counted from 1.
  private(set) var turn = 0
  /// The calls that were answered.
  var runs: [ToolRun] = []
  /// The last text that a reply had.
  private(set) var lastText = ""
  private var exchanged: [ChatMessage] = []
  private var whole: ChatResult?
  private var isRepeated = false
  /// In how many turns each call was made, and the last of them.
  private var uses: [Call: (turns: Int, last: Int)] = [:]
  /// How many of the last calls were of tools that were not offered.
  private var refusals = 0

  private struct Call: Hashable {
    let name: String
    let arguments: JSONValue
  }

  init(_ use: ToolUse, _ client: ProviderClient, _ request: ChatRequest) {
    (self.use, self.client) = (use, client)
    start = client.session.clock.monotonic()
    self.request = use.offering(request, client.dialect)
  }

  /// What follows a reply.
  enum Next {
    /// The same is asked once more.
    case repeats(String)
    case ends(ChatResult)
    case calls([ToolCall])
  }

  /// Begins a turn.
  mutating func begin(_ sink: any ReplySink) throws(ByokError) {
    turn += 1
    try sink.take(.turn(turn))
  }

  /// Takes what came of a request.
  mutating func take(_ latest: ChatResult, _ text: String) -> Next {
    var result = latest
    if let whole { result = result.after(whole) }
    let calls = result.reply.toolCalls.map {
      ToolCall(id: $0.id, name: $0.name, arguments: $0.arguments)
    }
    result.reply.toolCalls = []
    whole = result
    if text.utf8.contains(where: { $0 > 0x20 }) { lastText = text }
    if let failure = result.failure {
      if failure.code == .brokenCall, !isRepeated {
        isRepeated = true
        return .repeats(failure.message)
      }
      let isLate = failure.kind == .network && secondsLeft.map { $0 <= 0 } == true
      guard !isLate else { return .ends(failed(ByokError(.unfinished, Self.late(use)))) }
      return .ends(concluded(result))
    }
    guard !calls.isEmpty else { return .ends(concluded(result)) }
    if result.reply.finishReason == .length, calls.contains(where: \.isCutOff) {
      result.failure = ByokError(
        .truncated, "the reply ended at its limit of tokens within a call of a tool",
        hint: "raise --max-tokens")
      return .ends(concluded(result))
    }
    var parts: [ChatMessage.Part] = text.isEmpty ? [] : [.text(text)]
    parts += calls.map(ChatMessage.Part.toolCall)
    append(ChatMessage(role: .assistant, parts: parts, turn: result.reply.turn))
    return .calls(calls)
  }

  mutating func append(_ message: ChatMessage) {
    request.messages.append(message)
    exchanged.append(message)
  }

  /// The result with what happened before it.
  private func concluded(_ result: ChatResult) -> ChatResult {
    var result = result
    (result.toolRuns, result.turns, result.exchanged) = (runs, turn, answered)
    // What tools took counts, too.
    result.milliseconds = Int((client.session.clock.monotonic() - start) * 1000)
    return result
  }

  /// The messages, without calls that were not answered.
  private var answered: [ChatMessage] {
    exchanged.last?.role == .assistant ? exchanged.dropLast() : exchanged
  }

  /// The result of a chat that a failure ends.
  func failed(_ failure: ByokError) -> ChatResult {
    var result =
      whole
      ?? ChatResult(provider: client.provider, request: request, key: .notNeeded, start: start)
    result.failure = failure
    return concluded(result)
  }

  // MARK: Limits

  /// The seconds that are left; `nil` for no limit.
  private var secondsLeft: Double? {
    use.limits.seconds.map { $0 - (client.session.clock.monotonic() - start) }
  }

  /// How long a call may take; `nil` for the server's own limit.
  var secondsOfCall: Double? {
    [use.limits.secondsOfCall, secondsLeft].compactMap(\.self).min()
  }

  /// The client, whose next request ends when the time is over.
  func limited(_ client: ProviderClient) -> ProviderClient {
    guard let secondsLeft else { return client }
    var client = client
    client.patience.timeout = min(client.patience.timeout, max(0.001, secondsLeft))
    return client
  }

  private static func late(_ use: ToolUse) -> String {
    "the chat took longer than --max-time \(ProviderClient.tenths(use.limits.seconds ?? 0)) s"
  }

  /// Why the chat ends before these calls are run; `nil` if it does not.
  func reasonToStop(before calls: [ToolCall]) -> String? {
    let limits = use.limits
    if turn >= limits.turns {
      return "the model wants to call tools after --max-turns \(limits.turns)"
    }
    if runs.count + calls.count > limits.calls {
      let wanted = calls.count.counted("more call")
      return "the model wants \(wanted) of tools after \(runs.count), over"
        + " --max-tool-calls \(limits.calls)"
    }
    return reasonToStop()
  }

  /// Why the chat ends before the next request; `nil` if it does not.
  func reasonToStop() -> String? {
    if let secondsLeft, secondsLeft <= 0 { return Self.late(use) }
    if refusals > ToolLimits.refusals {
      return "the model called tools that it was not offered, \(refusals) times in a row"
    }
    do throws(ByokError) {
      let spending = client.session.spending
      spending.settle(try spending.admit(request, client.provider), cost: 0)
      return nil
    } catch {
      return error.message
    }
  }

  // MARK: Calls

  /// What is to be done about a call.
  mutating func job(_ call: ToolCall) -> ToolJob {
    let entry = use.offer[call.name]
    let run = ToolRun(
      turn: turn, id: call.id, name: call.name, server: entry?.tool.server,
      tool: entry?.tool.name, arguments: call.arguments)
    guard let entry else {
      refusals += 1
      let text = "There is no tool of the name \(call.name), or it is not allowed."
      return ToolJob(run: run, work: .answer(text), isRefused: true)
    }
    refusals = 0
    switch entry.arguments(call.argumentsText) {
    case .failure(let flaw): return ToolJob(run: run, work: .answer(flaw.text))
    case .success(let arguments):
      let count = countTurns(of: Call(name: call.name, arguments: arguments))
      guard count <= ToolLimits.repetitions else {
        let text =
          "This call was made \(count - 1) times with the same arguments, and is not made again."
        return ToolJob(run: run, work: .answer(text))
      }
      return ToolJob(run: run, work: .run(entry.tool, arguments))
    }
  }

  /// The turns in which a call was made, with this one.
  ///
  /// Several in one turn are meant, such as three throws of a die; in one turn after the other they are
  /// a loop.
  private mutating func countTurns(of call: Call) -> Int {
    let before = uses[call] ?? (0, 0)
    let turns = before.last == turn ? before.turns : before.turns + 1
    uses[call] = (turns, turn)
    return turns
  }
}

extension ToolCall {
  /// Whether the arguments end before they are complete.
  fileprivate var isCutOff: Bool { JSONValue(Array(argumentsText.utf8)) == nil }
}
