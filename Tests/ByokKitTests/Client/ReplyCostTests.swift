import Testing

@testable import ByokCore
@testable import ByokKit

/// What replies cost, from their usage as each dialect writes it.
@Suite struct ReplyCostTests {
  /// A reply in one piece, the model that it is of, and its cost in USD.
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let dialect: any Dialect.Type
    let usage: String
    let cost: Double?
    var provider = "example"
    var model = "m"
    var price: Model.Price? = .usd(2, 10, cached: 0.5)
    var more = ""
    var isImplausible = false

    init(
      _ name: String, _ dialect: any Dialect.Type, _ usage: String, _ cost: Double?,
      _ change: (inout Self) -> Void = { _ in }
    ) {
      (testDescription, self.dialect, self.usage, self.cost) = (name, dialect, usage, cost)
      change(&self)
    }

    /// The reply's usage with its cost.
    func priced() throws -> Usage {
      let frame =
        switch dialect.name {
        case AnthropicMessages.name: #"{"type":"message","content":[],"usage":USAGE}"#
        case OpenAIResponses.name: #"{"status":"completed","output":[],"usage":USAGE MORE}"#
        case Cohere.name: #"{"message":{},"usage":USAGE}"#
        case Gemini.name: #"{"candidates":[{}],"usageMetadata":USAGE}"#
        default: #"{"choices":[{"message":{"content":"a"}}],"usage":USAGE MORE}"#
        }
      let reply = frame.replacing("USAGE", with: usage).replacing("MORE", with: more)
      var decoder = dialect.init()
      var sum = ChatReply()
      for event in try decoder.receive(whole: Array(reply.utf8)) { sum.take(event, now: 0) }
      var facts = Model(id: model, provider: provider, name: "M")
      facts.price = price
      return sum.usage.priced(as: facts)
    }
  }

  private static let thousand = #""prompt_tokens":1000,"completion_tokens":100"#

  private static let counted = [
    Row(
      "cached", OpenAIChat.self, "{\(thousand),\"prompt_tokens_details\":{\"cached_tokens\":400}}",
      0.0024),
    Row(
      "written", OpenAIChat.self,
      #"{\#(thousand),"prompt_tokens_details":{"cached_tokens":100,"cache_write_tokens":800}}"#,
      0.003_25),
    Row(
      "written at its own price", OpenAIChat.self,
      #"{\#(thousand),"prompt_tokens_details":{"cache_write_tokens":500}}"#, 0.0035
    ) { $0.price?.cacheWrite = 3 },
    Row(
      "more written than sent", OpenAIChat.self,
      #"{\#(thousand),"prompt_tokens_details":{"cached_tokens":900,"cache_write_tokens":5000}}"#,
      0.001_7),
    Row(
      "written for half a day", OpenAIResponses.self,
      #"""
      {"input_tokens":1000,"output_tokens":100,"input_tokens_details":{"cache_write_tokens":600,
      "cache_write_tokens_details":{"ttl_30m_tokens":200,"ttl_12h_tokens":400}}}
      """#, 0.0043),
    Row(
      "written for minutes and an hour", AnthropicMessages.self,
      #"""
      {"input_tokens":100,"output_tokens":100,"cache_read_input_tokens":400,
      "cache_creation_input_tokens":600,
      "cache_creation":{"ephemeral_5m_input_tokens":200,"ephemeral_1h_input_tokens":400}}
      """#, 0.0035),
    Row(
      "written, without a split", AnthropicMessages.self,
      #"{"input_tokens":100,"output_tokens":0,"cache_creation_input_tokens":800}"#, 0.0022),
    Row(
      "written, the split alone", AnthropicMessages.self,
      #"{"input_tokens":0,"output_tokens":0,"cache_creation":{"ephemeral_1h_input_tokens":1000}}"#,
      0.004),
    Row(
      "thinking beside the reply", OpenAIChat.self,
      #"{\#(thousand),"total_tokens":1400,"completion_tokens_details":{"reasoning_tokens":300}}"#,
      0.006),
    Row(
      "thinking within the reply", OpenAIChat.self,
      #"{\#(thousand),"total_tokens":1100,"completion_tokens_details":{"reasoning_tokens":80}}"#,
      0.003),
    Row(
      "thinking in the total alone", OpenAIChat.self, #"{\#(thousand),"total_tokens":1150}"#, 0.0035
    ),
    Row(
      "a total that counts sound too", OpenAIChat.self,
      #"{\#(thousand),"total_tokens":1400,"prompt_tokens_details":{"audio_tokens":300}}"#, 0.003),
    Row(
      "thoughts and what tools found", Gemini.self,
      #"""
      {"promptTokenCount":600,"toolUsePromptTokenCount":400,"candidatesTokenCount":40,
      "thoughtsTokenCount":60,"cachedContentTokenCount":400,"totalTokenCount":1100}
      """#, 0.0024),
    Row(
      "searches", AnthropicMessages.self,
      #"{"input_tokens":1000,"output_tokens":100,"server_tool_use":{"web_search_requests":3}}"#,
      0.033),
    Row("no price", OpenAIChat.self, "{\(thousand)}", nil) { $0.price = nil },
    Row("a gateway's cost", Gemini.self, #"{"promptTokenCount":600,"cost":0.25}"#, 0.25),
    Row("a gateway's cost", Cohere.self, #"{"tokens":{"input_tokens":6},"cost":0.25}"#, 0.25),
    Row(
      "a cost that cannot be", Cohere.self,
      #"{"tokens":{"input_tokens":1000,"output_tokens":100},"cost":-1}"#, 0.003
    ) { $0.isImplausible = true },
  ]

  private static let served = [
    Row("flex", OpenAIChat.self, "{\(thousand)}", 0.0015) {
      ($0.provider, $0.more) = ("openai", #","service_tier":"flex""#)
    },
    Row("priority", OpenAIResponses.self, #"{"input_tokens":1000,"output_tokens":100}"#, 0.006) {
      ($0.provider, $0.more) = ("openai", #","service_tier":"priority""#)
    },
    Row("priority of a model of its own", OpenAIChat.self, "{\(thousand)}", 0.0075) {
      ($0.provider, $0.model) = ("openai", "gpt-5.5-2026-04-23")
      $0.more = #","service_tier":"priority""#
    },
    Row("a tier that byok does not know", OpenAIChat.self, "{\(thousand)}", 0.003) {
      ($0.provider, $0.more) = ("openai", #","service_tier":"free""#)
    },
    Row("another provider's tier", OpenAIChat.self, "{\(thousand)}", 0.003) {
      ($0.provider, $0.more) = ("groq", #","service_tier":"flex""#)
    },
    Row(
      "in the United States, and fast", AnthropicMessages.self,
      #"{"input_tokens":1000,"output_tokens":100,"inference_geo":"us","speed":"fast"}"#, 0.0066
    ) { ($0.provider, $0.model) = ("anthropic", "claude-opus-5") },
    Row(
      "as usual", AnthropicMessages.self,
      #"{"input_tokens":1000,"output_tokens":100,"inference_geo":"global","speed":"standard"}"#,
      0.003
    ) { ($0.provider, $0.model) = ("anthropic", "claude-opus-5") },
  ]

  private static let reported = [
    Row("a number", OpenAIChat.self, #"{\#(thousand),"cost":0.5}"#, 0.5),
    Row("a text", OpenAIResponses.self, #"{"input_tokens":1,"cost":"0.5"}"#, 0.5),
    Row("a total", OpenAIChat.self, #"{\#(thousand),"cost":{"total_cost":0.25}}"#, 0.25),
    Row("the most", AnthropicMessages.self, #"{"input_tokens":1,"cost":10000}"#, 10_000),
    Row("ticks", OpenAIChat.self, #"{\#(thousand),"cost_in_usd_ticks":37000000}"#, 0.0037),
    Row("ticks, Responses", OpenAIResponses.self, #"{"cost_in_usd_ticks":37000000}"#, 0.0037),
    Row(
      "the user's own key at a gateway", OpenAIChat.self,
      #"{\#(thousand),"cost":0.01,"is_byok":true,"cost_details":{"upstream_inference_cost":0.2}}"#,
      0.21),
    Row(
      "the gateway's key", OpenAIChat.self,
      #"{\#(thousand),"cost":0.2,"is_byok":false,"cost_details":{"upstream_inference_cost":0.2}}"#,
      0.2),
    Row("nothing, of a model with a price", OpenAIChat.self, #"{\#(thousand),"cost":0}"#, 0.003),
    Row("nothing, of a free model", OpenAIChat.self, #"{\#(thousand),"cost":0}"#, 0) {
      $0.price = .usd(0, 0)
    },
    Row("nothing, without a price", OpenAIChat.self, #"{\#(thousand),"cost":0}"#, 0) {
      $0.price = nil
    },
  ]

  /// Costs that cannot be, in every place where one may be reported.
  private static let impossible = [
    "-1e-9", "10000.01", "1e308", #""1e999""#, #""nan""#, #""-inf""#,
  ]
  .flatMap { cost in
    [
      Row("chat \(cost)", OpenAIChat.self, #"{\#(thousand),"cost":\#(cost)}"#, 0.003) {
        $0.isImplausible = true
      },
      Row(
        "a total of \(cost)", OpenAIChat.self,
        #"{\#(thousand),"cost":{"total_cost":\#(cost)}}"#, nil
      ) { ($0.price, $0.isImplausible) = (nil, true) },
      Row(
        "responses \(cost)", OpenAIResponses.self,
        #"{"input_tokens":1000,"output_tokens":100,"cost":\#(cost)}"#, 0.003
      ) { $0.isImplausible = true },
      Row(
        "messages \(cost)", AnthropicMessages.self,
        #"{"input_tokens":1000,"output_tokens":100,"cost":\#(cost)}"#, 0.003
      ) { $0.isImplausible = true },
    ]
  }

  @Test(arguments: counted + served + reported + impossible)
  func `a reply has its cost`(_ row: Row) throws {
    let usage = try row.priced()
    #expect(usage.cost.map { ($0 * 1e9).rounded() } == row.cost.map { ($0 * 1e9).rounded() })
    #expect(usage.billing.isImplausible == row.isImplausible)
  }

  @Test(arguments: [
    Row(
      "chat", OpenAIChat.self, #"{"prompt_tokens":900000000,"completion_tokens":900000000}"#, nil),
    Row(
      "messages", AnthropicMessages.self,
      #"{"input_tokens":900000000,"output_tokens":900000000}"#, nil),
  ])
  func `counts of which none could pay are none`(_ row: Row) throws {
    let usage = try row.priced()
    #expect(usage.input == nil && usage.output == nil && usage.cost == nil)
    #expect(usage.billing.isImplausible)
  }

  @Test func `what is thought beside the reply is not counted as its tokens`() throws {
    let row = try #require(Self.counted.first { $0.testDescription == "thinking beside the reply" })
    let usage = try row.priced()
    #expect(usage.output == 100 && usage.reasoning == 300)
  }

  @Test func `a stream's terms stay when its counts come later`() throws {
    let streams: [(any Dialect.Type, [String], Double)] = [
      (
        OpenAIChat.self,
        [
          #"{"choices":[],"service_tier":"flex"}"#,
          #"{"choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":100}}"#,
        ], 0.0015
      ),
      (
        AnthropicMessages.self,
        [
          #"""
          {"type":"message_start","message":{"usage":{"input_tokens":1000,"output_tokens":1,
          "speed":"fast","cache_creation_input_tokens":0}}}
          """#,
          #"{"type":"message_delta","usage":{"output_tokens":100,"speed":null}}"#,
        ], 0.006
      ),
    ]
    for (dialect, chunks, cost) in streams {
      var (decoder, sum) = (dialect.init() as any Dialect, ChatReply())
      for chunk in chunks {
        let event = ServerSentEvent(data: Array(chunk.replacing("\n", with: "").utf8))
        for event in try decoder.receive(event) { sum.take(event, now: 0) }
      }
      let isOpenAI = dialect.name == OpenAIChat.name
      var facts = Model(
        id: isOpenAI ? "m" : "claude-opus-5", provider: isOpenAI ? "openai" : "anthropic", name: "M"
      )
      facts.price = .usd(2, 10)
      #expect(sum.usage.priced(as: facts).cost == cost)
    }
  }
}
