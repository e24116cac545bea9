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
      id: id, name: "Example", baseURL: base, wire: OpenAIChat.self, keyURL: keyURL,
      defaultModel: defaultModel, models: models)
    let exchange = ChatExchange(
      provider: provider, wire: OpenAIChat.self, transport: transport, clock: clock.clock,
      console: screen.console,
      retries: retries)
    let chosen = ChosenKey(
      secret: try Secret(copying: Array(key.utf8).span), source: source,
      base: try BaseURL(base, from: "test"))
    var text = ""
    do throws(ByokError) {
      requestID = try exchange.run(request, key: chosen) { (events) throws(ByokError) in
        for case .text(let piece) in events { text += piece }
      }.requestID
    } catch {
      failure = error
    }
    self.text = text
    (waits, asked, errors) = (clock.waits, transport.asked, screen.errors)
  }
}
