internal import ByokCore

extension FailureRule {
  /// The classifier's rows; the first that matches decides.
  ///
  /// Status codes alone mislead: a bad key is 400 at some providers and 403 at others, and an empty
  /// account is any of 400, 402, 403, 412, 429 and 500. So texts come first.
  ///
  /// Source: the providers' error pages, SDK fixtures and issue threads, collected 2026-11-23 and
  /// 2026-11-29.
  static let all: [FailureRule] =
    credentialLookup + spending + limits + money + models + lengths + contents + keys + forbidden
    + others

  /// Limits of money, whose answers look like limits of a rate or like bad requests.
  ///
  /// Source: Anthropic's SDK 2.14.0, `error_details.py`, and its page on errors; OpenAI's page on error
  /// codes.
  private static let spending: [FailureRule] = [
    FailureRule(
      .quotaExhausted,
      texts: [
        "spend_limit", "usage_limit_exceeded", "balance_exhausted", "specified api usage limit",
        "workspace api usage limit",
      ])
  ]

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
        "requests per min", "rate_limit_reached",
      ]),
    FailureRule(
      .overloaded, statuses: [429], codes: ["1305"],
      texts: ["engine_overloaded", "queue_exceeded"]),
    // Some services and proxies say so with any status.
    FailureRule(
      .rateLimited, statuses: [200, 400, 403, 429, 500, 502, 503],
      texts: [
        "throttling", "throttled", "too many requests", "too_many_requests", "please wait before",
      ]),
    FailureRule(
      .rateLimited, statuses: [200, 400, 403],
      texts: [
        "slow down", "rate limit", "per minute", "per second", "tpm limit", "rpm limit",
        "concurrent requests", "concurrency limit", "请求过于频繁",
      ]),
    FailureRule(.rateLimited, statuses: [200], texts: ["try again in"], also: "too many"),
    FailureRule(.location, statuses: [400], texts: ["user location is not supported"]),
    FailureRule(
      .region,
      texts: [
        "unsupported_country_region_territory", "location is not supported", "regionerror",
        "country is not supported", "region is not supported", "not supported in your country",
        "not supported in your region", "not available in your country",
        "not available in your region", "country, region, or territory not supported",
      ]),
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
      .modelClosed, statuses: [200, 403], texts: ["request not allowed"],
      hint: "Anthropic answers so where it does not serve the country, or refuses the network"),
    FailureRule(
      .modelClosed, texts: ["verified to stream"],
      hint: "ask with --no-stream, which needs no verification"),
    FailureRule(
      .badRequest, statuses: [200, 400, 403, 404, 422, 501],
      texts: [
        "not support streaming", "streaming is not", "streaming not", "stream is not",
        "cannot be streamed", "streaming is disabled",
      ], hint: "ask with --no-stream"),
    FailureRule(
      .modelClosed, texts: ["must be verified"],
      hint: "verify the organization in the provider's settings, or use another model (-m)"),
    FailureRule(
      .modelClosed,
      texts: [
        "model.accessdenied", "not available in your subscription tier", "privacy_restricted",
        "constraint_filtered",
      ]),
    FailureRule(
      .modelUnavailable, codes: ["1211"],
      texts: [
        "model_not_found", "model_not_supported", "model_decommissioned", "model_deprecated",
        "modelerror", "deploymentnotfound", "not a valid model id",
        "not found the model", "not deployed", "not found for account",
        "supported api model names are",
        "is not found for api version", "no endpoints found", "specified model not found",
        "invalid model", "unknown model", "model not found", "no_endpoints",
      ]),
    FailureRule(
      .modelUnavailable, statuses: [400, 403, 404, 410], texts: ["does not exist"], also: "model"),
    FailureRule(
      .modelUnavailable, statuses: [400, 403, 404, 410], texts: ["resource_not_found"]),
  ]

  private static let lengths: [FailureRule] = [
    FailureRule(
      .badRequest,
      codes: [
        "image_too_large", "image_too_small", "image_parse_error", "image_file_too_large",
        "unsupported_image_media_type", "empty_image_file", "failed_to_download_image",
        "image_file_not_found", "image_dimensions_too_large",
      ], texts: ["invalid_image"]),
    FailureRule(
      .contextTooLong, codes: ["1261", "2013"],
      texts: [
        "context_length_exceeded", "context_window_exceeded", "exceed_context_size",
        "model_max_prompt_tokens_exceeded", "too_many_prompt_tokens", "contextwindowexceeded",
        "range of input length",
      ]),
    FailureRule(
      .contextTooLong,
      statuses: Set(400..<600).union([200]).subtracting([401, 402, 404, 408, 410, 429]), .isTooLong),
    FailureRule(
      .badRequest, statuses: [413], words: [["image", "images", "file", "files", "pdf", "audio"]]),
    FailureRule(.contextTooLong, statuses: [413]),
    FailureRule(
      .contextTooLong, statuses: [400], providers: ["cerebras"], .isWordless),
  ]

  /// What was asked or answered.
  private static let contents: [FailureRule] = [
    FailureRule(
      .contentBlocked, codes: ["1301", "1026", "1027"],
      texts: [
        "content_filter", "content_policy_violation", "responsibleaipolicyviolation",
        "invalid_prompt", "data_inspection_failed", "datainspectionfailed", "moderation",
        "guardrail", "metadata.reasons", "metadata.patterns", "violates usage guidelines",
      ]),
    FailureRule(
      .contentBlocked, statuses: [200, 400, 403, 422], endings: ["_policy", "policy_violation"]),
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
        "organization_on_hold", "organization is on hold", "organization has been disabled",
        "organization is disabled", "organization was disabled",
      ],
      hint: "the provider has stopped the organization's account: ask its support"),
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
        "invalid api token", "no api key supplied", "login fail", "check the api-key",
        // LiteLLM's proxy looks unknown keys up in a database, which it may not have.
        "no_db_connection",
      ]),
    FailureRule(.intercepted, codes: ["cf-mitigated"]),
    FailureRule(.intercepted, .isPage, texts: ["just a moment...", "attention required"]),
    FailureRule(.keyRejected, statuses: [401]),
  ]
}
