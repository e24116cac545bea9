internal import ByokCore

extension FailureRule {
  /// What HTTP 403 means: the key is known, but something forbids the request.
  ///
  /// It is about the key only if it says so.
  static let forbidden: [FailureRule] = [
    // A server that was asked for JSON and answers with a page was not reached.
    FailureRule(.intercepted, statuses: [403], .isPage),
    FailureRule(.intercepted, statuses: [403], texts: ["error code: 10"]),
    FailureRule(.keyRejected, statuses: [403], providers: ["scaleway"]),
    FailureRule(
      .keyRejected, statuses: [403],
      words: [
        ["key", "keys", "apikey", "token", "credential", "credentials"],
        [
          "invalid", "incorrect", "expired", "revoked", "wrong", "missing", "malformed", "unknown",
          "disabled", "deactivated", "leaked", "compromised", "unauthenticated",
        ],
      ]),
    FailureRule(
      .intercepted, statuses: [403],
      words: [["firewall", "waf", "captcha", "cloudflare", "akamai", "javascript"]]),
    FailureRule(.keyRestricted, statuses: [403], words: [["scope", "scopes"]]),
    FailureRule(
      .region, statuses: [403], words: [["country", "countries", "territory", "region"]]),
    FailureRule(
      .modelClosed, statuses: [403],
      words: [
        [
          "plan", "plans", "subscription", "subscriptions", "subscribe", "subscribers", "upgrade",
          "tier", "tiers", "opt", "optin", "opted", "premium", "enterprise", "waitlist",
          "allowlist", "whitelist", "beta", "preview", "trial", "membership", "entitlement",
          "entitled", "model", "models", "deployment", "engine",
        ]
      ]),
    FailureRule(.modelClosed, statuses: [403], texts: ["permission_error"]),
    FailureRule(
      .keyRejected, statuses: [403],
      texts: ["unauthorized", "unauthenticated", "not authenticated", "authentication"]),
    FailureRule(.keyRestricted, statuses: [403]),
  ]

  /// The rest, by status.
  static let others: [FailureRule] = [
    FailureRule(.rateLimited, statuses: [429]),
    FailureRule(
      .rateLimited, statuses: [200], codes: ["1002", "1039", "1302", "1303"],
      texts: ["rate_limit", "rate limit", "please wait"]),
    FailureRule(.modelUnavailable, statuses: [404, 410]),
    FailureRule(
      .badRequest, statuses: [200, 400, 422],
      texts: ["unsupported_parameter", "unsupported_value"],
      hint: "leave out the option that it names, or use another model (-m)"),
    FailureRule(
      .badRequest, statuses: [200], texts: ["invalid_request", "tool_use_failed"]),
    // Groq has no room at the moment; elsewhere the status means other things.
    FailureRule(.overloaded, statuses: [498], codes: ["capacity_exceeded"]),
    FailureRule(.badRequest, statuses: Set(400..<500).subtracting([408, 409, 425])),
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
