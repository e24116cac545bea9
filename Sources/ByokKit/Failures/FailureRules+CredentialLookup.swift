internal import ByokCore

extension FailureRule {
  /// Errors of the services for other tools' credentials that mean something else elsewhere.
  ///
  /// Source: the tools' own sources, their vendors' pages and issue threads, collected 2026-11-23.
  static let credentialLookup: [FailureRule] = qwenCode + geminiCLI + claudeCode

  private static let qwenCode: [FailureRule] = [
    FailureRule(
      .keyRejected, statuses: [401, 403], providers: ["qwen-code"],
      hint: "Qwen withdrew the free service on 2026-04-15; expired credentials get the same answer"),
    FailureRule(
      .quotaExhausted, statuses: [429], providers: ["qwen-code"],
      texts: ["quota exceeded", "insufficient_quota", "exceeded your current quota"],
      hint: "the free quota is used up, and the free service was withdrawn on 2026-04-15"),
    FailureRule(
      .badRequest, statuses: [400], providers: ["qwen-code"], codes: ["invalid_parameter_error"],
      hint: "this service is known to want instructions: give some with -s"),
  ]

  private static let geminiCLI: [FailureRule] = [
    FailureRule(
      .keyRestricted, providers: ["gemini-cli"], codes: ["unsupported_client"],
      hint: "Google has shut this door to private accounts, AI Pro and AI Ultra since 2026-06-18"),
    FailureRule(
      .keyRestricted, providers: ["gemini-cli"], texts: ["tos_violation"],
      hint: "Google has disabled the account for this service: do not try again; "
        + "byok creds disallow gemini-cli"),
    FailureRule(
      .keyRestricted, statuses: [403], providers: ["gemini-cli"], texts: ["service_disabled"],
      hint: "switch the API on in the cloud project: cloudaicompanion.googleapis.com"),
    FailureRule(
      .keyRestricted, statuses: [403], providers: ["gemini-cli"], texts: ["consumer_invalid"],
      hint: "the cloud project is not one of yours: name the right one in GOOGLE_CLOUD_PROJECT, or"
        + " by byok creds import gemini-cli --project ID --replace"),
    FailureRule(
      .keyRestricted, statuses: [403], providers: ["gemini-cli"], texts: ["named user"],
      hint: "the cloud project's owner has to give the account a licence of Code Assist"),
    FailureRule(
      .keyRestricted, providers: ["gemini-cli"], texts: ["validation_required"],
      hint: "Google wants the account to be verified in a browser"),
    FailureRule(
      .keyRestricted, providers: ["gemini-cli"], texts: ["security_policy_violated"],
      hint: "the organization's service perimeter (VPC-SC) forbids it"),
    FailureRule(
      .keyRestricted, providers: ["gemini-cli"],
      codes: [
        "dasher_user", "ineligible_account", "non_user_account", "restricted_age",
        "restricted_network", "unknown_location", "unsupported_location", "ineligible_tier",
      ],
      hint: "Google does not let this account use Code Assist"),
    FailureRule(
      .quotaExhausted, statuses: [429], providers: ["gemini-cli"],
      texts: [
        "quota_exhausted", "model_capacity_exhausted", "insufficient_g1_credits_balance",
      ],
      hint: "Google says that waiting a moment does not help: try later, or another model (-m)"),
    FailureRule(
      .keyRejected, statuses: [401], providers: ["gemini-cli"],
      hint: "run 'gemini' once, which renews its own credentials"),
  ]

  private static let claudeCode: [FailureRule] = [
    FailureRule(
      .keyRestricted, statuses: [400, 401, 403, 429], providers: ["claude-code"],
      texts: ["only authorized for use with claude code"],
      hint:
        "Anthropic accepts these credentials only from Claude Code; byok does not impersonate it"),
    FailureRule(
      .keyRestricted, statuses: [400, 429], providers: ["claude-code"],
      texts: ["third-party apps now draw from"],
      hint: "Anthropic bills other programs apart from the plan, or refuses them"),
    FailureRule(
      .keyRestricted, statuses: [400, 429], providers: ["claude-code"], message: "error",
      hint: "so Anthropic refuses other programs than Claude Code; it is no limit of a rate"),
    FailureRule(
      .keyRejected, statuses: [401], providers: ["claude-code"], texts: ["has expired"],
      hint: "run 'claude' once, which renews its own credentials"),
    FailureRule(
      .keyRejected, statuses: [401], providers: ["claude-code"],
      texts: ["invalid authentication credentials", "invalid bearer token"],
      hint: "Claude Code has renewed its credentials since, or is signed out: run 'claude' once"),
    FailureRule(
      .keyRestricted, statuses: [401], providers: ["claude-code"],
      texts: ["is currently not supported"],
      hint: "Anthropic does not accept credentials of Claude Code here"),
    FailureRule(
      .keyRestricted, statuses: [401], providers: ["claude-code"],
      texts: ["not allowed for this organization"],
      hint: "the plan has ended, or the organization's administrator forbids it"),
    FailureRule(
      .keyRejected, statuses: [403], providers: ["claude-code"], texts: ["has been revoked"],
      hint: "the credentials were revoked: sign in again with 'claude'"),
  ]
}
