internal import ByokCore

extension Catalogue {
  static let nebius: [Model] = [
    Model(
      "nebius", "NousResearch/Hermes-4-405B", "Hermes-4-405B", window: 128_000, output: 8_192,
      .usd(1, 3, cached: 0.1), tools: true, schema: true, temperature: true, thinks: .init(),
      released: "2026-01-30"),
    Model(
      "nebius", "NousResearch/Hermes-4-70B", "Hermes-4-70B", window: 128_000, output: 8_192,
      .usd(0.13, 0.4, cached: 0.013), tools: true, schema: true, temperature: true, thinks: .init(),
      released: "2026-01-30"),
    Model(
      "nebius", "Qwen/Qwen3-30B-A3B-Instruct-2507", "Qwen3-30B-A3B-Instruct-2507", window: 128_000,
      output: 8_192, .usd(0.1, 0.3, cached: 0.01), tools: true, schema: true, temperature: true,
      released: "2026-01-28"),
    Model(
      "nebius", "Qwen/Qwen3-32B", "Qwen3-32B", window: 128_000, output: 8_192,
      .usd(0.1, 0.3, cached: 0.01), tools: true, schema: true, temperature: true,
      released: "2026-01-28"),
    Model(
      "nebius", "Qwen/Qwen3-Next-80B-A3B-Thinking", "Qwen3-Next-80B-A3B-Thinking", window: 128_000,
      output: 16_384, .usd(0.15, 1.2, cached: 0.015), tools: true, schema: true, temperature: true,
      thinks: .init(), released: "2026-01-28"),
    Model(
      "nebius", "deepseek-ai/DeepSeek-V4-Pro", "DeepSeek V4 Pro", window: 1_000_000,
      output: 384_000, .usd(1.75, 3.5, cached: 0.15), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high], isSwitchable: true), released: "2026-04-24"),
    Model(
      "nebius", "nvidia/nemotron-3-super-120b-a12b", "Nemotron-3-Super-120B-A12B", window: 256_000,
      output: 32_768, .usd(0.3, 0.9), tools: true, schema: true, temperature: true, thinks: .init(),
      released: "2026-03-11"),
    Model(
      "nebius", "zai-org/GLM-5.2", "GLM-5.2", window: 432_000, output: 432_000, .usd(1.4, 4.4),
      tools: true, schema: true, temperature: true, thinks: .init(levels: [.low, .medium, .high]),
      released: "2026-06-13"),
  ]

  static let novita: [Model] = [
    Model(
      "novita", "deepseek/deepseek-v4-flash", "DeepSeek V4 Flash", window: 1_048_576,
      output: 393_216, .usd(0.14, 0.28, cached: 0.028), tools: true, schema: true,
      temperature: true,
      thinks: .init(levels: [.minimal, .low, .medium, .high, .xhigh], isSwitchable: true),
      released: "2026-04-24"),
    Model(
      "novita", "deepseek/deepseek-v4-pro", "DeepSeek V4 Pro", window: 1_048_576, output: 393_216,
      .usd(1.69, 3.38, cached: 0.13), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high, .xhigh], isSwitchable: true),
      released: "2026-04-24"),
    Model(
      "novita", "inclusionai/ling-2.6-flash", "Ling-2.6-flash", window: 262_144, output: 32_768,
      .usd(0.1, 0.3, cached: 0.02), tools: true, schema: true, temperature: true,
      released: "2026-04-24"),
    Model(
      "novita", "inclusionai/ring-2.6-1t", "Ring-2.6-1T", window: 262_144, output: 65_536,
      .usd(0.3, 2.5, cached: 0.06), tools: true, schema: true, temperature: true, thinks: .init(),
      released: "2026-05-08"),
    Model(
      "novita", "qwen/qwen3.7-max", "Qwen3.7-Max", window: 1_000_000, output: 65_536,
      .usd(1.25, 3.75, cached: 0.125), tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-05-21"),
    Model(
      "novita", "zai-org/glm-5.2", "GLM-5.2", window: 1_048_576, output: 131_072,
      .usd(1.4, 4.4, cached: 0.26), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.none, .high, .max]), released: "2026-06-13"),
  ]

  static let ollamaCloud: [Model] = [
    Model(
      "ollama-cloud", "deepseek-v4-flash", "deepseek-v4-flash", window: 1_048_576,
      output: 1_048_576, tools: true, thinks: .init(levels: [.high, .max], isSwitchable: true),
      released: "2026-04-24"),
    Model(
      "ollama-cloud", "deepseek-v4-pro", "deepseek-v4-pro", window: 1_048_576, output: 1_048_576,
      tools: true, thinks: .init(levels: [.high, .max], isSwitchable: true),
      released: "2026-04-24"),
    Model(
      "ollama-cloud", "gemma4:31b", "gemma4:31b", window: 262_144, output: 262_144, also: .image,
      tools: true, thinks: .init(isSwitchable: true), released: "2026-04-02"),
    Model(
      "ollama-cloud", "glm-5.1", "glm-5.1", window: 202_752, output: 131_072, tools: true,
      thinks: .init(isSwitchable: true), released: "2026-03-27"),
    Model(
      "ollama-cloud", "glm-5.2", "GLM-5.2", window: 976_000, tools: true, schema: true,
      temperature: true, thinks: .init(levels: [.high, .max]), released: "2026-06-13"),
    Model(
      "ollama-cloud", "kimi-k2.6", "kimi-k2.6", window: 262_144, output: 262_144, also: .image,
      tools: true, thinks: .init(isSwitchable: true), released: "2026-04-20"),
    Model(
      "ollama-cloud", "kimi-k2.7-code", "kimi-k2.7-code", window: 262_144, output: 262_144,
      also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(isSwitchable: true), released: "2026-06-12"),
    Model(
      "ollama-cloud", "minimax-m2.7", "minimax-m2.7", window: 196_608, output: 196_608, tools: true,
      thinks: .init(isSwitchable: true), released: "2026-03-18"),
    Model(
      "ollama-cloud", "minimax-m3", "minimax-m3", window: 512_000, output: 131_072,
      also: [.image, .video], tools: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high, .max], isSwitchable: true),
      released: "2026-05-31"),
    Model(
      "ollama-cloud", "nemotron-3-ultra", "nemotron-3-ultra", window: 262_144, tools: true,
      temperature: true, thinks: .init(isSwitchable: true), released: "2026-06-04"),
  ]

  package static let together: [Model] = [
    Model(
      "together", "MiniMaxAI/MiniMax-M2.7", "MiniMax-M2.7", window: 202_752, output: 131_072,
      .usd(0.3, 1.2, cached: 0.06), tools: true, schema: true, temperature: true, thinks: .init(),
      released: "2026-03-18"),
    Model(
      "together", "MiniMaxAI/MiniMax-M3", "MiniMax-M3", window: 524_288, output: 250_000,
      .usd(0.3, 1.2, cached: 0.06), also: .image, tools: true, schema: true, temperature: true,
      thinks: .init(), released: "2026-06-12"),
    Model(
      "together", "Qwen/Qwen3.5-397B-A17B", "Qwen3.5 397B A17B", window: 262_144, output: 130_000,
      .usd(0.6, 3.6), also: .image, tools: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-02-16"),
    Model(
      "together", "Qwen/Qwen3.5-9B", "Qwen3.5 9B", window: 262_144, output: 65_536,
      .usd(0.17, 0.25), also: .image, tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-03-03"),
    Model(
      "together", "Qwen/Qwen3.6-Plus", "Qwen3.6 Plus", window: 1_000_000, output: 500_000,
      .usd(0.5, 3), tools: true, temperature: true, thinks: .init(isSwitchable: true),
      released: "2026-04-30"),
    Model(
      "together", "Qwen/Qwen3.7-Max", "Qwen3.7 Max", window: 1_000_000, output: 500_000,
      .usd(1.25, 3.75), tools: true, temperature: true, released: "2026-05-21"),
    Model(
      "together", "deepseek-ai/DeepSeek-V4-Pro", "DeepSeek V4 Pro", window: 512_000,
      output: 384_000, .usd(1.74, 3.48, cached: 0.2), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.high, .max], isSwitchable: true), released: "2026-04-24"),
    Model(
      "together", "google/gemma-4-31B-it", "Gemma 4 31B Instruct", window: 262_144, output: 131_072,
      .usd(0.39, 0.97), also: .image, tools: true, schema: true, temperature: true, thinks: .init(),
      released: "2026-04-07"),
    Model(
      "together", "meta-llama/Llama-3.3-70B-Instruct-Turbo", "Llama 3.3 70B", window: 131_072,
      output: 131_072, .usd(0.88, 0.88), tools: true, temperature: true, released: "2024-12-06"),
    Model(
      "together", "moonshotai/Kimi-K2.6", "Kimi K2.6", window: 262_144, output: 131_000,
      .usd(1.2, 4.5, cached: 0.2), also: [.image, .video], tools: true, schema: true,
      temperature: true, thinks: .init(isSwitchable: true), released: "2026-04-21"),
    Model(
      "together", "moonshotai/Kimi-K2.7-Code", "Kimi K2.7 Code", window: 262_144, output: 131_072,
      .usd(0.95, 4, cached: 0.19), tools: true, schema: true, temperature: true, thinks: .init(),
      released: "2026-06-14"),
    Model(
      "together", "nvidia/nemotron-3-ultra-550b-a55b", "Nemotron 3 Ultra 550B A55B",
      window: 512_300, output: 512_300, .usd(0.6, 3.6, cached: 0.2), tools: true, schema: true,
      temperature: true, thinks: .init(isSwitchable: true), released: "2026-06-04"),
    Model(
      "together", "openai/gpt-oss-120b", "GPT OSS 120B", window: 131_072, output: 131_072,
      .usd(0.15, 0.6), tools: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high]), released: "2025-08-05"),
    Model(
      "together", "openai/gpt-oss-20b", "GPT OSS 20B", window: 131_072, output: 131_072,
      .usd(0.05, 0.2), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high]), released: "2025-08-05"),
    Model(
      "together", "zai-org/GLM-5", "GLM-5", window: 202_752, output: 131_072, .usd(1, 3.2),
      tools: true, schema: true, temperature: true, thinks: .init(isSwitchable: true),
      released: "2026-02-11"),
    Model(
      "together", "zai-org/GLM-5.1", "GLM-5.1", window: 202_752, output: 131_072, .usd(1.4, 4.4),
      tools: true, schema: true, temperature: true, thinks: .init(isSwitchable: true),
      released: "2026-04-07"),
    Model(
      "together", "zai-org/GLM-5.2", "GLM-5.2", window: 262_144, output: 164_000,
      .usd(1.4, 4.4, cached: 0.26), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.high, .max], isSwitchable: true), released: "2026-06-16"),
  ]

  static let venice: [Model] = [
    Model(
      "venice", "claude-fable-5", "Claude Fable 5", window: 1_000_000, output: 128_000,
      .usd(12, 60, cached: 1.2), also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(), released: "2026-06-10"),
    Model(
      "venice", "kimi-k2-7-code", "Kimi K2.7 Code", window: 256_000, output: 65_536,
      .usd(0.9, 4.3, cached: 0.2), also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high]), released: "2026-06-13"),
    Model(
      "venice", "minimax-m3-preview", "MiniMax M3 Preview", window: 524_288, output: 65_536,
      .usd(0.3, 1.2, cached: 0.06), tools: true, thinks: .init(), released: "2026-06-12"),
    Model(
      "venice", "nvidia-nemotron-3-ultra-550b-a55b", "NVIDIA Nemotron 3 Ultra", window: 256_000,
      output: 32_768, .usd(0.625, 3.125, cached: 0.1875), tools: true, schema: true,
      temperature: true, thinks: .init(levels: [.none, .low, .medium, .high]),
      released: "2026-06-04"),
    Model(
      "venice", "xiaomi-mimo-v2-5", "MiMo-V2.5", window: 1_000_000, output: 65_536,
      .usd(0.175, 0.35, cached: 0.0625), also: [.image, .audio, .video], tools: true, schema: true,
      temperature: true, thinks: .init(levels: [.none, .low, .medium, .high]),
      released: "2026-06-11"),
    Model(
      "venice", "zai-org-glm-5-2", "GLM 5.2", window: 1_000_000, output: 131_072,
      .usd(1.4, 4.4, cached: 0.26), tools: true, schema: true, temperature: true, thinks: .init(),
      released: "2026-06-16"),
  ]
}
