import Testing

@testable import ByokKit

@Suite struct ReplyEndTests {
  /// The words of the vendors, of servers and of gateways, by what they mean.
  private static let words: [(String, ReplyEnding)] = [
    ("stop", .finished(.stop)), ("eos", .finished(.stop)), ("eos_token", .finished(.stop)),
    ("end_turn", .finished(.stop)), ("stop_sequence", .finished(.stop)),
    ("COMPLETE", .finished(.stop)), ("completed", .finished(.stop)),
    ("FINISH_REASON_STOP", .finished(.stop)), ("Stop", .finished(.stop)),
    ("length", .finished(.length)), ("model_length", .finished(.length)),
    ("max_tokens", .finished(.length)), ("MAX_TOKENS", .finished(.length)),
    ("max_output_tokens", .finished(.length)), ("ERROR_LIMIT", .finished(.length)),
    ("max_new_tokens", .finished(.length)), ("MAX_LEN", .finished(.length)),
    ("CONTINUATION", .finished(.unfinished)),
    ("tool_calls", .finished(.toolCalls)), ("tool_use", .finished(.toolCalls)),
    ("TOOL_CALL", .finished(.toolCalls)), ("function_call", .finished(.toolCalls)),
    ("content_filter", .finished(.contentFilter)), ("sensitive", .finished(.contentFilter)),
    ("content_filter: PROHIBITED_CONTENT", .finished(.contentFilter)),
    ("content-filter", .finished(.contentFilter)), ("refusal", .finished(.contentFilter)),
    ("SAFETY", .finished(.contentFilter)), ("RECITATION", .finished(.contentFilter)),
    ("LANGUAGE", .finished(.contentFilter)), ("BLOCKLIST", .finished(.contentFilter)),
    ("PROHIBITED_CONTENT", .finished(.contentFilter)), ("SPII", .finished(.contentFilter)),
    ("MODEL_ARMOR", .finished(.contentFilter)), ("IMAGE_SAFETY", .finished(.contentFilter)),
    ("IMAGE_PROHIBITED_CONTENT", .finished(.contentFilter)),
    ("IMAGE_RECITATION", .finished(.contentFilter)), ("ERROR_TOXIC", .finished(.contentFilter)),
    ("ESCALATION", .finished(.contentFilter)), ("guardrail_intervened", .finished(.contentFilter)),
    ("content_policy_violation", .finished(.contentFilter)),
    ("error", .failed), ("network_error", .failed), ("OTHER", .failed), ("ERROR", .failed),
    ("MALFORMED_FUNCTION_CALL", .failed), ("MALFORMED_RESPONSE", .failed),
    ("UNEXPECTED_TOOL_CALL", .failed), ("TOO_MANY_TOOL_CALLS", .failed),
    ("MISSING_THOUGHT_SIGNATURE", .failed), ("NO_IMAGE", .failed), ("IMAGE_OTHER", .failed),
    ("function_call_filter: MALFORMED_FUNCTION_CALL", .failed), ("internal_failure", .failed),
    ("PUP_LIMITED_DISABLED", .failed),
    ("abort", .cutOff), ("aborted", .cutOff), ("ABORT", .cutOff), ("cancelled", .cutOff),
    ("canceled", .cutOff), ("insufficient_system_resource", .cutOff), ("TIMEOUT", .cutOff),
    ("pause_turn", .cutOff), ("unload", .cutOff), ("in_progress", .cutOff), ("queued", .cutOff),
    ("max_messages", .cutOff), ("TIME_LIMIT", .cutOff), ("interrupted", .cutOff),
    ("model_context_window_exceeded", .contextExceeded), ("MAX_CONTEXT", .contextExceeded),
    ("endTurn", .finished(.stop)), ("<|im_end|>", .finished(.stop)), ("word", .finished(.stop)),
    ("maxTokens", .finished(.length)), ("MaxTokens: 4096", .finished(.length)),
    ("limit", .finished(.length)), ("out_of_tokens", .finished(.length)),
    ("length_capped", .finished(.length)), ("ContentFilter", .finished(.contentFilter)),
    ("guardrails", .finished(.contentFilter)), ("flagged", .finished(.contentFilter)),
    ("unsafe", .finished(.contentFilter)), ("overloaded", .failed), ("crashed", .failed),
    ("deadline_exceeded", .cutOff), ("incomplete_generation", .cutOff),
    ("connection_lost", .cutOff), ("partial", .cutOff), ("toolUse", .finished(.toolCalls)),
    ("ran_dry", .finished(.other("ran_dry"))), ("load", .finished(.other("load"))),
    ("FINISH_REASON_UNSPECIFIED", .finished(.other("FINISH_REASON_UNSPECIFIED"))),
  ]

  @Test(arguments: words)
  func `a word means the same in every dialect`(_ word: String, _ ending: ReplyEnding) {
    #expect(ReplyEnding(word) == ending)
  }

  /// What a reply of each dialect, streamed and whole, comes to that ends for a reason.
  private static func outcome(_ word: String) -> [(name: String, transcript: Transcript)] {
    (0..<GoodReply.dialectCount).flatMap { number in
      let reply = GoodReply.make(number, pieces: ["Hi"], reason: word)
      let stream = Decoded(stream: [Array(reply.text(as: .events).utf8)], as: reply.dialect)
      let whole = Decoded(whole: Array(reply.whole.utf8), as: reply.dialect)
      return [("streamed", stream), ("whole", whole)].map { form, decoded in
        var transcript = decoded.transcript
        transcript.usage = nil
        return ("\(reply.dialect.name), \(form)", transcript)
      }
    }
  }

  @Test(arguments: ["abort", "CANCELLED", "insufficient_system_resource", "pause_turn: 3"])
  func `a reply that is cut off fails behind its text`(_ word: String) {
    for (name, transcript) in Self.outcome(word) {
      #expect(transcript == Transcript(text: "Hi", failure: .cutOff(word)), "\(name)")
    }
  }

  @Test(arguments: ["network_error", "MALFORMED_FUNCTION_CALL"])
  func `a reply that fails says how behind its text`(_ word: String) {
    for (name, transcript) in Self.outcome(word) {
      let failure = ReplyFailure.broke(word, message: "it ended with \(word)")
      #expect(transcript == Transcript(text: "Hi", failure: failure), "\(name)")
    }
  }

  @Test(arguments: [
    ("MAX_TOKENS", FinishReason.length), ("SAFETY", .contentFilter),
    ("content_filter: blocked", .contentFilter), ("ran_dry", .other("ran_dry")), ("STOP", .stop),
  ])
  func `another API's word is understood`(_ word: String, _ reason: FinishReason) {
    for (name, transcript) in Self.outcome(word) {
      #expect(transcript.finish == reason, "\(name)")
      #expect(transcript.text == "Hi")
      #expect(transcript.failure == nil, "\(name)")
    }
  }

  @Test func `a conversation that outgrew the model is too long`() {
    for (name, transcript) in Self.outcome("model_context_window_exceeded") {
      #expect(transcript.failure == .contextExceeded, "\(name)")
    }
  }
}
