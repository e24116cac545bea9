@testable import ByokCore
@testable import ByokKit

/// Replies whose turn is kept, of the dialects but OpenAI's.
enum ProviderTurnCases {
  private typealias Case = ProviderTurnTests.Case

  private static func block(_ index: Int, _ start: String, _ deltas: String...) -> [String] {
    [#"{"type":"content_block_start","index":\#(index),"content_block":\#(start)}"#]
      + deltas.map { #"{"type":"content_block_delta","index":\#(index),"delta":\#($0)}"# }
      + [#"{"type":"content_block_stop","index":\#(index)}"#]
  }

  private static let end = [
    #"{"type":"message_delta","delta":{"stop_reason":"tool_use"}}"#, #"{"type":"message_stop"}"#,
  ]

  static let anthropic: [ProviderTurnTests.Case] = [
    Case(
      name: "anthropic: every kind of block", dialect: AnthropicMessages.self,
      pieces: block(
        0, #"{"type":"thinking","thinking":"","signature":""}"#,
        #"{"type":"thinking_delta","thinking":"Let"}"#,
        #"{"type":"thinking_delta","thinking":" me"}"#,
        #"{"type":"signature_delta","signature":"sig"}"#)
        + block(1, #"{"type":"redacted_thinking","data":"xyz"}"#)
        + block(2, #"{"type":"text","text":""}"#)
        + block(
          3, #"{"type":"text","text":""}"#, #"{"type":"text_delta","text":"Hel"}"#,
          #"{"type":"text_delta","text":"lo"}"#,
          #"{"type":"citations_delta","citation":{"url":"u"}}"#)
        + block(
          4, #"{"type":"tool_use","id":"t1","name":"a","input":{}}"#,
          #"{"type":"input_json_delta","partial_json":""}"#,
          #"{"type":"input_json_delta","partial_json":"{\"n\":"}"#,
          #"{"type":"input_json_delta","partial_json":"3}"}"#)
        + block(
          5, #"{"type":"tool_use","id":"t2","name":"b","input":{}}"#,
          #"{"type":"input_json_delta","partial_json":""}"#)
        + block(6, #"{"type":"new_kind","a":[1],"b":null}"#) + end,
      turn: (
        "anthropic",
        #"[{"type":"thinking","thinking":"Let me","signature":"sig"},"#
          + #"{"type":"redacted_thinking","data":"xyz"},"#
          + #"{"type":"text","text":"Hello","citations":[{"url":"u"}]},"#
          + #"{"type":"tool_use","id":"t1","name":"a","input":{"n":3}},"#
          + #"{"type":"tool_use","id":"t2","name":"b","input":{}},"#
          + #"{"type":"new_kind","a":[1],"b":null}]"#
      )),
    Case(
      name: "anthropic: blocks whose start is left out", dialect: AnthropicMessages.self,
      pieces: [
        #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}"#
      ] + end, turn: ("anthropic", #"[{"type":"text","text":"Hi"}]"#)),
    Case(
      name: "anthropic: whole", dialect: AnthropicMessages.self,
      pieces: [
        #"{"content":[{"type":"thinking","thinking":"a","signature":"s"},{"type":"text","text":""},"#
          + #"{"type":"text","text":"Hi"},{"type":"tool_use","id":"t","name":"n","input":{"x":1}}],"#
          + #""stop_reason":"tool_use"}"#
      ], isWhole: true,
      turn: (
        "anthropic",
        #"[{"type":"thinking","thinking":"a","signature":"s"},{"type":"text","text":"Hi"},"#
          + #"{"type":"tool_use","id":"t","name":"n","input":{"x":1}}]"#
      )),
    Case(name: "anthropic: nothing", dialect: AnthropicMessages.self, pieces: end, turn: nil),
  ]

  private static let parts = [
    #"[{"text":"Thin","thought":true}]"#, #"[{"text":"king","thought":true},{"text":"Hel"}]"#,
    #"[{"text":"lo"},{"text":""},{"text":"!","thoughtSignature":"s1"},{"text":"?"}]"#,
    #"[{"functionCall":{"name":"a","args":{"n":1}},"thoughtSignature":"s2"}]"#,
    #"[{"functionCall":{"name":"b","args":{}}}]"#, #"[{"text":"","thoughtSignature":"s3"}]"#,
  ]

  private static let content =
    #"[{"text":"Thinking","thought":true},{"text":"Hello"},{"text":"!","thoughtSignature":"s1"},"#
    + #"{"text":"?"},{"functionCall":{"name":"a","args":{"n":1}},"thoughtSignature":"s2"},"#
    + #"{"functionCall":{"name":"b","args":{}}},{"text":"","thoughtSignature":"s3"}]"#

  private static func candidate(_ parts: String, _ more: String = "") -> String {
    let other = parts.contains("Hel") ? #"{"text":"x"}"# : ""
    return #"{"candidates":[{"index":1,"content":{"parts":[\#(other)]}},"#
      + #"{"content":{"role":"model","parts":\#(parts)}\#(more)}]}"#
  }

  private static let stop = candidate("[]", #","finishReason":"STOP""#)

  static let gemini: [ProviderTurnTests.Case] = [
    Case(
      name: "gemini: parts with their signatures", dialect: Gemini.self,
      pieces: parts.map { candidate($0) } + [stop], turn: ("gemini", content)),
    Case(
      name: "gemini: whole", dialect: Gemini.self,
      pieces: [candidate(content, #","finishReason":"STOP""#)], isWhole: true,
      turn: ("gemini", content)),
    Case(
      name: "code-assist: parts with their signatures", dialect: CodeAssist.self,
      pieces: (parts.map { candidate($0) } + [stop]).map { #"{"response":\#($0)}"# },
      turn: ("gemini", content)),
    Case(
      name: "code-assist: whole", dialect: CodeAssist.self,
      pieces: [#"{"response":\#(candidate(content, #","finishReason":"STOP""#))}"#], isWhole: true,
      turn: ("gemini", content)),
    Case(name: "gemini: nothing", dialect: Gemini.self, pieces: [stop], turn: nil),
  ]

  private static func event(_ type: String, _ message: String, _ index: Int? = nil) -> String {
    #"{"type":"\#(type)",\#(index.map { #""index":\#($0),"# } ?? "")"delta":{"message":\#(message)}}"#
  }

  private static let cohereMessage =
    #"{"role":"assistant","tool_plan":"I will.","content":[{"type":"thinking","thinking":"Let me"},"#
    + #"{"type":"text","text":"Hello"}],"tool_calls":["#
    + #"{"id":"a1","type":"function","function":{"name":"a","arguments":"{\"n\":3}"}},"#
    + #"{"id":"b2","type":"function","function":{"name":"b","arguments":"{}"}}]}"#

  static let cohere: [ProviderTurnTests.Case] = [
    Case(
      name: "cohere: plan, thinking, text and calls", dialect: Cohere.self,
      pieces: [
        event(
          "message-start",
          #"{"role":"assistant","content":[],"tool_plan":"","tool_calls":[],"citations":[]}"#),
        event("tool-plan-delta", #"{"tool_plan":"I "}"#),
        event("tool-plan-delta", #"{"tool_plan":"will."}"#),
        event("content-start", #"{"content":{"type":"thinking","thinking":""}}"#, 0),
        event("content-delta", #"{"content":{"thinking":"Let"}}"#, 0),
        event("content-delta", #"{"content":{"thinking":" me"}}"#, 0),
        event("content-start", #"{"content":{"type":"text","text":""}}"#, 1),
        event("content-delta", #"{"content":{"text":"Hel"}}"#, 1),
        event("content-delta", #"{"content":{"text":"lo"}}"#, 1),
        event(
          "tool-call-start",
          #"{"tool_calls":{"id":"a1","type":"function","function":{"name":"a","arguments":""}}}"#, 0
        ),
        event("tool-call-delta", #"{"tool_calls":{"function":{"arguments":"{\"n\""}}}"#, 0),
        event("tool-call-delta", #"{"tool_calls":{"function":{"arguments":":3}"}}}"#, 0),
        event(
          "tool-call-start",
          #"{"tool_calls":{"id":"b2","type":"function","function":{"name":"b","arguments":""}}}"#, 1
        ),
        #"{"type":"message-end","delta":{"finish_reason":"TOOL_CALL"}}"#,
      ], turn: ("cohere", cohereMessage)),
    Case(
      name: "cohere: whole", dialect: Cohere.self,
      pieces: [#"{"message":\#(cohereMessage),"finish_reason":"TOOL_CALL"}"#], isWhole: true,
      turn: ("cohere", cohereMessage)),
    Case(
      name: "cohere: nothing", dialect: Cohere.self,
      pieces: [#"{"type":"message-end","delta":{"message":{},"finish_reason":"COMPLETE"}}"#],
      turn: nil),
  ]

  private static let ollamaMessage =
    #"{"role":"assistant","content":"Hello","thinking":"Let me","tool_calls":["#
    + #"{"function":{"index":0,"name":"a","arguments":{"n":3}}},"#
    + #"{"id":"c","function":{"name":"b","arguments":{}}}]}"#

  static let ollama: [ProviderTurnTests.Case] = [
    Case(
      name: "ollama: thinking, text and calls", dialect: OllamaChat.self,
      pieces: [
        #"{"message":{"role":"assistant","content":"","thinking":"Let"},"done":false}"#,
        #"{"message":{"role":"assistant","content":"","thinking":" me"},"done":false}"#,
        #"{"message":{"role":"assistant","content":"Hel"},"done":false}"#,
        #"{"message":{"role":"assistant","content":"lo","tool_calls":["#
          + #"{"function":{"index":0,"name":"a","arguments":{"n":3}}}]},"done":false}"#,
        #"{"message":{"role":"assistant","content":"","tool_calls":["#
          + #"{"id":"c","function":{"name":"b","arguments":{}}}]},"done":false}"#,
        #"{"done":true,"done_reason":"stop"}"#,
      ], turn: ("ollama", ollamaMessage)),
    Case(
      name: "ollama: whole", dialect: OllamaChat.self,
      pieces: [#"{"message":\#(ollamaMessage),"done":true}"#], isWhole: true,
      turn: ("ollama", ollamaMessage)),
  ]
}
