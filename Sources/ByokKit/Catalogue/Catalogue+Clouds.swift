internal import ByokCore

extension Catalogue {
  static let bedrock: [Model] = [
    Model(
      "bedrock", "anthropic.claude-opus-4-7", "Claude Opus 4.7", window: 1_000_000, output: 128_000,
      .usd(5, 25, cached: 0.5), also: [.image, .pdf], tools: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high, .xhigh, .max]), released: "2026-04-16"),
    Model(
      "bedrock", "anthropic.claude-opus-4-8", "Claude Opus 4.8", window: 1_000_000, output: 128_000,
      .usd(5, 25, cached: 0.5), also: [.image, .pdf], tools: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high, .xhigh, .max]), released: "2026-05-28"),
    Model(
      "bedrock", "anthropic.claude-sonnet-4-6", "Claude Sonnet 4.6", window: 1_000_000,
      output: 64_000, .usd(3, 15, cached: 0.3), also: [.image, .pdf], tools: true, schema: true,
      temperature: true,
      thinks: .init(levels: [.low, .medium, .high, .max], budget: .init(least: 1_024)),
      released: "2026-02-17"),
    Model(
      "bedrock", "anthropic.claude-sonnet-5", "Claude Sonnet 5", window: 1_000_000, output: 128_000,
      .usd(2, 10, cached: 0.2), also: [.image, .pdf], tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high, .xhigh, .max], isSwitchable: true),
      released: "2026-06-30"),
    Model(
      "bedrock", "global.anthropic.claude-fable-5", "Claude Fable 5 (Global)", window: 1_000_000,
      output: 128_000, .usd(10, 50, cached: 1), also: .image, tools: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high, .xhigh, .max]), released: "2026-06-09"),
    Model(
      "bedrock", "global.anthropic.claude-opus-4-6-v1", "Claude Opus 4.6 (Global)",
      window: 1_000_000, output: 128_000, .usd(5, 25, cached: 0.5), also: [.image, .pdf],
      tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high, .max], budget: .init(least: 1_024)),
      released: "2026-02-05"),
    Model(
      "bedrock", "global.anthropic.claude-opus-4-7", "Claude Opus 4.7 (Global)", window: 1_000_000,
      output: 128_000, .usd(5, 25, cached: 0.5), also: [.image, .pdf], tools: true,
      temperature: false, thinks: .init(levels: [.low, .medium, .high, .xhigh, .max]),
      released: "2026-04-16"),
    Model(
      "bedrock", "global.anthropic.claude-opus-4-8", "Claude Opus 4.8 (Global)", window: 1_000_000,
      output: 128_000, .usd(5, 25, cached: 0.5), also: [.image, .pdf], tools: true,
      temperature: false, thinks: .init(levels: [.low, .medium, .high, .xhigh, .max]),
      released: "2026-05-28"),
    Model(
      "bedrock", "global.anthropic.claude-sonnet-4-6", "Claude Sonnet 4.6 (Global)",
      window: 1_000_000, output: 64_000, .usd(3, 15, cached: 0.3), also: [.image, .pdf],
      tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high, .max], budget: .init(least: 1_024)),
      released: "2026-02-17"),
    Model(
      "bedrock", "global.anthropic.claude-sonnet-5", "Claude Sonnet 5 (Global)", window: 1_000_000,
      output: 128_000, .usd(2, 10, cached: 0.2), also: [.image, .pdf], tools: true, schema: true,
      temperature: false,
      thinks: .init(levels: [.low, .medium, .high, .xhigh, .max], isSwitchable: true),
      released: "2026-06-30"),
    Model(
      "bedrock", "us.anthropic.claude-fable-5", "Claude Fable 5 (US)", window: 1_000_000,
      output: 128_000, .usd(10, 50, cached: 1), also: .image, tools: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high, .xhigh, .max]), released: "2026-06-09"),
    Model(
      "bedrock", "us.anthropic.claude-opus-4-6-v1", "Claude Opus 4.6 (US)", window: 1_000_000,
      output: 128_000, .usd(5, 25, cached: 0.5), also: [.image, .pdf], tools: true, schema: true,
      temperature: true,
      thinks: .init(levels: [.low, .medium, .high, .max], budget: .init(least: 1_024)),
      released: "2026-02-05"),
    Model(
      "bedrock", "us.anthropic.claude-opus-4-7", "Claude Opus 4.7 (US)", window: 1_000_000,
      output: 128_000, .usd(5, 25, cached: 0.5), also: [.image, .pdf], tools: true,
      temperature: false, thinks: .init(levels: [.low, .medium, .high, .xhigh, .max]),
      released: "2026-04-16"),
    Model(
      "bedrock", "us.anthropic.claude-opus-4-8", "Claude Opus 4.8 (US)", window: 1_000_000,
      output: 128_000, .usd(5, 25, cached: 0.5), also: [.image, .pdf], tools: true,
      temperature: false, thinks: .init(levels: [.low, .medium, .high, .xhigh, .max]),
      released: "2026-05-28"),
    Model(
      "bedrock", "us.anthropic.claude-sonnet-4-6", "Claude Sonnet 4.6 (US)", window: 1_000_000,
      output: 64_000, .usd(3, 15, cached: 0.3), also: [.image, .pdf], tools: true, schema: true,
      temperature: true,
      thinks: .init(levels: [.low, .medium, .high, .max], budget: .init(least: 1_024)),
      released: "2026-02-17"),
    Model(
      "bedrock", "us.anthropic.claude-sonnet-5", "Claude Sonnet 5 (US)", window: 1_000_000,
      output: 128_000, .usd(2, 10, cached: 0.2), also: [.image, .pdf], tools: true, schema: true,
      temperature: false,
      thinks: .init(levels: [.low, .medium, .high, .xhigh, .max], isSwitchable: true),
      released: "2026-06-30"),
  ]

  static let huggingFace: [Model] = [
    Model(
      "huggingface", "MiniMaxAI/MiniMax-M2.7:fireworks-ai", "MiniMaxAI/MiniMax-M2.7 (fireworks-ai)",
      window: 196_608, .usd(0.3, 1.2)),
    Model(
      "huggingface", "MiniMaxAI/MiniMax-M3:fireworks-ai", "MiniMaxAI/MiniMax-M3 (fireworks-ai)",
      window: 512_000, .usd(0.3, 1.2)),
    Model(
      "huggingface", "Qwen/Qwen3.8-2.4T-A95B:fireworks-ai", "Qwen/Qwen3.8-2.4T-A95B (fireworks-ai)",
      window: 262_144),
    Model(
      "huggingface", "deepseek-ai/DeepSeek-V4-Flash-0731:fireworks-ai",
      "deepseek-ai/DeepSeek-V4-Flash-0731 (fireworks-ai)", window: 1_048_576),
    Model(
      "huggingface", "deepseek-ai/DeepSeek-V4-Pro-0813:fireworks-ai",
      "deepseek-ai/DeepSeek-V4-Pro-0813 (fireworks-ai)", window: 1_048_576),
    Model(
      "huggingface", "deepseek-ai/DeepSeek-V4-Pro:fireworks-ai",
      "deepseek-ai/DeepSeek-V4-Pro (fireworks-ai)", window: 1_048_576, .usd(1.74, 3.48)),
    Model(
      "huggingface", "google/gemma-4-31B-it:cerebras", "google/gemma-4-31B-it (cerebras)",
      window: 131_072, .usd(0.99, 1.49)),
    Model(
      "huggingface", "meta-models/Muse-Glimmer-30B:fireworks-ai",
      "meta-models/Muse-Glimmer-30B (fireworks-ai)", window: 131_072),
    Model(
      "huggingface", "moonshotai/Kimi-K2.6:fireworks-ai", "moonshotai/Kimi-K2.6 (fireworks-ai)",
      window: 262_144, .usd(0.95, 4)),
    Model(
      "huggingface", "moonshotai/Kimi-K2.7-Code:fireworks-ai",
      "moonshotai/Kimi-K2.7-Code (fireworks-ai)", window: 262_144, .usd(0.95, 4)),
    Model(
      "huggingface", "moonshotai/Kimi-K3:fireworks-ai", "moonshotai/Kimi-K3 (fireworks-ai)",
      window: 1_048_576, .usd(3, 15)),
    Model(
      "huggingface", "nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B-NVFP4:fireworks-ai",
      "nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B-NVFP4 (fireworks-ai)", window: 262_144,
      .usd(0.6, 2.4)),
    Model(
      "huggingface", "nvidia/NVIDIA-Nemotron-3.5-Lightning-30B-A3B-BF16:fireworks-ai",
      "nvidia/NVIDIA-Nemotron-3.5-Lightning-30B-A3B-BF16 (fireworks-ai)", window: 262_144),
    Model(
      "huggingface", "openai/gpt-oss-120b:cerebras", "openai/gpt-oss-120b (cerebras)",
      window: 131_072, .usd(0.35, 0.75)),
    Model(
      "huggingface", "openai/gpt-oss-120b:fireworks-ai", "openai/gpt-oss-120b (fireworks-ai)",
      window: 131_072, .usd(0.15, 0.6)),
    Model(
      "huggingface", "openai/gpt-oss-120b:groq", "openai/gpt-oss-120b (groq)", window: 131_072,
      .usd(0.15, 0.75)),
    Model(
      "huggingface", "openai/gpt-oss-20b:fireworks-ai", "openai/gpt-oss-20b (fireworks-ai)",
      window: 131_072, .usd(0.07, 0.3)),
    Model(
      "huggingface", "openai/gpt-oss-20b:groq", "openai/gpt-oss-20b (groq)", window: 131_072,
      .usd(0.1, 0.5)),
    Model(
      "huggingface", "openai/gpt-oss-safeguard-20b:groq", "openai/gpt-oss-safeguard-20b (groq)",
      window: 131_072),
    Model(
      "huggingface", "thinkingmachines/Inkling:fireworks-ai",
      "thinkingmachines/Inkling (fireworks-ai)", window: 1_048_576),
    Model(
      "huggingface", "zai-org/GLM-5.2:fireworks-ai", "zai-org/GLM-5.2 (fireworks-ai)",
      window: 1_048_576, .usd(1.4, 4.4)),
  ]

  static let nvidia: [Model] = [
    Model(
      "nvidia", "deepseek-ai/deepseek-v4-flash", "DeepSeek V4 Flash", window: 1_048_576,
      output: 393_216, .usd(0.14, 0.28, cached: 0.0028), tools: true, schema: true,
      temperature: true, thinks: .init(levels: [.none, .high, .max]), released: "2026-04-24",
      note: "may answer 404 though listed"),
    Model(
      "nvidia", "deepseek-ai/deepseek-v4-pro", "DeepSeek V4 Pro", window: 1_048_576,
      output: 393_216, .usd(0.435, 0.87, cached: 0.003625), tools: true, schema: true,
      temperature: true, thinks: .init(levels: [.none, .high, .max]), released: "2026-04-24",
      note: "may answer 404 though listed"),
    Model(
      "nvidia", "minimaxai/minimax-m2.7", "MiniMax-M2.7", window: 204_800, output: 131_072,
      .usd(0, 0), tools: true, temperature: true, thinks: .init(), released: "2026-03-18",
      note: "may answer 404 though listed; not metered by tokens"),
    Model(
      "nvidia", "minimaxai/minimax-m3", "MiniMax-M3", window: 1_000_000, output: 16_384, .usd(0, 0),
      also: [.image, .video], tools: true, temperature: true, thinks: .init(isSwitchable: true),
      released: "2026-06-01", note: "may answer 404 though listed; not metered by tokens"),
    Model(
      "nvidia", "mistralai/mistral-large-3-675b-instruct-2512",
      "Mistral Large 3 675B Instruct 2512", window: 262_144, output: 262_144, .usd(0, 0),
      also: .image, tools: true, schema: true, temperature: true, released: "2025-12-02",
      note: "may answer 404 though listed; not metered by tokens"),
    Model(
      "nvidia", "moonshotai/kimi-k2-instruct-0905", "Kimi K2 0905", window: 262_144,
      output: 262_144, .usd(0, 0), tools: true, temperature: true, released: "2025-09-05",
      note: "may answer 404 though listed; not metered by tokens"),
    Model(
      "nvidia", "moonshotai/kimi-k2.6", "Kimi K2.6", window: 262_144, output: 262_144, .usd(0, 0),
      also: [.image, .video], tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.none, .minimal, .low, .medium, .high, .xhigh, .max]),
      released: "2026-04-21", note: "may answer 404 though listed; not metered by tokens"),
    Model(
      "nvidia", "nvidia/nemotron-3-content-safety", "nemotron-3-content-safety", window: 128_000,
      output: 4_096, .usd(0, 0), tools: false, temperature: false, released: "2026-04-16",
      note: "may answer 404 though listed; not metered by tokens"),
    Model(
      "nvidia", "nvidia/nemotron-3-nano-omni-30b-a3b-reasoning", "Nemotron 3 Nano Omni",
      window: 256_000, output: 65_536, .usd(0, 0), also: [.image, .audio, .video], tools: true,
      schema: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init(least: -1, most: 32_768)),
      released: "2026-04-28", note: "may answer 404 though listed; not metered by tokens"),
    Model(
      "nvidia", "nvidia/nemotron-3-super-120b-a12b", "Nemotron 3 Super", window: 262_144,
      output: 262_144, .usd(0.2, 0.8), tools: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-03-11",
      note: "may answer 404 though listed"),
    Model(
      "nvidia", "nvidia/nemotron-3-ultra-550b-a55b", "Nemotron 3 Ultra 550B A55B",
      window: 1_000_000, output: 65_536, .usd(0.5, 2.5, cached: 0.15), tools: true, schema: true,
      temperature: true, thinks: .init(isSwitchable: true), released: "2026-06-04",
      note: "may answer 404 though listed"),
    Model(
      "nvidia", "openai/gpt-oss-120b", "GPT-OSS-120B", window: 128_000, output: 8_192, .usd(0, 0),
      tools: true, schema: true, temperature: true, thinks: .init(levels: [.low, .medium, .high]),
      released: "2025-08-04", note: "may answer 404 though listed; not metered by tokens"),
    Model(
      "nvidia", "openai/gpt-oss-20b", "GPT OSS 20B", window: 131_072, output: 32_768, .usd(0, 0),
      tools: true, schema: true, temperature: true, thinks: .init(levels: [.low, .medium, .high]),
      released: "2025-08-05", note: "may answer 404 though listed; not metered by tokens"),
    Model(
      "nvidia", "qwen/qwen3.5-122b-a10b", "Qwen3.5 122B-A10B", window: 262_144, output: 65_536,
      .usd(0, 0), also: [.image, .audio, .video], tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-02-23",
      note: "may answer 404 though listed; not metered by tokens"),
    Model(
      "nvidia", "qwen/qwen3.5-397b-a17b", "Qwen3.5-397B-A17B", window: 262_144, output: 8_192,
      .usd(0, 0), also: .image, tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-02-16",
      note: "may answer 404 though listed; not metered by tokens"),
    Model(
      "nvidia", "z-ai/glm-5.1", "GLM-5.1", window: 131_072, output: 131_072, .usd(0, 0),
      tools: true, schema: true, temperature: true, thinks: .init(isSwitchable: true),
      released: "2026-03-27", note: "may answer 404 though listed; not metered by tokens"),
  ]
}
