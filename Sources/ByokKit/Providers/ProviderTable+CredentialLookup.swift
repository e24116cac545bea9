internal import ByokCore

extension Provider {
  /// The services for the credentials of other tools, which are in `CredentialToolTable`.
  package static let credentialLookup: [Provider] = [qwenCode, geminiCLI, claudeCode]

  static let qwenCode = Provider(
    id: "qwen-code", name: "Qwen OAuth", baseURL: "https://portal.qwen.ai/v1",
    dialect: OpenAIChat.self, modelList: nil, keyCheck: .none, defaultModel: "coder-model",
    usesCredentials: true,
    notes: ["the free service behind it was withdrawn on 2026-04-15"],
    documentation: "https://github.com/QwenLM/qwen-code (2026-11-23)")

  static let geminiCLI = Provider(
    id: "gemini-cli", name: "Gemini Code Assist", baseURL: "https://cloudcode-pa.googleapis.com",
    dialect: CodeAssist.self, modelList: nil, keyCheck: .none, defaultModel: "gemini-3.8-flash",
    usesCredentials: true,
    notes: ["Google forbids its use by other programs: byok creds allow gemini-cli tells more"],
    documentation: "https://github.com/google-gemini/gemini-cli (2026-11-23)")

  /// Anthropic's API needs a header that says the key is an OAuth token.
  static let claudeCode = Provider(
    id: "claude-code", name: "Anthropic OAuth", baseURL: "https://api.anthropic.com/v1",
    dialect: AnthropicMessages.self, keyHeader: .bearer,
    headers: [("anthropic-beta", "oauth-2025-04-20")],
    quirks: Quirks(hidesReasoning: true), modelList: nil, keyCheck: .none,
    defaultModel: "claude-sonnet-5-5", usesCredentials: true,
    notes: ["Anthropic forbids its use by other programs: byok creds allow claude-code tells more"],
    evidence: .thirdParty,
    documentation: "https://code.claude.com/docs/en/legal-and-compliance (2026-10-06)")
}
