internal import ByokCore

extension Dialect {
  package static var brokered: [BrokeredRequest] { [] }
  package static var pathVersions: [String] { ["v1"] }
  package static var hasUsageOption: Bool { false }

  /// As OpenAI's API, which most programs understand.
  ///
  /// Source: <https://platform.openai.com/docs/guides/error-codes>, read 2026-11-29.
  package static func reply(to refusal: BrokerRefusal) -> RefusalReply {
    let (type, code): (String, String?) =
      switch refusal.kind {
      case .unauthorized: ("invalid_request_error", "invalid_api_key")
      case .forbidden, .rejectedKey: ("permission_error", nil)
      case .unknownModel: ("invalid_request_error", "model_not_found")
      case .spent: ("insufficient_quota", "insufficient_quota")
      case .limited: ("requests", "rate_limit_exceeded")
      case .invalid, .tooLarge: ("invalid_request_error", nil)
      case .unreachable, .timeout, .ending: ("server_error", nil)
      }
    let error: [String: JSONValue] = [
      "message": refusal.text, "type": .string(type), "param": .null,
      "code": code.map(JSONValue.string) ?? .null,
    ]
    return (refusal.usualStatus, .object(["error": .object(error)]))
  }
}

/// What of OpenAI's API costs money and keeps nothing, and files and batches for tokens that may use
/// them: no accounts, no stored replies.
///
/// Source: <https://platform.openai.com/docs/api-reference>, read 2026-11-29.
extension OpenAIChat {
  static var brokered: [BrokeredRequest] {
    [
      .post("/chat/completions", .reply), .post("/completions", .document),
      .post("/embeddings", .document), .post("/rerank", .document),
      .post("/moderations", .unknown), .post("/images/generations", .unknown),
      .post("/images/edits", .unknown, isForm: true), .post("/audio/speech", .unknown),
      .post("/audio/transcriptions", .unknown, isForm: true),
      .post("/audio/translations", .unknown, isForm: true), .get("/models"), .get("/models/**"),
    ]
      + BrokeredRequest.ofFiles([
        .post("/files", .free, isForm: true), .get("/files"), .get("/files/*"),
        .get("/files/*/content"), .delete("/files/*"), .post("/batches", .unknown),
        .get("/batches"), .get("/batches/*"), .post("/batches/*/cancel", .free),
      ])
  }
  static var hasUsageOption: Bool { true }
}

extension OpenAIResponses {
  static var brokered: [BrokeredRequest] {
    [
      .post("/responses", .reply), .post("/responses/input_tokens", .free), .get("/models"),
      .get("/models/**"),
    ]
  }
}

/// Source: <https://platform.claude.com/docs/en/api/errors>, read 2026-11-29.
extension AnthropicMessages {
  static var brokered: [BrokeredRequest] {
    [
      .post("/messages", .reply), .post("/messages/count_tokens", .free), .get("/models"),
      .get("/models/*"),
    ]
      + BrokeredRequest.ofFiles([
        .post("/files", .free, isForm: true), .get("/files"), .get("/files/*"),
        .get("/files/*/content"), .delete("/files/*"), .post("/messages/batches", .unknown),
        .get("/messages/batches"), .get("/messages/batches/*"),
        .get("/messages/batches/*/results"), .post("/messages/batches/*/cancel", .free),
        .delete("/messages/batches/*"),
      ])
  }

  static func reply(to refusal: BrokerRefusal) -> RefusalReply {
    let type =
      switch refusal.kind {
      case .unauthorized: "authentication_error"
      case .forbidden, .rejectedKey: "permission_error"
      case .unknownModel: "not_found_error"
      case .spent: "billing_error"
      case .limited: "rate_limit_error"
      case .invalid: "invalid_request_error"
      case .tooLarge: "request_too_large"
      case .unreachable: "api_error"
      case .timeout: "timeout_error"
      case .ending: "overloaded_error"
      }
    let error = JSONValue.object(["type": .string(type), "message": refusal.text])
    return (refusal.paymentStatus, .object(["type": .string("error"), "error": error]))
  }
}

/// Source: <https://ai.google.dev/api>, <https://cloud.google.com/apis/design/errors>, read 2026-11-29.
extension Gemini {
  package static var brokered: [BrokeredRequest] {
    [
      .post("/models/*:generateContent", .reply), .post("/models/*:streamGenerateContent", .reply),
      .post("/models/*:countTokens", .free), .post("/models/*:embedContent", .unknown),
      .post("/models/*:batchEmbedContents", .unknown), .get("/models"), .get("/models/*"),
    ]
  }
  package static var pathVersions: [String] { ["v1", "v1beta", "v1alpha"] }

  package static func reply(to refusal: BrokerRefusal) -> RefusalReply {
    let word =
      switch refusal.kind {
      case .unauthorized: "UNAUTHENTICATED"
      case .forbidden, .rejectedKey: "PERMISSION_DENIED"
      case .unknownModel: "NOT_FOUND"
      case .spent, .limited: "RESOURCE_EXHAUSTED"
      case .invalid, .tooLarge: "INVALID_ARGUMENT"
      case .unreachable, .ending: "UNAVAILABLE"
      case .timeout: "DEADLINE_EXCEEDED"
      }
    let status = refusal.paymentStatus
    let error: [String: JSONValue] = [
      "code": .integer(status), "message": refusal.text, "status": .string(word),
    ]
    return (status, .object(["error": .object(error)]))
  }
}

/// Source: <https://docs.cohere.com/reference>, read 2026-11-29.
extension Cohere {
  static var brokered: [BrokeredRequest] {
    [
      .post("/chat", .reply), .post("/embed", .unknown), .post("/rerank", .unknown),
      .post("/tokenize", .free), .post("/detokenize", .free), .get("/models"), .get("/models/*"),
    ]
  }
  static var pathVersions: [String] { ["v1", "v2"] }

  static func reply(to refusal: BrokerRefusal) -> RefusalReply {
    (refusal.paymentStatus, .object(["message": refusal.text]))
  }
}

/// Source: <https://docs.ollama.com/api>, read 2026-11-29.
extension OllamaChat {
  static var brokered: [BrokeredRequest] {
    [
      .post("/api/chat", .reply), .post("/api/generate", .unknown), .post("/api/embed", .unknown),
      .post("/api/show", .free), .get("/api/tags"), .get("/api/version"),
    ]
  }
  static var pathVersions: [String] { [] }

  static func reply(to refusal: BrokerRefusal) -> RefusalReply {
    (refusal.paymentStatus, .object(["error": refusal.text]))
  }
}
