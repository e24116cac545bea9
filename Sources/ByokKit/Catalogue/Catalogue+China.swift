internal import ByokCore

extension Catalogue {
  static let deepSeek: [Model] = [
    Model(
      "deepseek", "deepseek-chat", "DeepSeek Chat", window: 1_000_000, output: 384_000,
      .usd(0.14, 0.28, cached: 0.0028), tools: true, temperature: true, released: "2025-12-01",
      note: "an alias of deepseek-flash"),
    Model(
      "deepseek", "deepseek-flash", "DeepSeek Flash", window: 1_048_576, output: 393_216,
      also: .image, tools: true, schema: false, thinks: .init(),
      note: "takes no JSON schema; price not verified"),
    Model(
      "deepseek", "deepseek-reasoner", "DeepSeek Reasoner", window: 1_000_000, output: 384_000,
      .usd(0.14, 0.28, cached: 0.0028), tools: true, temperature: true, thinks: .init(),
      released: "2025-12-01", note: "an alias of deepseek-flash"),
    Model(
      "deepseek", "deepseek-v4-flash", "DeepSeek V4 Flash", window: 1_000_000, output: 384_000,
      .usd(0.14, 0.28, cached: 0.0028), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.high, .max], isSwitchable: true), released: "2026-04-24"),
    Model(
      "deepseek", "deepseek-v4-pro", "DeepSeek V4 Pro", window: 1_000_000, output: 384_000,
      .usd(0.435, 0.87, cached: 0.003625), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.high, .max], isSwitchable: true), released: "2026-04-24"),
  ]

  static let miniMax: [Model] = [
    Model(
      "minimax", "MiniMax-M2", "MiniMax-M2", window: 196_608, output: 128_000, .usd(0.3, 1.2),
      tools: true, temperature: true, thinks: .init(), released: "2025-10-27"),
    Model(
      "minimax", "MiniMax-M2.1", "MiniMax-M2.1", window: 204_800, output: 131_072, .usd(0.3, 1.2),
      tools: true, temperature: true, thinks: .init(), released: "2025-12-23"),
    Model(
      "minimax", "MiniMax-M2.1-highspeed", "MiniMax-M2.1-highspeed", window: 200_000,
      outputAtLeast: 128_000, .usd(0.6, 2.4, cached: 0.03), tools: true, thinks: .init()),
    Model(
      "minimax", "MiniMax-M2.5", "MiniMax-M2.5", window: 204_800, output: 131_072,
      .usd(0.3, 1.2, cached: 0.03), tools: true, temperature: true, thinks: .init(),
      released: "2026-02-12"),
    Model(
      "minimax", "MiniMax-M2.5-highspeed", "MiniMax-M2.5-highspeed", window: 204_800,
      output: 131_072, .usd(0.6, 2.4, cached: 0.06), tools: true, temperature: true,
      thinks: .init(), released: "2026-02-13"),
    Model(
      "minimax", "MiniMax-M2.7", "MiniMax-M2.7", window: 204_800, output: 131_072,
      .usd(0.3, 1.2, cached: 0.06), tools: true, temperature: true, thinks: .init(),
      released: "2026-03-18"),
    Model(
      "minimax", "MiniMax-M2.7-highspeed", "MiniMax-M2.7-highspeed", window: 204_800,
      output: 131_072, .usd(0.6, 2.4, cached: 0.06), tools: true, temperature: true,
      thinks: .init(), released: "2026-03-18"),
    Model(
      "minimax", "MiniMax-M3", "MiniMax-M3", window: 1_000_000, output: 128_000,
      .usd(0.6, 2.4, cached: 0.06), also: [.image, .video], tools: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-06-01"),
  ]

  package static let moonshot: [Model] = [
    Model(
      "moonshot", "kimi-k2-0711-preview", "Kimi K2 0711", window: 131_072, output: 16_384,
      .usd(0.6, 2.5, cached: 0.15), tools: true, temperature: true, released: "2025-07-14",
      status: .retired(successor: "kimi-k2.6"), note: "retired 2026-05-25"),
    Model(
      "moonshot", "kimi-k2-0905-preview", "Kimi K2 0905", window: 262_144, output: 262_144,
      .usd(0.6, 2.5, cached: 0.15), tools: true, temperature: true, released: "2025-09-05",
      status: .retired(successor: "kimi-k2.6"), note: "retired 2026-05-25"),
    Model(
      "moonshot", "kimi-k2-thinking", "Kimi K2 Thinking", window: 262_144, output: 262_144,
      .usd(0.6, 2.5, cached: 0.15), tools: true, temperature: true, thinks: .init(),
      released: "2025-11-06", status: .retired(successor: "kimi-k2.6"), note: "retired 2026-05-25"),
    Model(
      "moonshot", "kimi-k2-thinking-turbo", "Kimi K2 Thinking Turbo", window: 262_144,
      output: 262_144, .usd(1.15, 8, cached: 0.15), tools: true, temperature: true, thinks: .init(),
      released: "2025-11-06", status: .retired(successor: "kimi-k2.6"), note: "retired 2026-05-25"),
    Model(
      "moonshot", "kimi-k2-turbo-preview", "Kimi K2 Turbo", window: 262_144, output: 262_144,
      .usd(2.4, 10, cached: 0.6), tools: true, temperature: true, released: "2025-09-05",
      status: .retired(successor: "kimi-k2.6"), note: "retired 2026-05-25"),
    Model(
      "moonshot", "kimi-k2.5", "Kimi K2.5", window: 262_144, output: 262_144,
      .usd(0.6, 3, cached: 0.1), also: [.image, .video], tools: true, schema: true,
      temperature: false, thinks: .init(isSwitchable: true), released: "2026-01"),
    Model(
      "moonshot", "kimi-k2.6", "Kimi K2.6", window: 262_144, output: 262_144,
      .usd(0.95, 4, cached: 0.16), also: [.image, .video], tools: true, schema: true,
      temperature: true, thinks: .init(isSwitchable: true), released: "2026-04-21"),
    Model(
      "moonshot", "kimi-k2.7-code", "Kimi K2.7 Code", window: 262_144, output: 262_144,
      .usd(0.95, 4, cached: 0.19), also: [.image, .video], tools: true, schema: true,
      temperature: false, thinks: .init(), released: "2026-06-12"),
    Model(
      "moonshot", "kimi-k2.7-code-highspeed", "Kimi K2.7 Code HighSpeed", window: 262_144,
      output: 262_144, .usd(1.9, 8, cached: 0.38), also: [.image, .video], tools: true,
      schema: true, temperature: false, thinks: .init(), released: "2026-06-12"),
    Model(
      "moonshot", "kimi-k3", "Kimi K3", window: 1_048_576, outputAtLeast: 131_072,
      .usd(3, 15, cached: 0.3), also: .image, tools: true, thinks: .init()),
  ]

  static let stepFun: [Model] = [
    Model(
      "stepfun", "step-1-32k", "Step 1 (32K)", window: 32_768, output: 32_768,
      .usd(2.05, 9.59, cached: 0.41), tools: true, temperature: true, thinks: .init(),
      released: "2025-01-01"),
    Model(
      "stepfun", "step-2-16k", "Step 2 (16K)", window: 16_384, output: 8_192,
      .usd(5.21, 16.44, cached: 1.04), tools: true, temperature: true, thinks: .init(),
      released: "2025-01-01"),
    Model(
      "stepfun", "step-3.5-flash", "Step 3.5 Flash", window: 256_000, output: 256_000,
      .usd(0.1, 0.3, cached: 0.02), tools: true, temperature: true, thinks: .init(),
      released: "2026-01-29"),
    Model(
      "stepfun", "step-3.5-flash-2603", "Step 3.5 Flash 2603", window: 256_000, output: 256_000,
      .usd(0.1, 0.3, cached: 0.02), tools: true, temperature: true,
      thinks: .init(levels: [.low, .high]), released: "2026-04-02"),
    Model(
      "stepfun", "step-3.7-flash", "Step 3.7 Flash", window: 256_000, output: 256_000,
      .usd(0.2, 1.15, cached: 0.04), also: .image, tools: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high]), released: "2026-05-29"),
  ]

  static let xiaomi: [Model] = [
    Model(
      "xiaomi", "mimo-v2.5", "MiMo-V2.5", window: 1_048_576, output: 131_072,
      .usd(0.14, 0.28, cached: 0.0028), also: [.image, .audio, .video], tools: true,
      temperature: true, thinks: .init(isSwitchable: true), released: "2026-04-22"),
    Model(
      "xiaomi", "mimo-v2.5-pro", "MiMo-V2.5-Pro", window: 1_048_576, output: 131_072,
      .usd(0.435, 0.87, cached: 0.0036), tools: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-04-22"),
    Model(
      "xiaomi", "mimo-v2.5-pro-ultraspeed", "MiMo-V2.5-Pro-UltraSpeed", window: 1_048_576,
      output: 131_072, .usd(1.305, 2.61, cached: 0.0108), tools: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-06-08", status: .beta),
  ]

  static let zAI: [Model] = [
    Model(
      "zai", "glm-4.5", "GLM-4.5", window: 131_072, output: 98_304, .usd(0.6, 2.2, cached: 0.11),
      tools: true, temperature: true, thinks: .init(isSwitchable: true), released: "2025-07-28"),
    Model(
      "zai", "glm-4.5-air", "GLM-4.5-Air", window: 131_072, output: 98_304,
      .usd(0.2, 1.1, cached: 0.03), tools: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2025-07-28"),
    Model(
      "zai", "glm-4.5-flash", "GLM-4.5-Flash", window: 131_072, output: 98_304,
      .usd(0, 0, cached: 0), tools: true, temperature: true, thinks: .init(isSwitchable: true),
      released: "2025-07-28"),
    Model(
      "zai", "glm-4.5v", "GLM-4.5V", window: 64_000, output: 16_384, .usd(0.6, 1.8),
      also: [.image, .video], tools: true, temperature: true, thinks: .init(isSwitchable: true),
      released: "2025-08-11"),
    Model(
      "zai", "glm-4.6", "GLM-4.6", window: 204_800, output: 131_072, .usd(0.6, 2.2, cached: 0.11),
      tools: true, temperature: true, thinks: .init(isSwitchable: true), released: "2025-09-30"),
    Model(
      "zai", "glm-4.6v", "GLM-4.6V", window: 128_000, output: 32_768, .usd(0.3, 0.9),
      also: [.image, .video], tools: true, temperature: true, thinks: .init(isSwitchable: true),
      released: "2025-12-08"),
    Model(
      "zai", "glm-4.7", "GLM-4.7", window: 204_800, output: 131_072, .usd(0.6, 2.2, cached: 0.11),
      tools: true, temperature: true, thinks: .init(isSwitchable: true), released: "2025-12-22"),
    Model(
      "zai", "glm-4.7-flash", "GLM-4.7-Flash", window: 200_000, output: 131_072,
      .usd(0.07, 0.4, cached: 0), tools: true, temperature: true, thinks: .init(isSwitchable: true),
      released: "2026-01-19"),
    Model(
      "zai", "glm-4.7-flashx", "GLM-4.7-FlashX", window: 200_000, output: 131_072,
      .usd(0.07, 0.4, cached: 0.01), tools: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-01-19"),
    Model(
      "zai", "glm-5", "GLM-5", window: 204_800, output: 131_072, .usd(1, 3.2, cached: 0.2),
      tools: true, temperature: true, thinks: .init(isSwitchable: true), released: "2026-02-12"),
    Model(
      "zai", "glm-5-turbo", "GLM-5-Turbo", window: 200_000, output: 131_072,
      .usd(1.2, 4, cached: 0.24), tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-03-16"),
    Model(
      "zai", "glm-5.1", "GLM-5.1", window: 200_000, output: 131_072, .usd(1.4, 4.4, cached: 0.26),
      tools: true, schema: true, temperature: true, thinks: .init(isSwitchable: true),
      released: "2026-04-07"),
    Model(
      "zai", "glm-5.2", "GLM-5.2", window: 1_000_000, output: 131_072, .usd(1.4, 4.4, cached: 0.26),
      tools: true, schema: true, temperature: true, thinks: .init(levels: [.high, .max]),
      released: "2026-06-13"),
    Model(
      "zai", "glm-5.3", "GLM-5.3", window: 1_000_000, outputAtLeast: 131_072, .usd(1.4, 4.4),
      tools: true, thinks: .init(levels: [.low, .high, .xhigh])),
    Model(
      "zai", "glm-5v-turbo", "GLM-5V-Turbo", window: 200_000, output: 131_072,
      .usd(1.2, 4, cached: 0.24), also: [.image, .pdf, .video], tools: true, temperature: true,
      thinks: .init(isSwitchable: true), released: "2026-04-01"),
  ]
}
