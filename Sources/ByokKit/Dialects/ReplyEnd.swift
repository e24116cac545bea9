internal import ByokCore

/// What a provider's word for how a reply ended means, whichever API the word is from.
///
/// Gateways hand on the words of the API behind them, in any case, and with more behind a colon. So
/// there is one table for all dialects.
///
/// Source: the enumerations of OpenAI, Anthropic, Google, Cohere, Mistral and Ollama of November
/// 2026; the words of vLLM, DeepSeek, Z.ai and others in public bug reports.
enum ReplyEnding: Equatable {
  case finished(FinishReason)
  /// The prompt and the reply outgrew the model.
  case contextExceeded
  /// The model, or what runs it, failed.
  case failed
  /// The reply was ended before its end, by whomever.
  case cutOff

  private static let stops: Set<String> = [
    "stop", "eos", "eos_token", "end_turn", "stop_sequence", "complete", "completed", "end", "done",
    "finish", "finished", "stop_token", "stop_str", "endoftext", "end_of_text", "eos_token_id",
    "eot",
    "eot_id", "im_end", "word", "normal", "natural", "success", "ok",
  ]
  private static let lengths: Set<String> = [
    "length", "model_length", "max_len", "error_limit", "truncated", "limit", "tokens",
  ]
  private static let calls: Set<String> = [
    "tool_calls", "tool_call", "tool_use", "function_call", "function_calls",
  ]
  private static let filters: Set<String> = [
    "refusal", "language", "blocklist", "spii", "model_armor", "escalation", "error_toxic",
    "jailbreak", "refused", "flagged", "unsafe", "harmful", "censored", "inappropriate", "spam",
    "risk_control",
  ]
  private static let failures: Set<String> = [
    "other", "function_call_filter", "unexpected_tool_call", "too_many_tool_calls",
    "missing_thought_signature", "no_image", "image_other", "pup_limited_disabled", "invalid",
    "internal", "exception", "overloaded", "oom",
  ]
  private static let cuts: Set<String> = [
    "pause_turn", "unload", "queued", "in_progress", "incomplete", "max_messages", "steered",
    "insufficient_system_resource", "time_limit", "max_time", "preempted", "terminated", "expired",
    "killed", "shutdown", "partial", "unfinished",
  ]
  private static let contexts: Set<String> = [
    "model_context_window_exceeded", "max_context", "context_length_exceeded",
  ]

  /// What words that are in none of the lists have in common, for whoever runs a server invents some.
  private static let shapes: [(parts: [String], ending: Self)] = [
    (
      [
        "abort", "cancel", "timeout", "timed_out", "interrupt", "disconnect", "deadline",
        "incomplete", "_lost", "_closed",
      ], .cutOff
    ),
    (["error", "fail", "malformed", "crash"], .failed),
    (
      [
        "filter", "safety", "recitation", "prohibited", "block", "sensitive", "moderat", "policy",
        "guardrail",
      ], .finished(.contentFilter)
    ),
    (
      [
        "max_tokens", "max_output", "max_new", "max_length", "_length", "length_", "token_limit",
        "max_completion", "of_tokens",
      ],
      .finished(.length)
    ),
  ]

  /// - Parameter reason: The provider's word.
  init(_ reason: String) {
    let word = Self.normalized(reason)
    if Self.stops.contains(word) {
      self = .finished(.stop)
    } else if Self.lengths.contains(word) {
      self = .finished(.length)
    } else if Self.calls.contains(word) {
      self = .finished(.toolCalls)
    } else if Self.filters.contains(word) {
      self = .finished(.contentFilter)
    } else if word == "continuation" {
      self = .finished(.unfinished)
    } else if Self.contexts.contains(word) {
      self = .contextExceeded
    } else if Self.failures.contains(word) {
      self = .failed
    } else if Self.cuts.contains(word) {
      self = .cutOff
    } else {
      let shape = Self.shapes.first { $0.parts.contains { word.contains($0) } }
      self = shape?.ending ?? .finished(.other(reason))
    }
  }

  /// The word in lower case and with `_` between its parts, without what follows a colon, the marks
  /// around it and the name of its type.
  private static func normalized(_ reason: String) -> String {
    var word = ""
    var isAfterLower = false
    for character in reason.prefix(while: { $0 != ":" }) {
      if character.isLetter || character.isNumber {
        if isAfterLower, character.isUppercase { word += "_" }
        word += character.lowercased()
      } else if !word.isEmpty, word.last != "_" {
        word += "_"
      }
      isAfterLower = character.isLowercase
    }
    if word.last == "_" { word.removeLast() }
    for prefix in ["finish_reason_", "reason_"] where word.hasPrefix(prefix) {
      return String(word.dropFirst(prefix.count))
    }
    return word
  }
}

/// How a reply ended, as far as it has said so.
struct ReplyEnd: Sendable {
  /// Whether it has given a reason.
  private(set) var isReached = false
  private var failure: ReplyFailure?

  /// Takes the reason of a reply's end.
  ///
  /// A failure counts once all of the reply is read: counts may follow, and some servers say another
  /// reason in the end.
  ///
  /// - Parameters:
  ///   - word: The provider's word; `nil` or empty for none.
  ///   - message: What the provider says besides.
  ///   - hasCalls: Whether the reply calls tools.
  ///   - events: Takes what a caller should know.
  mutating func take(
    _ word: String?, message: String? = nil, hasCalls: Bool = false,
    into events: inout [StreamEvent]
  ) {
    guard let word, !word.isEmpty, word != "null" else { return }
    isReached = true
    failure = nil
    let message = message.flatMap { $0.isEmpty ? nil : $0 }
    switch ReplyEnding(word) {
    case .finished(.stop): events.append(.finished(hasCalls ? .toolCalls : .stop))
    case .finished(let reason):
      events.append(.finished(reason))
      let rest = word.drop { $0 != ":" }.dropFirst().drop { $0 == " " }
      if let message = message ?? (rest.isEmpty ? nil : String(rest)) {
        events.append(.finishMessage(message))
      }
    case .contextExceeded: failure = .contextExceeded
    case .failed:
      guard message != nil || word != "error" else {
        failure = .unexplained
        return
      }
      let message = message ?? "it ended with \(word)"
      failure = .reported(ErrorReport(status: 200, message: message, codes: [word]))
    case .cutOff: failure = .cutOff(message.map { "\(word): \($0)" } ?? word)
    }
  }

  /// Ends the reply.
  ///
  /// - Throws: The failure that its reason means.
  func check() throws(ReplyFailure) {
    if let failure { throw failure }
  }
}
