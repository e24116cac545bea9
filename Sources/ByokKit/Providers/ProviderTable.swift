extension Provider {
  /// Every provider byok knows by itself; adding one is adding a row.
  static let builtIn: [Provider] = [
    Provider(
      id: "openai", name: "OpenAI", baseURL: "https://api.openai.com/v1", wire: OpenAIChat.self,
      quirks: Quirks(tokenLimitField: "max_completion_tokens"), keyVariables: ["OPENAI_API_KEY"],
      keyURL: "https://platform.openai.com/api-keys", defaultModel: "gpt-5.4-mini",
      documentation: "https://platform.openai.com/docs/api-reference/chat (2026-11-23)"),
    Provider(
      id: "openrouter", name: "OpenRouter", baseURL: "https://openrouter.ai/api/v1",
      wire: OpenAIChat.self, keyVariables: ["OPENROUTER_API_KEY"],
      keyURL: "https://openrouter.ai/keys", defaultModel: "openai/gpt-5.4-mini",
      documentation: "https://openrouter.ai/docs/api-reference/overview (2026-11-23)"),
    Provider(
      id: "groq", name: "Groq", baseURL: "https://api.groq.com/openai/v1", wire: OpenAIChat.self,
      keyVariables: ["GROQ_API_KEY"], keyURL: "https://console.groq.com/keys",
      defaultModel: "openai/gpt-oss-120b",
      documentation: "https://console.groq.com/docs/api-reference (2026-11-23)"),
    Provider(
      id: "deepseek", name: "DeepSeek", baseURL: "https://api.deepseek.com",
      wire: OpenAIChat.self, keyVariables: ["DEEPSEEK_API_KEY"],
      keyURL: "https://platform.deepseek.com/api_keys", defaultModel: "deepseek-flash",
      documentation: "https://api-docs.deepseek.com (2026-11-23)"),
    Provider(
      id: "mistral", name: "Mistral", baseURL: "https://api.mistral.ai/v1", wire: OpenAIChat.self,
      keyVariables: ["MISTRAL_API_KEY"], keyURL: "https://console.mistral.ai/api-keys",
      defaultModel: "mistral-small-latest",
      documentation: "https://docs.mistral.ai/api (2026-11-23)"),
    Provider(
      id: "xai", name: "xAI", baseURL: "https://api.x.ai/v1", wire: OpenAIChat.self,
      quirks: Quirks(tokenLimitField: "max_completion_tokens"), keyVariables: ["XAI_API_KEY"],
      keyURL: "https://console.x.ai", defaultModel: "grok-4.3",
      documentation: "https://docs.x.ai/docs/api-reference (2026-11-23)"),
    Provider(
      id: "together", name: "Together", baseURL: "https://api.together.xyz/v1",
      wire: OpenAIChat.self, keyVariables: ["TOGETHER_API_KEY", "TOGETHERAI_API_KEY"],
      keyURL: "https://api.together.ai/settings/api-keys", defaultModel: "openai/gpt-oss-120b",
      documentation: "https://docs.together.ai/reference/chat-completions-1 (2026-11-23)"),
    Provider(
      id: "ollama", name: "Ollama", baseURL: "http://localhost:11434/v1", wire: OpenAIChat.self,
      keyVariables: ["OLLAMA_API_KEY"], worksWithoutKey: true,
      documentation: "https://docs.ollama.com/openai (2026-11-23)"),
    Provider(
      id: "lmstudio", name: "LM Studio", baseURL: "http://localhost:1234/v1",
      wire: OpenAIChat.self, keyVariables: ["LM_API_TOKEN", "LMSTUDIO_API_KEY"],
      worksWithoutKey: true,
      documentation: "https://lmstudio.ai/docs/app/api/endpoints/openai (2026-11-23)"),
    Provider(
      id: "llamacpp", name: "llama.cpp server", baseURL: "http://localhost:8080/v1",
      wire: OpenAIChat.self, keyVariables: ["LLAMA_API_KEY"], worksWithoutKey: true,
      documentation:
        "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md (2026-11-23)"),
    Provider(
      id: "echo", name: "Echo (offline, answers with the prompt)",
      baseURL: "https://echo.invalid", wire: OpenAIChat.self, defaultModel: "echo",
      worksWithoutKey: true, isOffline: true,
      documentation: "byok's own, for trying it out and for tests"),
  ]
}
