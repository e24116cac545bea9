import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ChatLimitsTests {
  private static let provider = Provider(
    id: "example", name: "Example", baseURL: "https://a.b", dialect: OpenAIChat.self)

  private static func request(_ parts: [ChatMessage.Part]) -> ChatRequest {
    var request = ChatRequest(model: "m", messages: [ChatMessage(role: .user, parts: parts)])
    var facts = Model(id: "m", provider: "example", name: "M")
    facts.price = Model.Price(input: 2, output: 10)
    request.facts = facts
    return request
  }

  private static func file(_ type: String, bytes: Int) -> ChatMessage.Part {
    let content = [UInt8](repeating: 0, count: bytes)
    return .file(Attachment(name: "f", mediaType: type, source: .bytes(content)))
  }

  @Test func `text and PDF count by their bytes, images as one`() {
    let parts: [ChatMessage.Part] = [
      .text("héllo"), Self.file("application/pdf", bytes: 4000), Self.file("image/png", bytes: 9),
    ]
    var request = Self.request(parts)
    #expect(ChatEstimate(request, Self.provider).input == 2 + 1000 + 1500)
    request.system = String(repeating: "x", count: 398)
    #expect(ChatEstimate(request, Self.provider).input == 100 + 1 + 1000 + 1500)
  }

  @Test func `calls of tools, their results and definitions count by their bytes`() {
    let call = ToolCall(id: "c1", name: "git__log", arguments: #"{"n": 3}"#)
    let calling = Self.request([.toolCall(call)])
    #expect(ChatEstimate(calling, Self.provider).input == (2 + 8 + 8 + 3) / 4)
    let image = Attachment(name: "f", mediaType: "image/png", source: .bytes([0]))
    let answer = String(repeating: "x", count: 390)
    let result = ToolResult(
      callID: "c1", name: "git__log", content: [.text(answer), .file(image)])
    #expect(ChatEstimate(Self.request([.toolResult(result)]), Self.provider).input == 100 + 1500)
    var request = Self.request([.text("1234")])
    let schema = JSONValue.object(["description": .string(answer)])
    request.tools = [ToolDefinition(name: "a", description: "b", schema: schema)]
    let definition = request.tools[0].function.compactText.utf8.count
    #expect(ChatEstimate(request, Self.provider).input == (4 + definition + 3) / 4)
    #expect(definition > 400)
  }

  @Test func `a provider's own turn counts where it is larger than its parts`() {
    var request = Self.request([.text(String(repeating: "x", count: 40))])
    request.messages[0].role = .assistant
    request.messages[0].turn = ProviderTurn(dialect: "anthropic", content: .array([]))
    #expect(ChatEstimate(request, Self.provider).input == 10)
    let signature = JSONValue.string(String(repeating: "x", count: 398))
    request.messages[0].turn = ProviderTurn(dialect: "anthropic", content: signature)
    #expect(ChatEstimate(request, Self.provider).input == 100)
  }

  @Test func `a reply counts as long as it may be, else a usual length`() throws {
    var request = Self.request([.text("12345678")])
    #expect(try ChatEstimate(request, Self.provider).cost() == (4 + 10_000) / 1e6)
    request.facts?.maxOutputTokens = 10
    #expect(try ChatEstimate(request, Self.provider).cost() == (4 + 100) / 1e6)
    request.settings.maxTokens = 500
    #expect(try ChatEstimate(request, Self.provider).cost() == (4 + 5000) / 1e6)
  }

  @Test func `the limit itself is not over it`() throws {
    let request = Self.request([.text("12345678")])
    try ChatLimits(maxInputTokens: 2).check(request, Self.provider)
    let failure = #expect(throws: ByokError.self) {
      try ChatLimits(maxInputTokens: 1).check(request, Self.provider)
    }
    #expect(failure?.kind == .tooLong)
    try ChatLimits(maxCost: Dollars(argument: "0.010004")).check(request, Self.provider)
    #expect(throws: ByokError.self) {
      try ChatLimits(maxCost: Dollars(argument: "$0.01")).check(request, Self.provider)
    }
  }
}
