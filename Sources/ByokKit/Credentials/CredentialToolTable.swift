internal import ByokCore

extension CredentialTool {
  /// Every tool whose creds byok knows; adding one is adding a row.
  package static let all: [CredentialTool] = [
    CredentialTool(
      provider: .qwenCode, command: "qwen", name: "Qwen Code",
      folders: [Folder(variable: "QWEN_HOME"), Folder(suffix: "/.qwen")],
      files: ["oauth_creds.json"], keyFiles: [".env", "settings.json"], margin: 30,
      serviceHosts: [
        ".qwen.ai", "dashscope.aliyuncs.com", "dashscope-intl.aliyuncs.com",
        "dashscope-us.aliyuncs.com",
      ],
      renewal: Renewal(
        endpoint: "https://chat.qwen.ai/api/v1/oauth2/token",
        clientID: "f0304373b74a44d2b584a3fb70ca9e56", writesFile: true),
      probe: .chat("coder-model"),
      marks: [.member("resource_url"), .member("resourceUrl"), .scope("model.completion")],
      service: Statement(
        text: "the free service for these credentials was withdrawn on 2026-04-15; signing in may"
          + " still work, but requests are answered with 401",
        asOf: "2026-11-23", page: "https://github.com/QwenLM/qwen-code/pull/3291"),
      position: Statement(
        text: "no rule about other programs is known", asOf: "2026-11-23", page: nil),
      approvedWays: [
        "a key of Alibaba Model Studio or its Coding Plan: byok keys add dashscope",
        "a key of OpenRouter: byok keys add openrouter",
      ]),
    CredentialTool(
      provider: .geminiCLI, command: "gemini", name: "Gemini CLI",
      folders: [
        Folder(variable: "GEMINI_CLI_HOME", suffix: "/.gemini"), Folder(suffix: "/.gemini"),
      ],
      files: ["oauth_creds.json"], encryptedFile: "gemini-credentials.json",
      accountFile: "google_accounts.json", keyFiles: [".env", "settings.json"], margin: 300,
      hasProject: true, renewal: Renewal(endpoint: "https://oauth2.googleapis.com/token"),
      probe: .account, needsAllowing: true,
      marks: [
        .token("ya29."), .token("1//"), .scope("googleapis.com/"),
        .client(".apps.googleusercontent.com"), .text("type", "authorized_user"),
        .text("serverName", "main-account"),
      ],
      service: Statement(
        text: "shut for private accounts, AI Pro and AI Ultra since 2026-06-18; it still serves"
          + " Code Assist Standard and Enterprise licences, of which no new ones are sold since"
          + " 2026-10-09",
        asOf: "2026-11-23",
        page: "https://developers.google.com/gemini-code-assist/docs/deprecations"),
      position: Statement(
        text:
          "Google forbids it: using Gemini CLI's credentials from other software is a violation of"
          + " the applicable terms and a ground for suspending the account; accounts have been"
          + " disabled for it",
        asOf: "2026-02-27",
        page: "https://github.com/google-gemini/gemini-cli/blob/main/docs/resources/faq.md"),
      approvedWays: [
        "a Gemini API key: byok keys add gemini", "Vertex AI",
        "the gemini command itself, with a licence or an API key",
      ]),
    CredentialTool(
      provider: .claudeCode, command: "claude", name: "Claude Code",
      folders: [
        Folder(variable: "CLAUDE_SECURESTORAGE_CONFIG_DIR", countsWhenEmpty: true),
        Folder(variable: "CLAUDE_CONFIG_DIR"), Folder(suffix: "/.claude"),
      ],
      files: [".credentials.json", "oauth_creds.json"], keyFiles: [".env", "settings.json"],
      margin: 300, keepsRefreshToken: true, probe: .models, needsAllowing: true,
      marks: [
        .member("claudeAiOauth"), .member("mcpOAuth"), .token("sk-ant-oat"), .token("sk-ant-ort"),
      ],
      service: Statement(
        text: "works inside Claude Code; requests of other programs are refused by the server since"
          + " 2026-01-09",
        asOf: "2026-11-23", page: "https://code.claude.com/docs/en/legal-and-compliance"),
      position: Statement(
        text: "Anthropic forbids it: a plan's credentials are for Claude Code and Anthropic's own"
          + " programs; others may neither route requests through them nor collect, store or pass"
          + " on credentials, and this is enforced without notice",
        asOf: "2026-10-06", page: "https://code.claude.com/docs/en/legal-and-compliance"),
      approvedWays: [
        "a key of the Anthropic Console: byok keys add anthropic", "Amazon Bedrock or Vertex AI",
        "the unmodified claude command itself",
      ]),
  ]
}
