import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// Fields that a server refuses by name, and what is sent in their place.
@Suite struct RemedyTests {
  private typealias Answer = FakeTransport.Answer

  private static let schema = ReplySchema(
    schema: .object([
      "type": .string("object"), "properties": .object([:]), "additionalProperties": .bool(false),
    ]))

  /// A request that asks for everything that may be refused.
  private static var request: ChatRequest {
    var request = ChatRequest(model: "m", prompt: "Hi")
    request.settings = ChatSettings(temperature: 0.2, topP: 0.5, maxTokens: 300)
    request.schema = schema
    return request
  }

  private static func refusal(
    _ message: String, _ status: Int = 400, param: String? = nil
  ) -> Answer {
    let field = param.map { #","param":"\#($0)""# } ?? ""
    return .status(status, #"{"error":{"message":"\#(message)"\#(field)}}"#)
  }

  private static func remedies(_ message: String, status: Int = 400) -> [Remedy] {
    Remedy.named(by: ErrorReport(status: status, message: message), for: request)
  }

  // MARK: What is refused

  @Test(
    arguments: [
      ("Unknown field: stream_options", [.streamOptions]),
      ("include_usage: extra fields not permitted", [.streamOptions]),
      ("response_format.type 'json_schema' is not supported here", [.jsonObject]),
      ("response_format.type: Input should be 'text' or 'json_object'", [.jsonObject]),
      ("that type of response_format cannot be used now: unavailable", [.jsonObject]),
      ("response_format.json_schema: Extra inputs are not permitted", [.jsonObject]),
      ("Only json_object is supported", [.jsonObject]),
      ("Unknown parameter: format", [.instructions]),
      ("response_format: Extra inputs are not permitted", [.instructions]),
      ("Unrecognized request argument supplied: response_format", [.instructions]),
      ("got an unexpected keyword argument 'response_format'", [.instructions]),
      ("This model does not support structured outputs", [.instructions]),
      ("output_config: Extra inputs are not permitted", [.instructions]),
      ("Unknown name \"responseJsonSchema\": Cannot find field", [.instructions]),
      (
        "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
        [.tokenLimitField]
      ),
      ("max_tokens: Extra inputs are not permitted", [.tokenLimitField]),
      ("'temperature' does not support 0.2 here. Only the default (1) is.", [.temperature]),
      ("`temperature` is deprecated for this model.", [.temperature]),
      ("invalid temperature: only 1 is allowed for this model", [.temperature]),
      ("Unknown parameter: 'top_p'", [.topP]), ("invalid field: temperature", [.temperature]),
      ("temperature: not supported; top_p: not supported", [.temperature, .topP]),
    ] as [(String, [Remedy])])
  func `a field that an answer refuses is found`(_ message: String, _ remedies: [Remedy]) {
    for status in [200, 400, 422, 500] {
      #expect(Self.remedies(message, status: status) == remedies)
    }
    #expect(Self.remedies(message, status: 429) == [])
    #expect(Self.remedies(message, status: 401) == [])
  }

  @Test(arguments: [
    "messages: at least one message is needed", "max_tokens is too large: at most 8192",
    "Invalid max_tokens value, the valid range is [1, 8192], others are not supported",
    "temperature must be less than or equal to 1", "invalid temperature: only up to 2 is allowed",
    "`temperature` and `top_p` cannot both be given; please use only one",
    "Invalid schema for response_format 'reply': 'oneOf' is not permitted",
    "seed is not supported", "this image format is not supported",
    "the model does not support images", "prompt is too long: no support",
    "max_tokens must be at least 1", "stream is not supported", "temperature",
  ])
  func `what is no refusal of a field is left alone`(_ message: String) {
    #expect(Self.remedies(message) == [])
  }

  @Test(arguments: 0..<GoodReply.dialectCount)
  func `where there is no form without a schema, it is said in words`(_ number: Int) throws {
    let dialect = GoodReply.make(number, pieces: []).dialect
    let question = ChatEndpoint(dialect, Self.request)
    let refusal = ErrorReport(status: 400, message: "type json_schema is not supported")
    let remedies = question.remedies(after: .reply(.reported(refusal)))
    #expect(remedies == [dialect == OpenAIChat.self ? .jsonObject : .instructions])
    let amended = try #require(remedies.first.flatMap { question.amended(by: $0) })
    let body = String(decoding: try dialect.body(for: amended.request), as: UTF8.self)
    #expect(body.contains("follows this JSON Schema"), "\(dialect.name)")
  }

  @Test func `what was not asked for is not left out`() {
    let report = ErrorReport(
      status: 400, message: "temperature, top_p, max_tokens and response_format: not supported")
    let plain = ChatRequest(model: "m", prompt: "Hi")
    #expect(Remedy.named(by: report, for: plain) == [])
  }

  // MARK: What is sent

  @Test func `a refused schema is said in words, first with JSON of any form`() throws {
    let asking = try Asking(
      [
        Self.refusal("response_format.type 'json_schema' is not supported"),
        Self.refusal("response_format: unknown field"), .says("{}"),
      ], retries: 0, request: Self.request)
    #expect(asking.text == "{}")
    #expect(asking.count == 3)
    let bodies = asking.asked.map(\.body)
    #expect(bodies[0].contains(#""type":"json_schema""#))
    #expect(bodies[1].contains(#""response_format":{"type":"json_object"}"#))
    #expect(!bodies[2].contains("response_format"))
    #expect(bodies.map { $0.contains("JSON Schema: {") } == [false, true, true])
    #expect(
      asking.errors == """
        byok: Example refuses the schema; retrying with json_object and the schema in the prompt \
        (to make this permanent: providers.example.quirks.schema = json_object)
        byok: Example refuses the schema; retrying with the schema in the prompt \
        (to make this permanent: providers.example.quirks.schema = none)

        """)
  }

  @Test(arguments: [
    ("temperature", "\"temperature\"", "quirks.temperature = false"),
    ("top_p", "\"top_p\"", "quirks.top_p = false"),
    ("max_tokens", "\"max_tokens\"", "quirks.token_limit_field = max_completion_tokens"),
    ("stream_options", "\"stream_options\"", "quirks.stream_options = false"),
  ])
  func `a refused field is left out or replaced, and a person is told`(
    _ field: String, _ sent: String, _ setting: String
  ) throws {
    let asking = try Asking(
      [Self.refusal("is not supported here", param: field), .says("Hello")], request: Self.request)
    #expect(asking.text == "Hello")
    #expect(asking.asked.map { $0.body.contains(sent) } == [true, false])
    #expect(asking.errors.contains("providers.example.\(setting)"))
    #expect(asking.errors.split(separator: "\n").count == 1)
    #expect(asking.waits == [])
  }

  @Test func `the limit of the reply is kept under its other name`() throws {
    let asking = try Asking(
      [Self.refusal("Unknown parameter: 'max_tokens'"), .says("Hello")], request: Self.request)
    #expect(asking.asked[1].body.contains(#""max_completion_tokens":300"#))
  }

  @Test func `fields that are refused together are changed together`() throws {
    let asking = try Asking(
      [Self.refusal("temperature, top_p, stream_options: unknown fields"), .says("Hello")],
      request: Self.request)
    #expect(asking.count == 2)
    let fields = ["temperature", "top_p", "stream_options"]
    #expect(!fields.contains { asking.asked[1].body.contains("\"\($0)\"") })
  }

  @Test func `a server that refuses whatever is sent is not asked forever`() throws {
    let all = [
      "response_format", "json_schema", "max_tokens", "max_completion_tokens", "temperature",
      "top_p", "stream_options",
    ].joined(separator: ", ")
    let answers = [Answer](repeating: Self.refusal("\(all): not supported"), count: 20)
    let asking = try Asking(answers, request: Self.request)
    #expect(asking.failure?.kind == .failure)
    #expect(asking.count <= 4)
  }

  @Test func `a built-in provider's refusal is a hint, but for token counts`() throws {
    let temperature = try Asking(
      [Self.refusal("Unsupported parameter: 'temperature'"), .says("Hello")],
      request: Self.request, id: "deepseek")
    #expect(temperature.count == 1)
    #expect(temperature.failure?.kind == .failure)
    let counts = try Asking(
      [Self.refusal("Unknown field: stream_options"), .says("Hello")], id: "deepseek")
    #expect(counts.text == "Hello")
    #expect(counts.errors == "")
  }

  @Test func `nothing is sent again behind the beginning of a reply`() throws {
    let asking = try Asking(
      [
        .events(
          #"{"choices":[{"delta":{"content":"He"}}]}"#,
          #"{"error":{"message":"temperature is not supported","code":400}}"#), .says("Hello"),
      ], request: Self.request)
    #expect(asking.count == 1)
    #expect(asking.text == "He")
  }

  // MARK: Other dialects

  @Test(
    arguments: [
      (AnthropicMessages.self, "output_config"), (OpenAIResponses.self, "text"),
      (Gemini.self, "responseJsonSchema"), (Cohere.self, "response_format"),
    ] as [(any Dialect.Type, String)])
  func `in every dialect a refused schema is said in words`(
    _ dialect: any Dialect.Type, _ field: String
  ) throws {
    var request = Self.request
    request.settings = ChatSettings(temperature: 0.2)
    let endpoint = ChatEndpoint(dialect, request)
    #expect(endpoint.amended(by: .jsonObject) == nil)
    #expect(endpoint.amended(by: .streamOptions) == nil)
    let amended = try #require(endpoint.amended(by: .instructions))
    #expect(amended.amended(by: .instructions) == nil)
    let (before, after) = (try Self.body(of: endpoint), try Self.body(of: amended))
    #expect(before.contains("\"\(field)\":{"))
    #expect(!after.contains("\"\(field)\":{"))
    #expect(after.contains("JSON Schema: {"))
    let cool = try #require(endpoint.amended(by: .temperature))
    #expect(!(try Self.body(of: cool)).contains("\"temperature\""))
  }

  private static func body(of endpoint: ChatEndpoint) throws -> String {
    guard case .json(let bytes) = try endpoint.body() else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `what is refused once is not sent again by the same command`() throws {
    let transport = FakeTransport([
      Self.refusal("Unknown parameter: 'temperature'"), .says("One"), .says("Two"),
    ])
    let screen = try Screen()
    let provider = Provider(
      id: "example", name: "Example", baseURL: "https://api.example.com/v1",
      dialect: OpenAIChat.self)
    let session = Session(
      console: screen.console, environment: Environment([:]), clock: FakeClock().clock,
      transport: transport)
    let client = ProviderClient(provider, nil, ClientSession(session))
    let key = ChosenKey(
      secret: try Secret(copying: Array(Asking.key.utf8).span),
      source: .environment(variable: "KEY"),
      base: try BaseURL(provider.baseURL, from: "test"))
    for _ in 1...2 {
      #expect(client.chat(Self.request, key: key, to: NoSink()).failure == nil)
    }
    #expect(
      transport.asked.map { $0.body.contains("\"temperature\"") } == [true, false, false])
    #expect(screen.errors.split(separator: "\n").count == 1)
  }
}
