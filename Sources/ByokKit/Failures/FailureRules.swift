internal import ByokCore

extension FailureRule {
  /// The classifier's rows; the first that matches decides.
  ///
  /// Status codes alone mislead: a bad key is 400 at some providers and 403 at others, and an empty
  /// account is any of 400, 402, 403, 412, 429 and 500. So texts come first.
  ///
  /// Source: the providers' error pages, SDK fixtures and issue threads, collected 2026-11-23.
  static let all: [FailureRule] =
    credentialLookup + limits + money + models + lengths + contents + keys + others

  /// Where the text of a limit looks like another failure's, and the country.
  private static let limits: [FailureRule] = [
    FailureRule(
      .contextTooLong, statuses: [413, 429],
      texts: ["request too large", "request_too_large"], also: "per minute",
      hint: "the plan's tokens per minute must hold prompt and reply: send less, or lower"
        + " --max-tokens"),
    FailureRule(
      .contextTooLong, statuses: [413, 429],
      texts: ["request too large", "request_too_large"]),
    FailureRule(
      .quotaExhausted, statuses: [429], texts: ["limit: 0,", "limit: 0\n"],
      hint: "this account's plan does not include the model: name another one (-m)"),
    FailureRule(
      .quotaExhausted, statuses: [429], texts: ["perday"],
      hint: "the day's quota comes back at midnight, Pacific time"),
    FailureRule(
      .rateLimited, statuses: [429],
      texts: [
        "too many tokens for team", "perminute", "per minute", "tokens per min",
        "requests per min", "rate_limit_reached", "throttling",
      ]),
    FailureRule(
      .overloaded, statuses: [429], codes: ["1305"],
      texts: ["engine_overloaded", "queue_exceeded"]),
    FailureRule(
      .region,
      texts: ["unsupported_country_region_territory", "user location is not supported"]),
  ]

  private static let money: [FailureRule] = [
    FailureRule(
      .quotaExhausted, statuses: [402], texts: ["fewer max_tokens"],
      hint: "a lower --max-tokens may still be affordable"),
    FailureRule(.quotaExhausted, statuses: [402]),
    FailureRule(.quotaExhausted, statuses: [412], providers: ["fireworks"]),
    FailureRule(
      .quotaExhausted, codes: ["1113"],
      hint: "a coding plan's key works only under its own name: byok keys add zai-coding"),
    FailureRule(
      .quotaExhausted, codes: ["1008"],
      texts: [
        "insufficient_quota", "insufficient balance", "insufficient_balance",
        "credit balance is too low", "exceeded your current quota", "exceeded_current_quota",
        "creditserror", "arrearage", "allocationquota", "credits or licenses", "spending limit",
        "customer_verification_required", "dunning", "billing_paused", "payment_required",
        "billing_error", "exceeded your monthly included credits", "key limit exceeded",
      ]),
  ]

  private static let models: [FailureRule] = [
    FailureRule(
      .modelUnavailable, statuses: [200, 403], texts: ["request not allowed"],
      hint: "Anthropic answers so where it does not serve the country, or refuses the network"),
    FailureRule(
      .modelUnavailable, texts: ["must be verified"],
      hint: "verify the organization in the provider's settings, or name another model (-m)"),
    FailureRule(
      .modelUnavailable, codes: ["1211"],
      texts: [
        "model_not_found", "model_not_supported", "model_decommissioned", "model_deprecated",
        "modelerror", "deploymentnotfound", "model.accessdenied", "not a valid model id",
        "not found the model", "not deployed", "not found for account",
        "not available in your subscription tier", "supported api model names are",
        "is not found for api version", "no endpoints found", "specified model not found",
        "invalid model", "unknown model", "model not found", "no_endpoints", "privacy_restricted",
        "constraint_filtered",
      ]),
    FailureRule(
      .modelUnavailable, statuses: [400, 403, 404, 410], texts: ["does not exist"], also: "model"),
    FailureRule(
      .modelUnavailable, statuses: [400, 403, 404, 410], texts: ["resource_not_found"]),
    FailureRule(.modelUnavailable, statuses: [403], texts: ["permission_error"]),
  ]

