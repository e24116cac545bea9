import ByokTestSupport

extension Streams {
  /// How many pieces of text each stream of ``dialects`` brings.
  static let eventCount = 200_000

  /// A long stream of small events in each dialect, as its provider sends them.
  static let dialects: [(provider: String, reply: LoopbackServer.Reply)] = [
    (
      Bench.provider,
      many(
        data(
          #"{"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1767225600,"#
            + #""model":"m","service_tier":"default","system_fingerprint":null,"choices":[{"#
            + #""index":0,"delta":{"content":" word"},"logprobs":null,"finish_reason":null}],"#
            + #""usage":null,"obfuscation":"x7Yz0"}"#),
        data(#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#) + data("[DONE]"))
    ),
    (
      "bench-openai-responses",
      many(
        data(
          #"{"type":"response.output_text.delta","sequence_number":7,"item_id":"msg_1","#
            + #""output_index":0,"content_index":0,"delta":" word","logprobs":[]}"#,
          event: "response.output_text.delta"),
        data(
          #"{"type":"response.completed","response":{"id":"resp_1","status":"completed"}}"#,
          event: "response.completed"))
    ),
    (
      "bench-anthropic",
      many(
        data(
          #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" word"}}"#,
          event: "content_block_delta"),
        data(
          #"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#, event: "message_delta")
          + data(#"{"type":"message_stop"}"#, event: "message_stop"))
    ),
    (
      "bench-gemini",
      many(
        data(
          #"{"candidates":[{"content":{"parts":[{"text":" word"}],"role":"model"},"index":0}],"#
            + #""modelVersion":"m","responseId":"r"}"#),
        data(#"{"candidates":[{"finishReason":"STOP","index":0}]}"#))
    ),
    (
      "bench-cohere",
      many(
        data(
          #"{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":" word"}}}}"#),
        data(#"{"type":"message-end","delta":{"finish_reason":"COMPLETE"}}"#))
    ),
    (
      "bench-ollama",
      many(
        Array(
          (#"{"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","#
            + #""content":" word"},"done":false}"# + "\n").utf8),
        Array((#"{"model":"m","done":true,"done_reason":"stop"}"# + "\n").utf8),
        type: "application/x-ndjson")
    ),
  ]

  private static func data(_ json: String, event: String? = nil) -> [UInt8] {
    Array(((event.map { "event: \($0)\n" } ?? "") + "data: \(json)\n\n").utf8)
  }

  private static func many(
    _ piece: [UInt8], _ end: [UInt8], type: String = "text/event-stream"
  ) -> LoopbackServer.Reply {
    let block = Array(repeatElement(piece, count: 100).joined())
    return LoopbackServer.Reply(
      headers: [.init("Content-Type", type)], framing: .chunked,
      [.repeated(block, eventCount / 100), .bytes(end)])
  }
}
