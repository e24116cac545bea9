internal import ByokCore

extension Catalogue {
  static let openRouter: [Model] = [
    Model(
      "openrouter", "anthropic/claude-opus-4.7", "Claude Opus 4.7", window: 1_000_000,
      output: 128_000, .usd(5, 25, cached: 0.5), also: [.image, .pdf], tools: true, schema: true,
      temperature: false,
      thinks: .init(levels: [.low, .medium, .high, .xhigh, .max], isSwitchable: true),
      released: "2026-04-16"),
    Model(
      "openrouter", "anthropic/claude-opus-4.8", "Claude Opus 4.8", window: 1_000_000,
      output: 128_000, .usd(5, 25, cached: 0.5), also: [.image, .pdf], tools: true, schema: true,
      temperature: false,
      thinks: .init(levels: [.low, .medium, .high, .xhigh, .max], isSwitchable: true),
      released: "2026-05-28"),
    Model(
      "openrouter", "anthropic/claude-opus-5", "Claude Opus 5", window: 1_000_000, .usd(5.5, 27.5),
      also: .image, tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "anthropic/claude-opus-5-fast", "Claude Opus 5 (Fast)", window: 1_000_000,
      .usd(10, 50), also: .image, tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "anthropic/claude-sonnet-5", "Claude Sonnet 5", window: 1_000_000,
      output: 128_000, .usd(2, 10, cached: 0.2), also: [.image, .pdf], tools: true, schema: true,
      temperature: false, thinks: .init(levels: [.low, .medium, .high, .xhigh, .max]),
      released: "2026-06-30"),
    Model(
      "openrouter", "deepseek/deepseek-v4-flash", "DeepSeek V4 Flash", window: 1_048_575,
      output: 65_536, .usd(0.098, 0.196, cached: 0.02), tools: true, schema: true,
      temperature: true, thinks: .init(levels: [.high, .xhigh], isSwitchable: true),
      released: "2026-04-24"),
    Model(
      "openrouter", "deepseek/deepseek-v4-flash-0731", "DeepSeek: DeepSeek V4 Flash 0731",
      window: 1_310_720, .usd(0.44, 1.32), tools: true,
      thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "deepseek/deepseek-v4-flash-vision-exp",
      "DeepSeek: DeepSeek V4 Flash Vision Exp", window: 1_048_576, .usd(0.22, 0.66), also: .image,
      tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "deepseek/deepseek-v4-pro", "DeepSeek V4 Pro", window: 1_048_576,
      .usd(0.435, 0.87, cached: 0.003625), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.high, .xhigh], isSwitchable: true), released: "2026-04-24"),
    Model(
      "openrouter", "deepseek/deepseek-v4-pro-0813", "DeepSeek: DeepSeek V4 Pro 0813",
      window: 1_048_576, .usd(0.66, 1.98), tools: true,
      thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "google/gemini-3.1-flash-lite", "Gemini 3.1 Flash Lite", window: 1_048_576,
      output: 65_536, .usd(0.25, 1.5, cached: 0.025), also: [.image, .pdf, .audio, .video],
      tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.minimal, .low, .medium, .high]), released: "2026-05-07"),
    Model(
      "openrouter", "google/gemini-3.1-flash-lite-preview", "Gemini 3.1 Flash Lite Preview",
      window: 1_048_576, output: 65_536, .usd(0.25, 1.5, cached: 0.025),
      also: [.image, .pdf, .audio, .video], tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.minimal, .low, .medium, .high]), released: "2026-03-03"),
    Model(
      "openrouter", "google/gemini-3.5-flash", "Gemini 3.5 Flash", window: 1_048_576,
      output: 65_536, .usd(1.5, 9, cached: 0.15), also: [.image, .pdf, .audio, .video], tools: true,
      schema: true, temperature: true, thinks: .init(levels: [.minimal, .low, .medium, .high]),
      released: "2026-05-19"),
    Model(
      "openrouter", "google/gemini-3.6-flash", "Google: Gemini 3.6 Flash", window: 1_048_576,
      .usd(0.75, 3.75, cached: 0.04167), also: .image, tools: true,
      thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "google/gemini-3.7-flash", "Google: Gemini 3.7 Flash", window: 1_048_576,
      .usd(0.75, 3.75, cached: 0.04167), also: .image, tools: true,
      thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "google/gemma-4-26b-a4b-it", "Gemma 4 26B A4B IT", output: 262_144,
      .usd(0.06, 0.33), also: [.image, .video], tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-04-02"),
    Model(
      "openrouter", "google/gemma-4-31b-it", "Gemma 4 31B IT", output: 262_144,
      .usd(0.12, 0.35, cached: 0.09), also: [.image, .video], tools: true, schema: true,
      temperature: true, thinks: .init(isSwitchable: true), released: "2026-04-02"),
    Model(
      "openrouter", "minimax/minimax-m2.7", "MiniMax-M2.7", window: 196_608, output: 196_608,
      .usd(0.18, 0.72), tools: true, schema: true, temperature: true, thinks: .init(),
      released: "2026-03-18"),
    Model(
      "openrouter", "minimax/minimax-m3", "MiniMax-M3", window: 524_288, output: 512_000,
      .usd(0.3, 1.2, cached: 0.06), also: [.image, .video], tools: true, schema: true,
      temperature: true, thinks: .init(), released: "2026-06-01"),
    Model(
      "openrouter", "mistralai/mistral-medium-3-5", "Mistral Medium 3.5", window: 262_144,
      output: 262_144, .usd(1.5, 7.5), also: [.image, .pdf], tools: true, schema: true,
      temperature: true, thinks: .init(levels: [.none, .high]), released: "2026-04-30"),
    Model(
      "openrouter", "mistralai/mistral-small-2603", "Mistral Small 4", window: 262_144,
      output: 262_144, .usd(0.15, 0.6, cached: 0.015), also: .image, tools: true, schema: true,
      temperature: true, thinks: .init(levels: [.none, .high]), released: "2026-03-16"),
    Model(
      "openrouter", "moonshotai/kimi-k2.6", "Kimi K2.6", window: 262_144, output: 262_144,
      .usd(0.55, 3.2, cached: 0.11), also: .image, tools: true, schema: true, temperature: true,
      thinks: .init(), released: "2026-04-21"),
    Model(
      "openrouter", "moonshotai/kimi-k2.7-code", "Kimi K2.7 Code", output: 16_384,
      .usd(0.74, 3.5, cached: 0.15), also: .image, tools: true, schema: true, temperature: true,
      thinks: .init(), released: "2026-06-12"),
    Model(
      "openrouter", "moonshotai/kimi-k3", "MoonshotAI: Kimi K3", window: 1_048_576, .usd(3, 15),
      also: .image, tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "nvidia/nemotron-3-ultra-550b-a55b", "Nemotron 3 Ultra 550B A55B",
      window: 262_144, output: 16_384, .usd(0.5, 2.2, cached: 0.1), tools: true, schema: true,
      temperature: true, thinks: .init(levels: [.medium, .high], budget: .init()),
      released: "2026-06-04"),
    Model(
      "openrouter", "openai/gpt-5.4", "GPT-5.4", window: 1_050_000, output: 128_000,
      .usd(2.5, 15, cached: 0.25), also: [.image, .pdf], tools: true, schema: true,
      temperature: false, thinks: .init(levels: [.none, .low, .medium, .high, .xhigh]),
      released: "2026-03-05"),
    Model(
      "openrouter", "openai/gpt-5.4-mini", "GPT-5.4 mini", window: 400_000, output: 128_000,
      .usd(0.75, 4.5, cached: 0.075), also: [.image, .pdf], tools: true, schema: true,
      temperature: false, thinks: .init(levels: [.none, .low, .medium, .high, .xhigh]),
      released: "2026-03-17"),
    Model(
      "openrouter", "openai/gpt-5.4-nano", "GPT-5.4 nano", window: 400_000, output: 128_000,
      .usd(0.2, 1.25, cached: 0.02), also: [.image, .pdf], tools: true, schema: true,
      temperature: false, thinks: .init(levels: [.none, .low, .medium, .high, .xhigh]),
      released: "2026-03-17"),
    Model(
      "openrouter", "openai/gpt-5.4-pro", "GPT-5.4 Pro", window: 1_050_000, output: 128_000,
      .usd(30, 180), also: [.image, .pdf], tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.medium, .high, .xhigh]), released: "2026-03-05"),
    Model(
      "openrouter", "openai/gpt-5.5", "GPT-5.5", window: 1_050_000, output: 128_000,
      .usd(5, 30, cached: 0.5), also: [.image, .pdf], tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.none, .low, .medium, .high, .xhigh]), released: "2026-04-23"),
    Model(
      "openrouter", "openai/gpt-5.5-pro", "GPT-5.5 Pro", window: 1_050_000, output: 128_000,
      .usd(30, 180), also: [.image, .pdf], tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.medium, .high, .xhigh]), released: "2026-04-23"),
    Model(
      "openrouter", "openai/gpt-5.6-luna", "OpenAI: GPT-5.6 Luna", window: 1_050_000,
      .usd(0.22, 1.32), also: .image, tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "openai/gpt-5.6-luna-pro", "OpenAI: GPT-5.6 Luna Pro", window: 1_050_000,
      .usd(0.2, 1.2), also: .image, tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "openai/gpt-5.6-sol", "OpenAI: GPT-5.6 Sol", window: 1_050_000, .usd(5, 30),
      also: .image, tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "openai/gpt-5.6-sol-pro", "OpenAI: GPT-5.6 Sol Pro", window: 1_050_000,
      .usd(5, 30), also: .image, tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "openai/gpt-5.6-terra", "OpenAI: GPT-5.6 Terra", window: 1_050_000, .usd(2, 12),
      also: .image, tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "openai/gpt-5.6-terra-pro", "OpenAI: GPT-5.6 Terra Pro", window: 1_050_000,
      .usd(2, 12), also: .image, tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "qwen/qwen3.5-plus-20260420", "Qwen3.5 Plus 2026-04-20", window: 1_000_000,
      output: 65_536, .usd(0.3, 1.8), also: [.image, .video], tools: true, schema: true,
      temperature: true, thinks: .init(isSwitchable: true, budget: .init(least: 1, most: 81_920)),
      released: "2026-04-27"),
    Model(
      "openrouter", "qwen/qwen3.6-27b", "Qwen3.6 27B", window: 262_140, output: 262_140,
      .usd(0.285, 2.4), also: [.image, .video], tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-04-22"),
    Model(
      "openrouter", "qwen/qwen3.6-35b-a3b", "Qwen3.6 35B-A3B", output: 262_144, .usd(0.14, 1),
      also: [.image, .video], tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-04-17"),
    Model(
      "openrouter", "qwen/qwen3.6-flash", "Qwen3.6 Flash", window: 1_000_000, output: 65_536,
      .usd(0.1875, 1.125), also: [.image, .video], tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init(least: 1, most: 81_920)),
      released: "2026-04-27"),
    Model(
      "openrouter", "qwen/qwen3.6-max-preview", "Qwen3.6 Max Preview", window: 262_144,
      output: 65_536, .usd(1.04, 6.24), tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init(least: 1, most: 131_072)),
      released: "2026-04-20"),
    Model(
      "openrouter", "qwen/qwen3.6-plus", "Qwen3.6 Plus", window: 1_000_000, output: 65_536,
      .usd(0.325, 1.95), also: [.image, .video], tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init(least: 1, most: 81_920)),
      released: "2026-04-02"),
    Model(
      "openrouter", "qwen/qwen3.7-max", "Qwen3.7 Max", window: 1_000_000, output: 65_536,
      .usd(1.25, 3.75, cached: 0.25), tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init(least: 1, most: 262_144)),
      released: "2026-05-21"),
    Model(
      "openrouter", "qwen/qwen3.7-plus", "Qwen3.7 Plus", output: 65_536,
      .usd(0.32, 1.28, cached: 0.064), also: .image, tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init(least: 1, most: 262_144)),
      released: "2026-06-02"),
    Model(
      "openrouter", "qwen/qwen3.8-2.4t-a95b", "Qwen: Qwen3.8 2.4T A95B", window: 1_048_576,
      .usd(2, 6), tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "qwen/qwen3.8-27b", "Qwen: Qwen3.8 27B", window: 1_000_000, .usd(0.575, 3.45),
      also: .image, tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "qwen/qwen3.8-max", "Qwen: Qwen3.8 Max", window: 1_000_000, .usd(2, 6),
      also: .image, tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "x-ai/grok-4.20", "Grok 4.20", window: 2_000_000, output: 2_000_000,
      .usd(1.25, 2.5, cached: 0.2), also: [.image, .pdf], tools: true, schema: true,
      temperature: true, thinks: .init(), released: "2026-03-31"),
    Model(
      "openrouter", "x-ai/grok-4.20-multi-agent", "Grok 4.20 Multi-Agent", window: 2_000_000,
      output: 2_000_000, .usd(1.25, 2.5, cached: 0.2), also: [.image, .pdf], tools: false,
      schema: true, temperature: true, thinks: .init(levels: [.low, .high]),
      released: "2026-03-31"),
    Model(
      "openrouter", "x-ai/grok-4.3", "Grok 4.3", output: 1_000_000, .usd(1.25, 2.5, cached: 0.2),
      also: [.image, .pdf], tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.none, .low, .medium, .high]), released: "2026-04-17"),
    Model(
      "openrouter", "x-ai/grok-4.5", "SpaceXAI: Grok 4.5", window: 500_000, .usd(2, 6),
      also: .image, tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "x-ai/grok-4.6", "SpaceXAI: Grok 4.6", window: 500_000, .usd(2, 6),
      also: .image, tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "z-ai/glm-5-turbo", "GLM-5-Turbo", window: 262_144, .usd(1.2, 4, cached: 0.24),
      tools: true, schema: false, temperature: true, thinks: .init(), released: "2026-03-16"),
    Model(
      "openrouter", "z-ai/glm-5.1", "GLM-5.1", window: 65_536, output: 128_000, .usd(0.975, 4.3),
      tools: true, schema: true, temperature: true, thinks: .init(), released: "2026-04-07"),
    Model(
      "openrouter", "z-ai/glm-5.2", "GLM-5.2", window: 1_048_576, output: 32_768,
      .usd(0.93, 3, cached: 0.18), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.high, .xhigh]), released: "2026-06-13"),
    Model(
      "openrouter", "z-ai/glm-5.3", "Z.ai: GLM 5.3", window: 1_048_576, .usd(1.4, 4.4), tools: true,
      thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "openrouter", "z-ai/glm-5v-turbo", "GLM-5V-Turbo", window: 202_752,
      .usd(1.2, 4, cached: 0.24), also: [.image, .video], tools: true, schema: false,
      temperature: true, thinks: .init(), released: "2026-04-01"),
  ]
}