  private static let lengths: [FailureRule] = [
    FailureRule(
      .contextTooLong, statuses: [200, 400, 403, 413, 422], codes: ["2013"],
      texts: [
        "context_length_exceeded", "prompt is too long", "exceeds the context window",
        "input token count", "maximum context length", "maximum prompt length",
        "reduce the length", "exceed_context_size", "exceeds the available context size",
        "greater than the context length", "too many tokens", "too_many_prompt_tokens",
        "total length of all messages is too long", "exceeded model token limit",
        "context window exceeds limit", "too large for model with", "contextwindowexceeded",
        "input is too long", "range of input length",
      ]),
    FailureRule(.contextTooLong, statuses: [413]),
    FailureRule(
      .contextTooLong, statuses: [400], providers: ["cerebras"], isWordless: true),
  ]

  /// What was asked or answered.
  private static let contents: [FailureRule] = [
    FailureRule(
      .contentBlocked, codes: ["1301", "1026", "1027"],
      texts: [
        "content_filter", "content_policy_violation", "responsibleaipolicyviolation",
        "invalid_prompt", "data_inspection_failed", "datainspectionfailed", "moderation",
        "guardrail", "metadata.reasons", "metadata.patterns", "violates usage guidelines",
      ])
  ]

  private static let keys: [FailureRule] = [
    FailureRule(
      .keyRestricted,
      texts: ["service_disabled"],
      hint: "switch the API on in the key's project, in the provider's console"),
    FailureRule(
      .keyRestricted, texts: ["mismatched_organization", "mismatched_project"],
      hint: "the key belongs to another organization or project"),
    FailureRule(
      .keyRestricted,
      texts: [
        "missing scopes", "api_key_service_blocked", "api_key_http_referrer_blocked",
        "api_key_ip_address_blocked", "api_key_android_app_blocked", "api_key_ios_app_blocked",
        "project has been denied access", "sufficient permissions to call inference providers",
        "access_token_scope_insufficient",
      ]),
    FailureRule(
      .keyRejected, statuses: [401], providers: ["mistral"],
      hint: "Mistral says the same when the plan's quota is used up: look there first"),
    FailureRule(
      .keyRejected, codes: ["1004", "2049"],
      texts: [
        "invalid_api_key", "api_key_invalid", "incorrect api key", "invalid api-key",
        "invalid api key", "invalid x-api-key", "authorization failed", "authentication failed",
        "authentication_error", "bad or missing authentication", "wrong_api_key",
        "unregistered callers", "api key not valid", "api key not found", "api key expired",
        "invalid api token", "no api key supplied", "login fail",
        // LiteLLM's proxy looks unknown keys up in a database, which it may not have.
        "no_db_connection",
      ]),
    FailureRule(.keyRejected, statuses: [401, 403]),
  ]

  /// The rest, by status.
  private static let others: [FailureRule] = [
    FailureRule(.rateLimited, statuses: [429]),
    FailureRule(
      .rateLimited, statuses: [200], codes: ["1002", "1039", "1302", "1303"],
      texts: ["rate_limit", "rate limit"]),
    FailureRule(.modelUnavailable, statuses: [404, 410]),
    FailureRule(
      .badRequest, statuses: [200, 400, 422],
      texts: ["unsupported_parameter", "unsupported_value"],
      hint: "leave out the option that it names, or name another model (-m)"),
    FailureRule(
      .badRequest, statuses: [200], texts: ["invalid_request", "tool_use_failed", "invalid_image"]),
    FailureRule(.badRequest, statuses: Set(400..<500).subtracting([408, 409, 425, 498])),
    FailureRule(.overloaded),
  ]

  /// The HTTP status behind a word, where an error comes inside of HTTP 200.
  ///
  /// Source: <https://docs.anthropic.com/en/api/errors>;
  /// <https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto>;
  /// <https://platform.openai.com/docs/guides/error-codes>; recordings, collected 2026-11-23.
  static let statusWords: [String: Int] = [
    "invalid_request_error": 400, "authentication_error": 401, "billing_error": 402,
    "permission_error": 403, "not_found_error": 404, "request_too_large": 413,
    "rate_limit_error": 429, "rate_limit_exceeded": 429, "api_error": 500, "server_error": 500,
    "timeout_error": 504, "overloaded_error": 529,
    "invalid_argument": 400, "failed_precondition": 400, "out_of_range": 400,
    "unauthenticated": 401, "permission_denied": 403, "not_found": 404, "resource_exhausted": 429,
    "internal": 500, "unavailable": 503, "deadline_exceeded": 504,
  ]
}
