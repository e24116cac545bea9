internal import ByokCore

/// A secret that is not an API key for models, recognized by its prefix.
package struct ForeignKey: Equatable, Sendable {
  /// What it is.
  package enum Sort: Equatable, Sendable {
    /// It manages an account, and cannot chat.
    case admin
    /// It is an OAuth token, which expires after hours.
    case token
    /// It is of a service without models.
    case service
  }

  package let prefix: String
  package let sort: Sort
  /// Such as `an admin key of OpenAI`.
  package let name: String
  /// What to do instead.
  package var hint: String?

  /// The rows.
  ///
  /// Sources: the rules of secret scanners (trufflehog 3ab759f, gitleaks b58d3f1) and the services'
  /// own pages, read 2026-11-23.
  static let all: [Self] = [
    Self(
      prefix: "sk-admin-", sort: .admin, name: "an admin key of OpenAI",
      hint: "make an API key at https://platform.openai.com/api-keys"),
    Self(
      prefix: "sk-ant-admin", sort: .admin, name: "an admin key of Anthropic",
      hint: "make an API key at https://platform.claude.com/settings/keys"),
    Self(
      prefix: "sk-ant-oat", sort: .token, name: "an OAuth token of Claude Code, not an API key",
      hint: "byok creds import claude"),
    Self(
      prefix: "sk-ant-ort", sort: .token, name: "an OAuth token of Claude Code, not an API key",
      hint: "byok creds import claude"),
    Self(prefix: "sk-ant-sid", sort: .token, name: "a session of claude.ai, not an API key"),
    Self(prefix: "sess-", sort: .token, name: "a session of OpenAI's website, not an API key"),
    Self(
      prefix: "ya29.", sort: .token, name: "an OAuth token of Google, not an API key",
      hint: "byok creds import gemini"),
    Self(
      prefix: "1//0", sort: .token, name: "an OAuth token of Google, not an API key",
      hint: "byok creds import gemini"),
    Self(prefix: "sk-lf-", sort: .service, name: "a key of Langfuse"),
    Self(prefix: "pk-lf-", sort: .service, name: "a key of Langfuse"),
    Self(prefix: "sk-helicone-", sort: .service, name: "a key of Helicone"),
    Self(prefix: "pk-helicone-", sort: .service, name: "a key of Helicone"),
    Self(prefix: "lsv2_", sort: .service, name: "a key of LangSmith"),
    Self(prefix: "sk_live_", sort: .service, name: "a key of Stripe"),
    Self(prefix: "sk_test_", sort: .service, name: "a key of Stripe"),
    Self(prefix: "rk_live_", sort: .service, name: "a key of Stripe"),
    Self(prefix: "AKIA", sort: .service, name: "an access key id of AWS"),
    Self(prefix: "ASIA", sort: .service, name: "an access key id of AWS"),
    Self(prefix: "xoxb-", sort: .service, name: "a token of Slack"),
    Self(prefix: "xoxp-", sort: .service, name: "a token of Slack"),
    Self(prefix: "glpat-", sort: .service, name: "a token of GitLab"),
    Self(prefix: "gho_", sort: .service, name: "an OAuth token of GitHub"),
    Self(prefix: "npm_", sort: .service, name: "a token of npm"),
    Self(prefix: "SG.", sort: .service, name: "a key of SendGrid"),
    Self(prefix: "pcsk_", sort: .service, name: "a key of Pinecone"),
    Self(prefix: "tvly-", sort: .service, name: "a key of Tavily"),
    Self(prefix: "phc_", sort: .service, name: "a key of PostHog"),
    Self(prefix: "phx_", sort: .service, name: "a key of PostHog"),
  ]

  /// The minimum number of bytes after the prefix: shorter words are not keys.
  private static let leastRest = 8

  /// The row of a key; `nil` for all others.
  package static func matching(_ key: Span<UInt8>) -> ForeignKey? {
    all.first { row in
      key.count >= row.prefix.utf8.count + leastRest && key.holds(row.prefix, at: 0)
    }
  }
}
