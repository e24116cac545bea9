internal import ByokCore

extension Catalogue {
  static let baseten: [Model] = [
    Model(
      "baseten", "deepseek-ai/DeepSeek-V4-Pro", "Deepseek V4 Pro", window: 262_144, output: 262_144,
      .usd(1.74, 3.48, cached: 0.145), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high, .xhigh]), released: "2026-04-24"),
    Model(
      "baseten", "moonshotai/Kimi-K2.6", "Kimi K2.6", window: 262_000, output: 262_000,
      .usd(0.95, 4, cached: 0.16), also: .image, tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-04-21"),
    Model(
      "baseten", "moonshotai/Kimi-K2.7-Code", "Kimi K2.7 Code", window: 262_000, output: 262_000,
      .usd(0.95, 4, cached: 0.16), also: .image, tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-06-12"),
    Model(
      "baseten", "nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B", "Nemotron Ultra", window: 202_800,
      output: 202_800, .usd(0.6, 2.4, cached: 0.12), tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-06-04"),
    Model(
      "baseten", "nvidia/Nemotron-120B-A12B", "Nemotron Super", window: 202_800, output: 202_800,
      .usd(0.3, 0.75, cached: 0.06), tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-03-11"),
    Model(
      "baseten", "zai-org/GLM-5.1", "GLM 5.1", window: 202_800, output: 202_800,
      .usd(1.3, 4.3, cached: 0.26), tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-04-07"),
    Model(
      "baseten", "zai-org/GLM-5.2", "GLM 5.2", window: 202_720, output: 202_720,
      .usd(1.4, 4.4, cached: 0.3), tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-06-13"),
  ]

  static let cerebras: [Model] = [
    Model(
      "cerebras", "gemma-4-31b", "gemma-4-31b", window: 131_072, .usd(0.99, 1.49), tools: true,
      schema: true, temperature: true, thinks: .init(), status: .retired(successor: nil),
      note: "gone by 2026-09-28"),
    Model(
      "cerebras", "gpt-oss-120b", "GPT OSS 120B", window: 131_072, output: 40_960, .usd(0.35, 0.75),
      tools: true, schema: true, temperature: true, thinks: .init(),
      note: "65536 tokens on the free tier"),
    Model(
      "cerebras", "qwen-3.8-27b", "qwen-3.8-27b", tools: true, schema: true, temperature: true,
      thinks: .init(), note: "listed, never tried"),
    Model(
      "cerebras", "zai-glm-4.7", "Z.AI GLM-4.7", window: 131_072, output: 40_960, tools: true,
      schema: true, temperature: true, thinks: .init(), status: .retired(successor: nil)),
  ]

  static let deepInfra: [Model] = [
    Model(
      "deepinfra", "MiniMaxAI/MiniMax-M2.5", "MiniMax M2.5", window: 196_608, output: 131_072,
      .usd(0.15, 1.15, cached: 0.03), tools: true, temperature: true, thinks: .init(),
      released: "2026-02-12"),
    Model(
      "deepinfra", "Qwen/Qwen3.5-35B-A3B", "Qwen 3.5 35B A3B", window: 262_144, output: 81_920,
      .usd(0.14, 1, cached: 0.05), also: [.image, .video], tools: true, temperature: true,
      thinks: .init(), released: "2026-02-01"),
    Model(
      "deepinfra", "Qwen/Qwen3.5-397B-A17B", "Qwen 3.5 397B A17B", window: 262_144, output: 81_920,
      .usd(0.45, 3, cached: 0.22), also: [.image, .video], tools: true, temperature: true,
      thinks: .init(), released: "2026-02-01"),
    Model(
      "deepinfra", "Qwen/Qwen3.6-35B-A3B", "Qwen3.6 35B A3B", window: 262_144, output: 81_920,
      .usd(0.15, 0.95), also: [.image, .video], tools: true, temperature: true, thinks: .init(),
      released: "2026-04-01"),
    Model(
      "deepinfra", "XiaomiMiMo/MiMo-V2.5", "MiMo-V2.5", window: 262_144, output: 16_384,
      .usd(0.4, 2, cached: 0.08), also: [.image, .audio, .video], tools: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-04-22"),
    Model(
      "deepinfra", "XiaomiMiMo/MiMo-V2.5-Pro", "MiMo-V2.5-Pro", output: 16_384,
      .usd(1, 3, cached: 0.2), tools: true, temperature: true, thinks: .init(isSwitchable: true),
      released: "2026-04-22"),
    Model(
      "deepinfra", "deepseek-ai/DeepSeek-V4-Flash", "DeepSeek V4 Flash", window: 1_048_576,
      output: 16_384, .usd(0.1, 0.2, cached: 0.02), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high, .xhigh], isSwitchable: true),
      released: "2026-04-24"),
    Model(
      "deepinfra", "deepseek-ai/DeepSeek-V4-Pro", "DeepSeek V4 Pro", window: 1_048_576,
      output: 16_384, .usd(1.3, 2.6, cached: 0.1), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high, .xhigh], isSwitchable: true),
      released: "2026-04-24"),
    Model(
      "deepinfra", "google/gemma-4-26B-A4B-it", "Gemma 4 26B A4B IT", window: 262_144,
      output: 32_768, .usd(0.07, 0.34), also: .image, tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-04-02"),
    Model(
      "deepinfra", "google/gemma-4-31B-it", "Gemma 4 31B IT", window: 262_144, output: 32_768,
      .usd(0.13, 0.38), also: .image, tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-04-02"),
    Model(
      "deepinfra", "moonshotai/Kimi-K2.5", "Kimi K2.5", window: 262_144, output: 32_768,
      .usd(0.45, 2.25, cached: 0.07), also: [.image, .video], tools: true, schema: true,
      temperature: true, thinks: .init(isSwitchable: true), released: "2026-01-27"),
    Model(
      "deepinfra", "moonshotai/Kimi-K2.6", "Kimi K2.6", window: 262_144, output: 16_384,
      .usd(0.75, 3.5, cached: 0.15), also: [.image, .video], tools: true, schema: true,
      temperature: true, thinks: .init(isSwitchable: true), released: "2026-04-21"),
    Model(
      "deepinfra", "moonshotai/Kimi-K2.7-Code", "Kimi K2.7 Code", window: 262_144, output: 262_144,
      .usd(0.74, 3.5, cached: 0.15), also: [.image, .video], tools: true, schema: true,
      temperature: false, thinks: .init(isSwitchable: true), released: "2026-06-12"),
    Model(
      "deepinfra", "zai-org/GLM-4.7", "GLM-4.7", window: 202_752, output: 16_384,
      .usd(0.4, 1.75, cached: 0.08), tools: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2025-12-22"),
    Model(
      "deepinfra", "zai-org/GLM-4.7-Flash", "GLM-4.7-Flash", window: 202_752, output: 16_384,
      .usd(0.06, 0.4), tools: true, temperature: true, thinks: .init(), released: "2026-01-19"),
    Model(
      "deepinfra", "zai-org/GLM-5", "GLM-5", window: 202_752, output: 16_384,
      .usd(0.6, 2.08, cached: 0.12), tools: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-02-12"),
    Model(
      "deepinfra", "zai-org/GLM-5.1", "GLM-5.1", window: 202_752, output: 16_384,
      .usd(1.05, 3.5, cached: 0.205), tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-04-07"),
    Model(
      "deepinfra", "zai-org/GLM-5.2", "GLM-5.2", window: 1_048_576, output: 32_768,
      .usd(0.95, 3, cached: 0.18), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high, .xhigh], isSwitchable: true),
      released: "2026-06-13"),
  ]

  static let fireworks: [Model] = [
    Model(
      "fireworks", "accounts/fireworks/models/deepseek-v4-flash", "DeepSeek V4 Flash",
      window: 1_000_000, output: 384_000, .usd(0.14, 0.28, cached: 0.028), tools: true,
      schema: true, temperature: true, thinks: .init(levels: [.high, .max], isSwitchable: true),
      released: "2026-04-24"),
    Model(
      "fireworks", "accounts/fireworks/models/deepseek-v4-flash-0731", "DeepSeek V4 Flash 0731",
      window: 1_048_576, outputAtLeast: 384_000, .usd(0.14, 0.28), tools: true,
      thinks: .init(levels: [.none, .low, .high, .xhigh])),
    Model(
      "fireworks", "accounts/fireworks/models/deepseek-v4-pro", "DeepSeek V4 Pro",
      window: 1_000_000, output: 384_000, .usd(1.74, 3.48, cached: 0.145), tools: true,
      schema: true, temperature: true, thinks: .init(levels: [.high, .max], isSwitchable: true),
      released: "2026-04-24"),
    Model(
      "fireworks", "accounts/fireworks/models/deepseek-v4-pro-0813", "DeepSeek V4 Pro 0813",
      window: 1_048_576, outputAtLeast: 384_000, .usd(1.32, 3.96), tools: true,
      thinks: .init(levels: [.none, .high, .xhigh])),
    Model(
      "fireworks", "accounts/fireworks/models/glm-5p1", "GLM 5.1", window: 202_800, output: 131_072,
      .usd(1.4, 4.4, cached: 0.26), tools: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-04-01"),
    Model(
      "fireworks", "accounts/fireworks/models/glm-5p2", "GLM 5.2", window: 1_048_575,
      output: 131_072, .usd(1.4, 4.4, cached: 0.26), tools: true, temperature: true,
      thinks: .init(levels: [.high, .max], isSwitchable: true), released: "2026-06-16"),
    Model(
      "fireworks", "accounts/fireworks/models/gpt-oss-120b", "GPT OSS 120B", window: 131_072,
      output: 32_768, .usd(0.15, 0.6, cached: 0.015), tools: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high]), released: "2025-08-05"),
    Model(
      "fireworks", "accounts/fireworks/models/gpt-oss-20b", "GPT OSS 20B", window: 131_072,
      output: 32_768, .usd(0.07, 0.3, cached: 0.035), tools: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high]), released: "2025-08-05"),
    Model(
      "fireworks", "accounts/fireworks/models/inkling", "Inkling", window: 1_048_576,
      outputAtLeast: 65_536, .usd(1, 4.05), also: .image, tools: true,
      thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "fireworks", "accounts/fireworks/models/kimi-k2p6", "Kimi K2.6", window: 262_000,
      output: 262_000, .usd(0.95, 4, cached: 0.16), also: .image, tools: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-04-17",
      status: .retired(successor: "accounts/fireworks/models/kimi-k2p7-code"),
      note: "listed, but not deployed since 2026-09-28"),
    Model(
      "fireworks", "accounts/fireworks/models/kimi-k2p7-code", "Kimi K2.7 Code", window: 262_000,
      output: 262_000, .usd(0.95, 4, cached: 0.19), also: .image, tools: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-06-12"),
    Model(
      "fireworks", "accounts/fireworks/models/kimi-k3", "Kimi K3", window: 1_048_576,
      outputAtLeast: 131_072, .usd(3, 15), also: .image, tools: true,
      thinks: .init(levels: [.low, .high, .max])),
    Model(
      "fireworks", "accounts/fireworks/models/minimax-m2p7", "MiniMax-M2.7", window: 196_608,
      output: 196_608, .usd(0.3, 1.2, cached: 0.06), tools: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high]), released: "2026-04-12"),
    Model(
      "fireworks", "accounts/fireworks/models/minimax-m3", "MiniMax-M3", window: 512_000,
      output: 512_000, .usd(0.3, 1.2, cached: 0.06), tools: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high]), released: "2026-06-12"),
    Model(
      "fireworks", "accounts/fireworks/models/nemotron-3-ultra-nvfp4",
      "NVIDIA Nemotron 3 Ultra NVFP4", window: 262_144, outputAtLeast: 65_536, .usd(0.6, 2.4),
      tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "fireworks", "accounts/fireworks/models/nemotron-lightning-3p5-30b-a3b",
      "Nemotron Lightning 3.5 30B A3B", window: 262_144, outputAtLeast: 65_536, .usd(0.05, 0.2),
      tools: true, thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "fireworks", "accounts/fireworks/models/qwen3p7-plus", "Qwen 3.7 Plus", window: 262_144,
      output: 65_536, .usd(0.4, 1.6, cached: 0.08), also: .image, tools: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high], isSwitchable: true, budget: .init(least: 1)),
      released: "2026-06-12"),
    Model(
      "fireworks", "accounts/fireworks/models/qwen3p8-max", "Qwen 3.8 Max", window: 1_048_576,
      outputAtLeast: 65_536, .usd(2, 6), also: .image, tools: true, thinks: .init()),
  ]

  package static let groq: [Model] = [
    Model(
      "groq", "allam-2-7b", "allam-2-7b", window: 4_096, tools: false, temperature: true,
      note: "price not verified"),
    Model(
      "groq", "groq/compound", "Compound", window: 131_072, output: 8_192, tools: false,
      temperature: true, thinks: .init(), note: "price not verified"),
    Model(
      "groq", "groq/compound-mini", "Compound Mini", window: 131_072, output: 8_192, tools: false,
      temperature: true, thinks: .init(), note: "price not verified"),
    Model(
      "groq", "openai/gpt-oss-120b", "GPT OSS 120B", window: 131_072, output: 65_536,
      .usd(0.15, 0.6), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "groq", "openai/gpt-oss-20b", "GPT OSS 20B", window: 131_072, output: 65_536,
      .usd(0.075, 0.3), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "groq", "qwen/qwen3.6-27b", "qwen3.6-27b", window: 131_072, tools: true, temperature: true,
      thinks: .init(), note: "price not verified"),
    Model(
      "groq", "qwen/qwen3.8-27b", "qwen3.8-27b", window: 131_072, also: .image, tools: true,
      temperature: true, thinks: .init(), note: "price not verified"),
  ]
}
