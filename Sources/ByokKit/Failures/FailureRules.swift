extension FailureRule {
  /// The classifier's rows; the first that matches decides.
  ///
  /// Status codes alone mislead: a bad key is 400 at some providers and 403 at others, and an empty
  /// account is any of 400, 402, 403, 429 and 500. So texts come first.
  ///
  /// Source: the providers' error pages, SDK fixtures and issue threads, collected 2026-11-23.
  static let all: [FailureRule] = [
    // Where the text of a limit looks like another failure's.
    FailureRule(
      .contextTooLong, statuses: [413, 429],
      texts: ["request too large", "request_too_large"]),
    FailureRule(.quotaExhausted, statuses: [429], texts: ["perday", "limit: 0"]),
    FailureRule(
      .rateLimited, statuses: [429],
      texts: [
        "too many tokens for team", "perminute", "per minute", "tokens per min",
        "requests per min", "rate_limit_reached",
      ]),
    FailureRule(
      .overloaded, statuses: [429],
      texts: ["engine_overloaded", "queue_exceeded", "\n1305"]),
    FailureRule(
      .region,
      texts: [
        "unsupported_country_region_territory", "user location is not supported",
        "request not allowed",
      ]),
    // Money.
    FailureRule(.quotaExhausted, statuses: [402]),
    FailureRule(
      .quotaExhausted,
      texts: [
        "insufficient_quota", "insufficient balance", "insufficient_balance",
        "credit balance is too low", "exceeded your current quota", "exceeded_current_quota",
        "creditserror", "arrearage", "allocationquota", "credits or licenses", "spending limit",
        "customer_verification_required", "dunning", "billing_paused", "payment_required",
        "billing_error", "exceeded your monthly included credits",
      ]),
    FailureRule(.quotaExhausted, texts: ["\n1113", "\n1008"]),
    // The model.
    FailureRule(
      .modelUnavailable,
      texts: [
        "model_not_found", "model_not_supported", "model_decommissioned", "model_deprecated",
        "modelerror", "deploymentnotfound", "model.accessdenied", "not a valid model id",
        "not found the model", "not deployed", "not found for account",
        "not available in your subscription tier", "supported api model names are",
        "must be verified", "is not found for api version", "no endpoints found",
        "specified model not found", "invalid model", "unknown model", "no_endpoints",
        "privacy_restricted", "constraint_filtered", "\n1211",
      ]),
    FailureRule(
      .modelUnavailable, statuses: [400, 403, 404, 410],
      texts: ["does not exist", "resource_not_found"]),
    FailureRule(.modelUnavailable, statuses: [403], texts: ["permission_error"]),
    // Length.
    FailureRule(
      .contextTooLong, statuses: [200, 400, 403, 413, 422],
      texts: [
        "context_length_exceeded", "prompt is too long", "exceeds the context window",
        "input token count", "maximum context length", "maximum prompt length",
        "reduce the length", "exceed_context_size", "exceeds the available context size",
        "greater than the context length", "too many tokens", "too_many_prompt_tokens",
        "total length of all messages is too long", "exceeded model token limit",
        "context window exceeds limit", "too large for model with", "\n2013",
      ]),
    FailureRule(.contextTooLong, statuses: [413]),
    // What was asked or answered.
    FailureRule(
      .contentBlocked,
      texts: [
        "content_filter", "content_policy_violation", "responsibleaipolicyviolation",
        "invalid_prompt", "data_inspection_failed", "datainspectionfailed", "\n1301", "\n1026",
        "\n1027", "moderation", "guardrail", "metadata.reasons", "metadata.patterns",
      ]),
    // The key.
    FailureRule(
      .keyRejected,
      texts: [
        "invalid_api_key", "api_key_invalid", "incorrect api key", "invalid api-key",
        "invalid api key", "invalid x-api-key", "authorization failed", "authentication failed",
        "authentication_error", "bad or missing authentication", "wrong_api_key",
        "missing scopes", "unregistered callers", "service_disabled", "api_key_service_blocked",
        "api_key_http_referrer_blocked", "invalid api token", "no api key supplied", "login fail",
        "\n1004", "\n2049",
      ]),
    FailureRule(.keyRejected, statuses: [401, 403]),
    // The rest, by status.
    FailureRule(.rateLimited, statuses: [429]),
    FailureRule(
      .rateLimited, statuses: [200], texts: ["rate_limit", "rate limit", "\n1002", "\n1039"]),
    FailureRule(.modelUnavailable, statuses: [404, 410]),
    FailureRule(.badRequest, statuses: Set(400..<500).subtracting([408, 409, 425, 498])),
    FailureRule(
      .badRequest, statuses: [200],
      texts: ["invalid_request", "unsupported_parameter", "unsupported_value", "tool_use_failed"]),
    FailureRule(.overloaded),
  ]
}
