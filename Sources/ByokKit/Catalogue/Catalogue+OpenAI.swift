internal import ByokCore

extension Catalogue {
  static let openAI: [Model] = [
    Model(
      "openai", "gpt-4.1", "GPT-4.1", window: 1_047_576, output: 32_768, .usd(2, 8, cached: 0.5),
      also: [.image, .pdf], tools: true, schema: true, temperature: true, released: "2025-04-14"),
    Model(
      "openai", "gpt-4.1-mini", "GPT-4.1 mini", window: 1_047_576, output: 32_768,
      .usd(0.4, 1.6, cached: 0.1), also: [.image, .pdf], tools: true, schema: true,
      temperature: true, released: "2025-04-14"),
    Model(
      "openai", "gpt-4.1-nano", "GPT-4.1 nano", window: 1_047_576, output: 32_768,
      .usd(0.1, 0.4, cached: 0.025), also: .image, tools: true, schema: true, temperature: true,
      released: "2025-04-14"),
    Model(
      "openai", "gpt-4o", "GPT-4o", window: 128_000, output: 16_384, .usd(2.5, 10, cached: 1.25),
      also: [.image, .pdf], tools: true, schema: true, temperature: true, released: "2024-05-13"),
    Model(
      "openai", "gpt-4o-2024-08-06", "GPT-4o (2024-08-06)", window: 128_000, output: 16_384,
      .usd(2.5, 10, cached: 1.25), also: .image, tools: true, schema: true, temperature: true,
      released: "2024-08-06"),
    Model(
      "openai", "gpt-4o-2024-11-20", "GPT-4o (2024-11-20)", window: 128_000, output: 16_384,
      .usd(2.5, 10, cached: 1.25), also: .image, tools: true, schema: true, temperature: true,
      released: "2024-11-20"),
    Model(
      "openai", "gpt-4o-mini", "GPT-4o mini", window: 128_000, output: 16_384,
      .usd(0.15, 0.6, cached: 0.075), also: [.image, .pdf], tools: true, schema: true,
      temperature: true, released: "2024-07-18"),
    Model(
      "openai", "gpt-5", "GPT-5", window: 400_000, output: 128_000, .usd(1.25, 10, cached: 0.125),
      also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.minimal, .low, .medium, .high]), released: "2025-08-07"),
    Model(
      "openai", "gpt-5-chat-latest", "GPT-5 Chat (latest)", window: 400_000, output: 128_000,
      .usd(1.25, 10, cached: 0.125), also: .image, tools: false, schema: true, temperature: true,
      thinks: .init(), released: "2025-08-07"),
    Model(
      "openai", "gpt-5-codex", "GPT-5-Codex", window: 400_000, output: 128_000,
      .usd(1.25, 10, cached: 0.125), also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high]), released: "2025-09-15",
      dialect: "openai-responses"),
    Model(
      "openai", "gpt-5-mini", "GPT-5 Mini", window: 400_000, output: 128_000,
      .usd(0.25, 2, cached: 0.025), also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.minimal, .low, .medium, .high]), released: "2025-08-07"),
    Model(
      "openai", "gpt-5-nano", "GPT-5 Nano", window: 400_000, output: 128_000,
      .usd(0.05, 0.4, cached: 0.005), also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.minimal, .low, .medium, .high]), released: "2025-08-07"),
    Model(
      "openai", "gpt-5-pro", "GPT-5 Pro", window: 400_000, output: 272_000, .usd(15, 120),
      also: .image, tools: true, schema: true, temperature: false, thinks: .init(levels: [.high]),
      released: "2025-10-06", dialect: "openai-responses"),
    Model(
      "openai", "gpt-5.1", "GPT-5.1", window: 400_000, output: 128_000,
      .usd(1.25, 10, cached: 0.125), also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.none, .low, .medium, .high]), released: "2025-11-13"),
    Model(
      "openai", "gpt-5.1-chat-latest", "GPT-5.1 Chat", window: 128_000, output: 16_384,
      .usd(1.25, 10, cached: 0.125), also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.medium]), released: "2025-11-13"),
    Model(
      "openai", "gpt-5.1-codex", "GPT-5.1 Codex", window: 400_000, output: 128_000,
      .usd(1.25, 10, cached: 0.125), also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high]), released: "2025-11-13",
      dialect: "openai-responses"),
    Model(
      "openai", "gpt-5.1-codex-max", "GPT-5.1 Codex Max", window: 400_000, output: 128_000,
      .usd(1.25, 10, cached: 0.125), also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high, .xhigh]), released: "2025-11-13",
      dialect: "openai-responses"),
    Model(
      "openai", "gpt-5.1-codex-mini", "GPT-5.1 Codex mini", window: 400_000, output: 128_000,
      .usd(0.25, 2, cached: 0.025), also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high]), released: "2025-11-13",
      dialect: "openai-responses"),
    Model(
      "openai", "gpt-5.2", "GPT-5.2", window: 400_000, output: 128_000,
      .usd(1.75, 14, cached: 0.175), also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.none, .low, .medium, .high, .xhigh]), released: "2025-12-11"),
    Model(
      "openai", "gpt-5.2-chat-latest", "GPT-5.2 Chat", window: 128_000, output: 16_384,
      .usd(1.75, 14, cached: 0.175), also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.medium]), released: "2025-12-11"),
    Model(
      "openai", "gpt-5.2-codex", "GPT-5.2 Codex", window: 400_000, output: 128_000,
      .usd(1.75, 14, cached: 0.175), also: [.image, .pdf], tools: true, schema: true,
      temperature: false, thinks: .init(levels: [.low, .medium, .high, .xhigh]),
      released: "2025-12-11", dialect: "openai-responses"),
    Model(
      "openai", "gpt-5.2-pro", "GPT-5.2 Pro", window: 400_000, output: 128_000, .usd(21, 168),
      also: .image, tools: true, schema: false, temperature: false,
      thinks: .init(levels: [.medium, .high, .xhigh]), released: "2025-12-11",
      dialect: "openai-responses"),
    Model(
      "openai", "gpt-5.3-chat-latest", "GPT-5.3 Chat (latest)", window: 128_000, output: 16_384,
      .usd(1.75, 14, cached: 0.175), also: .image, tools: true, schema: true, temperature: true,
      released: "2026-03-03"),
    Model(
      "openai", "gpt-5.3-codex", "GPT-5.3 Codex", window: 400_000, output: 128_000,
      .usd(1.75, 14, cached: 0.175), also: [.image, .pdf], tools: true, schema: true,
      temperature: false, thinks: .init(levels: [.none, .low, .medium, .high, .xhigh]),
      released: "2026-02-05", dialect: "openai-responses"),
    Model(
      "openai", "gpt-5.3-codex-spark", "GPT-5.3 Codex Spark", window: 128_000, output: 32_000,
      .usd(1.75, 14, cached: 0.175), also: [.image, .pdf], tools: true, schema: true,
      temperature: false, thinks: .init(levels: [.none, .low, .medium, .high, .xhigh]),
      released: "2026-02-05", dialect: "openai-responses"),
    Model(
      "openai", "gpt-5.4", "GPT-5.4", window: 1_050_000, output: 128_000,
      .usd(2.5, 15, cached: 0.25), also: [.image, .pdf], tools: true, schema: true,
      temperature: false, thinks: .init(levels: [.none, .low, .medium, .high, .xhigh]),
      released: "2026-03-05"),
    Model(
      "openai", "gpt-5.4-mini", "GPT-5.4 mini", window: 400_000, output: 128_000,
      .usd(0.75, 4.5, cached: 0.075), also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.none, .low, .medium, .high, .xhigh]), released: "2026-03-17"),
    Model(
      "openai", "gpt-5.4-nano", "GPT-5.4 nano", window: 400_000, output: 128_000,
      .usd(0.2, 1.25, cached: 0.02), also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.none, .low, .medium, .high, .xhigh]), released: "2026-03-17"),
    Model(
      "openai", "gpt-5.4-pro", "GPT-5.4 Pro", window: 1_050_000, output: 128_000, .usd(30, 180),
      also: .image, tools: true, schema: false, temperature: false,
      thinks: .init(levels: [.medium, .high, .xhigh]), released: "2026-03-05",
      dialect: "openai-responses"),
    Model(
      "openai", "gpt-5.5", "GPT-5.5", window: 1_050_000, output: 128_000, .usd(5, 30, cached: 0.5),
      also: [.image, .pdf], tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.none, .low, .medium, .high, .xhigh]), released: "2026-04-23"),
    Model(
      "openai", "gpt-5.5-pro", "GPT-5.5 Pro", window: 1_050_000, output: 128_000, .usd(30, 180),
      also: [.image, .pdf], tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.medium, .high, .xhigh]), released: "2026-04-23",
      dialect: "openai-responses"),
    Model(
      "openai", "gpt-5.6-luna", "GPT-5.6 Luna", window: 1_050_000, output: 128_000, .usd(1, 6),
      also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.none, .low, .medium, .high, .xhigh, .max])),
    Model(
      "openai", "gpt-5.6-sol", "GPT-5.6 Sol", window: 1_050_000, output: 128_000, .usd(5, 30),
      also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.none, .low, .medium, .high, .xhigh, .max])),
    Model(
      "openai", "gpt-5.6-terra", "GPT-5.6 Terra", window: 1_050_000, output: 128_000, .usd(2.5, 15),
      also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.none, .low, .medium, .high, .xhigh, .max])),
    Model(
      "openai", "o1", "o1", window: 200_000, output: 100_000, .usd(15, 60, cached: 7.5),
      also: [.image, .pdf], tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high]), released: "2024-12-05"),
    Model(
      "openai", "o1-pro", "o1-pro", window: 200_000, output: 100_000, .usd(150, 600), also: .image,
      tools: true, schema: true, temperature: false, thinks: .init(levels: [.low, .medium, .high]),
      released: "2025-03-19", dialect: "openai-responses"),
    Model(
      "openai", "o3", "o3", window: 200_000, output: 100_000, .usd(2, 8, cached: 0.5),
      also: [.image, .pdf], tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high]), released: "2025-04-16"),
    Model(
      "openai", "o3-mini", "o3-mini", window: 200_000, output: 100_000,
      .usd(1.1, 4.4, cached: 0.55), tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high]), released: "2024-12-20"),
    Model(
      "openai", "o3-pro", "o3-pro", window: 200_000, output: 100_000, .usd(20, 80), also: .image,
      tools: true, schema: true, temperature: false, thinks: .init(levels: [.low, .medium, .high]),
      released: "2025-06-10", dialect: "openai-responses"),
    Model(
      "openai", "o4-mini", "o4-mini", window: 200_000, output: 100_000,
      .usd(1.1, 4.4, cached: 0.275), also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high]), released: "2025-04-16"),
  ]
}
