import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// One exchange with a scripted provider, and all that came of it.
struct Asking {
  static let key = "sk-FAKE0123456789abcdefghij"

  var text = ""
  var failure: ByokError?
  var waits: [Double] = []
  var asked: [FakeTransport.Asked] = []
  var errors = ""
  var requestID: String?

  /// How often the provider was asked.
  var count: Int { asked.count }

  init(
    _ answers: [FakeTransport.Answer], retries: Int = 3,
    base: String = "https://api.example.com/v1",
    key: String = Self.key, request: ChatRequest = ChatRequest(model: "m", prompt: "Hi"),
    id: String = "example", source: KeySource = .environment(variable: "KEY"),
    keyURL: String? = "https://example.com/keys", models: [String] = [],
    defaultModel: String? = nil
  ) throws {
    let (transport, clock, screen) = (FakeTransport(answers), FakeClock(), try Screen())
    let provider = Provider(
      id: id, name: "Example", baseURL: base, dialect: OpenAIChat.self,
      keyVariables: ["EXAMPLE_API_KEY"], keyURL: keyURL,
      defaultModel: defaultModel,
      models: models.map { Model(id: $0, provider: id, name: $0) },
      keyFamily: Provider.builtIn.first { $0.id == id }?.keyFamily)
    let session = Session(
      console: screen.console, environment: Environment([:]), clock: clock.clock,
      transport: transport)
    let client = ProviderClient(provider, nil, ClientSession(session), .init(retries: retries))
    let gathered = Gathered()
    let chosen = ChosenKey(
      secret: try Secret(copying: Array(key.utf8).span), source: source,
      base: try BaseURL(base, from: "test"))
    let sink = ClosureSink { events in
      for case .text(let piece) in events { gathered.text += piece }
    }
    let result = client.chat(request, key: chosen, to: sink)
    (failure, requestID, text) = (result.failure, result.requestID, gathered.text)
    (waits, asked, errors) = (clock.waits, transport.asked, screen.errors)
  }
}

/// Text that a closure gathers.
private final class Gathered {
  var text = ""
}
