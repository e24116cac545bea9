import ByokKitTestSupport
import Synchronization

@testable import ByokCore
@testable import ByokKit

/// Runs tools by a closure, and notes the calls.
final class FakeRunner: ToolRunner {
  private let parallel: Set<String>
  private let answer: @Sendable (ServerTool, JSONValue) throws(ByokError) -> ToolAnswer
  private let log = Mutex<[String]>([])
  private let given = Mutex<[Double?]>([])

  init(
    parallel: Set<String> = [],
    _ answer: @escaping @Sendable (ServerTool, JSONValue) throws(ByokError) -> ToolAnswer
  ) {
    (self.parallel, self.answer) = (parallel, answer)
  }

  /// The calls so far, such as `git/log {"n":3}`.
  var calls: [String] { log.withLock { $0 } }

  /// The limits that the calls had.
  var limits: [Double?] { given.withLock { $0 } }

  func run(
    _ tool: ServerTool, arguments: JSONValue, limit: Double?, interrupt: Latch?
  ) throws(ByokError) -> ToolAnswer {
    log.withLock { $0.append("\(tool.server)/\(tool.name) \(arguments.compactText)") }
    given.withLock { $0.append(limit) }
    return try answer(tool, arguments)
  }

  func runsInParallel(_ server: String) -> Bool { parallel.contains(server) }
}

/// A chat with tools, whose provider and servers are scripted, and all that came of it.
struct ToolChat {
  static let schema = #"{"type":"object","properties":{"n":{"type":"integer"}}}"#

  static let tools = [
    ServerTool(server: "git", name: "log", description: "Commits", inputSchema: json(schema)),
    ServerTool(server: "web", name: "fetch", inputSchema: json(#"{"type":"object"}"#)),
  ]

  var dialect: any Dialect.Type = OpenAIChat.self
  var quirks = Quirks()
  var request = ChatRequest(model: "m", prompt: "Look")
  var tools = Self.tools
  var limits = ToolLimits()
  var spending = SpendingGuard()
  var clock = FakeClock().clock
  var retries = 0
  var runner = FakeRunner { (tool, arguments) throws(ByokError) in
    ToolAnswer(content: [.text("\(tool.name) of \(arguments.compactText)")])
  }

  static func json(_ text: String) -> JSONValue { JSONValue(Array(text.utf8)) ?? .null }

  /// What came of a chat.
  struct Outcome {
    let result: ChatResult
    /// The text that the sink was given.
    let text: String
    let steps: [ToolStep]
    /// The bodies of the requests.
    let bodies: [JSONValue]
    let errors: String

    var failure: ByokError? { result.failure }
    /// The messages of a request, of dialects that call them so.
    func messages(_ index: Int) -> [JSONValue] { bodies[index]["messages"]?.elements ?? [] }
    /// The texts of the results in an `openai-chat` request.
    func results(_ index: Int) -> [String] {
      messages(index).filter { $0["role"]?.text == "tool" }.compactMap { $0["content"]?.string }
    }
  }

  func run(
    _ answers: [FakeTransport.Answer], form: ReplySchema? = nil, eachTurn: Bool = false
  ) throws -> Outcome {
    let (transport, screen) = (FakeTransport(answers), try Screen())
    let provider = Provider(
      id: "example", name: "Example", baseURL: "https://a.b", dialect: dialect, quirks: quirks)
    let session = Session(
      console: screen.console, environment: Environment([:]), clock: clock, transport: transport)
    let client = ProviderClient(
      provider, nil, ClientSession(session, spending: spending), .init(retries: retries))
    let key = ChosenKey(
      secret: try Secret(randomBytes: 0), source: .notNeeded,
      base: try BaseURL("https://a.b", from: "test"))
    let use = ToolUse(ToolOffer(tools), runner, limits: limits)
    let sink = StepSink(eachTurn)
    var request = request
    request.quirks = quirks
    let result: ChatResult
    if let form {
      let candidate = ChatCandidate(
        choice: try ModelChoice(provider: provider, model: request.model), dialect: dialect,
        label: nil, configuration: Configuration())
      let plan = ChatPlan(candidate, client, key: key, streams: true)
      let content = ChatContent(messages: request.messages, schema: form)
      let policies = [SchemaPolicy(try ReplyForm(form))]
      result = try TurnLoop(client, policies: policies, tools: use)
        .run(plan, content, ChatSettings(), to: sink)
    } else {
      result = ToolLoop(client, use).run(request, key: key, to: sink).result
    }
    return Outcome(
      result: result, text: sink.text, steps: sink.steps,
      bodies: transport.asked.compactMap { JSONValue($0.request.body) }, errors: screen.errors)
  }

  /// A streamed reply of `openai-chat` that calls tools; a call is `id name arguments`.
  static func calls(
    _ calls: String..., text: String? = nil, finish: String = "tool_calls", usage: String = ""
  ) -> FakeTransport.Answer {
    let calls = calls.enumerated().map { index, call in
      let words = call.split(separator: " ", maxSplits: 2).map(String.init)
      let arguments = JSONValue.string(words.count > 2 ? words[2] : "").compactText
      return #"{"index":\#(index),"id":"\#(words[0])","type":"function","function":"#
        + #"{"name":"\#(words[1])","arguments":\#(arguments)}}"#
    }
    let content = text.map { #""content":"\#($0)","# } ?? ""
    return .events(
      #"{"choices":[{"delta":{\#(content)"tool_calls":[\#(calls.joined(separator: ","))]}}]}"#,
      #"{"choices":[{"delta":{},"finish_reason":"\#(finish)"}]\#(usage)}"#, "[DONE]")
  }
}

/// Gathers texts and steps.
private final class StepSink: ReplySink {
  private(set) var text = ""
  private(set) var steps: [ToolStep] = []
  let takesEachTurn: Bool

  init(_ takesEachTurn: Bool) { self.takesEachTurn = takesEachTurn }

  func take(_ events: [StreamEvent]) {
    for case .text(let piece) in events { text += piece }
  }

  func take(_ step: ToolStep) { steps.append(step) }
}
