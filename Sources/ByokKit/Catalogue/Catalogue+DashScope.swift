internal import ByokCore

extension Catalogue {
  static let dashScope: [Model] = [
    Model(
      "dashscope", "deepseek-v3.2", "DeepSeek-V3.2", window: 128_000, outputAtLeast: 64_000,
      .usd(0.57, 1.71), tools: true, thinks: .init()),
    Model(
      "dashscope", "deepseek-v4-flash", "DeepSeek-V4-Flash", window: 1_000_000,
      outputAtLeast: 384_000, .usd(0.2, 0.4), tools: true, thinks: .init(levels: [.high, .xhigh])),
    Model(
      "dashscope", "deepseek-v4-flash-0731", "DeepSeek-V4-Flash-0731", window: 1_000_000,
      outputAtLeast: 384_000, .usd(0.44, 1.32), tools: true,
      thinks: .init(levels: [.low, .high, .xhigh])),
    Model(
      "dashscope", "deepseek-v4-pro", "DeepSeek-V4-Pro", window: 1_000_000, outputAtLeast: 384_000,
      .usd(2.4, 4.8), tools: true, thinks: .init(levels: [.high, .xhigh])),
    Model(
      "dashscope", "deepseek-v4-pro-0813", "DeepSeek-V4-Pro-0813", window: 1_000_000,
      outputAtLeast: 384_000, .usd(1.32, 3.96), tools: true,
      thinks: .init(levels: [.high, .xhigh])),
    Model(
      "dashscope", "glm-5.1", "GLM 5.1", window: 200_000, outputAtLeast: 128_000, .usd(1.4, 4.4),
      tools: true, thinks: .init(levels: [.high, .xhigh])),
    Model(
      "dashscope", "glm-5.2", "GLM 5.2", window: 1_000_000, outputAtLeast: 128_000, .usd(1.4, 4.4),
      tools: true, thinks: .init(levels: [.high, .xhigh])),
    Model(
      "dashscope", "kimi-k2.7-code", "Kimi K2.7 Code", window: 256_000, outputAtLeast: 16_000,
      .usd(0.95, 4), also: .image, tools: true),
    Model(
      "dashscope", "kimi-k3", "Kimi K3", window: 1_048_576, outputAtLeast: 16_000, .usd(3, 15),
      also: .image, tools: true, thinks: .init(levels: [.low, .high, .max])),
    Model(
      "dashscope", "qwen3-max", "Qwen3 Max", window: 262_144, output: 65_536, .usd(1.2, 6),
      tools: true, temperature: true, released: "2025-09-23"),
    Model(
      "dashscope", "qwen3-vl-plus", "Qwen3-VL Plus", window: 262_144, output: 32_768,
      .usd(0.2, 1.6), also: .image, tools: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init()), released: "2025-09-23"),
    Model(
      "dashscope", "qwen3.5-122b-a10b", "Qwen3.5 122B-A10B", window: 262_144, output: 65_536,
      .usd(0.4, 3.2), also: [.image, .audio, .video], tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init()), released: "2026-02-23"),
    Model(
      "dashscope", "qwen3.5-27b", "Qwen3.5 27B", window: 262_144, output: 65_536, .usd(0.6, 3.6),
      also: [.image, .audio, .video], tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init()), released: "2026-02-23"),
    Model(
      "dashscope", "qwen3.5-35b-a3b", "Qwen3.5 35B-A3B", window: 262_144, output: 65_536,
      .usd(0.248, 1.485), also: [.image, .audio, .video], tools: true, schema: true,
      temperature: true, thinks: .init(isSwitchable: true, budget: .init()),
      released: "2026-02-23"),
    Model(
      "dashscope", "qwen3.5-397b-a17b", "Qwen3.5 397B-A17B", window: 262_144, output: 65_536,
      .usd(0.6, 3.6), also: [.image, .audio, .video], tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init()), released: "2026-02-15"),
    Model(
      "dashscope", "qwen3.5-plus", "Qwen3.5 Plus", window: 1_000_000, output: 65_536,
      .usd(0.4, 2.4), also: [.image, .video], tools: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init()), released: "2026-02-16"),
    Model(
      "dashscope", "qwen3.6-27b", "Qwen3.6 27B", window: 262_144, output: 65_536, .usd(0.6, 3.6),
      also: [.image, .audio, .video], tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init()), released: "2026-04-22"),
    Model(
      "dashscope", "qwen3.6-35b-a3b", "Qwen3.6 35B-A3B", window: 262_144, output: 65_536,
      .usd(0.248, 1.485), also: [.image, .audio, .video], tools: true, schema: true,
      temperature: true, thinks: .init(isSwitchable: true, budget: .init()),
      released: "2026-04-17"),
    Model(
      "dashscope", "qwen3.6-flash", "Qwen3.6 Flash", window: 1_000_000, output: 65_536, .usd(1, 4),
      also: [.image, .video], tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init()), released: "2026-04-27"),
    Model(
      "dashscope", "qwen3.6-max-preview", "Qwen3.6 Max Preview", window: 262_144, output: 65_536,
      .usd(2, 12, cached: 0.13), tools: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init()), released: "2026-04-20"),
    Model(
      "dashscope", "qwen3.6-plus", "Qwen3.6 Plus", window: 1_000_000, output: 65_536,
      .usd(2, 6, cached: 0.05), also: [.image, .video], tools: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init()), released: "2026-04-02"),
    Model(
      "dashscope", "qwen3.7-flash", "Qwen3.7-Flash", window: 1_000_000, outputAtLeast: 64_000,
      .usd(0.2, 0.8), also: .image, tools: true, thinks: .init()),
    Model(
      "dashscope", "qwen3.7-max", "Qwen3.7 Max", window: 1_000_000, output: 65_536,
      .usd(2.5, 7.5, cached: 0.5), tools: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init()), released: "2026-05-21"),
    Model(
      "dashscope", "qwen3.7-plus", "Qwen3.7 Plus", window: 1_000_000, output: 65_536,
      .usd(1.2, 4.8, cached: 0.05), also: [.image, .video], tools: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init()), released: "2026-06-02"),
    Model(
      "dashscope", "qwen3.8-2.4t-a95b", "Qwen3.8-2.4T-A95B", window: 1_000_000,
      outputAtLeast: 128_000, .usd(2, 6), tools: true),
    Model(
      "dashscope", "qwen3.8-27b", "Qwen3.8-27B", window: 1_000_000, outputAtLeast: 128_000,
      .usd(0.5, 3), also: .image, tools: true, thinks: .init()),
    Model(
      "dashscope", "qwen3.8-max", "Qwen3.8-Max", window: 1_000_000, outputAtLeast: 65_536,
      .usd(2, 6), also: .image, tools: true, thinks: .init()),
  ]

  static let siliconFlow: [Model] = [
    Model(
      "siliconflow", "Qwen/Qwen3.6-27B", "Qwen3.6 27B", window: 262_144, output: 262_144,
      .usd(0.3, 3.2), tools: true, schema: true, temperature: true, released: "2026-04-22"),
    Model(
      "siliconflow", "deepseek-ai/DeepSeek-V4-Flash", "DeepSeek V4 Flash", window: 1_000_000,
      output: 384_000, .usd(0.14, 0.28, cached: 0.028), tools: true, schema: true,
      temperature: true, thinks: .init(budget: .init(least: 128, most: 32_768)),
      released: "2026-04-24"),
    Model(
      "siliconflow", "deepseek-ai/DeepSeek-V4-Pro", "DeepSeek V4 Pro", window: 1_000_000,
      output: 384_000, .usd(1.74, 3.48, cached: 0.145), tools: true, schema: true,
      temperature: true, thinks: .init(budget: .init(least: 128, most: 32_768)),
      released: "2026-04-24"),
    Model(
      "siliconflow", "moonshotai/Kimi-K2.6", "moonshotai/Kimi-K2.6", window: 262_000,
      output: 262_000, .usd(0.77, 4, cached: 0.2), also: .image, tools: true, schema: true,
      temperature: true, thinks: .init(budget: .init(least: 128, most: 32_768)),
      released: "2026-04-21"),
    Model(
      "siliconflow", "tencent/Hy3-preview", "Hy3 preview", window: 262_144, output: 262_144,
      .usd(0.066, 0.26, cached: 0.029), tools: true, temperature: true,
      thinks: .init(budget: .init(least: 128, most: 32_768)), released: "2026-04-20"),
    Model(
      "siliconflow", "zai-org/GLM-5.2", "GLM-5.2", window: 1_049_000, output: 262_000,
      .usd(1.4, 4.4), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.high, .max]), released: "2026-06-13"),
  ]
}
