internal import ByokCore

extension Catalogue {
  package static let cohere: [Model] = [
    Model(
      "cohere", "command-a-03-2025", "Command A", window: 256_000, output: 8_000, .usd(2.5, 10),
      tools: true, temperature: true, released: "2025-03-13"),
    Model(
      "cohere", "command-a-plus-05-2026", "Command A Plus", window: 128_000, output: 64_000,
      .usd(2.5, 10), also: .image, tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init(least: 1)), released: "2026-05-20"),
    Model(
      "cohere", "command-a-reasoning-08-2025", "Command A Reasoning", window: 256_000,
      output: 32_000, .usd(2.5, 10), tools: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init(least: 1)), released: "2025-08-21"),
    Model(
      "cohere", "command-a-vision-07-2025", "Command A Vision", window: 128_000, output: 8_000,
      .usd(2.5, 10), also: .image, tools: false, temperature: true, released: "2025-07-31"),
    Model(
      "cohere", "command-r-08-2024", "Command R", window: 128_000, output: 4_000, .usd(0.15, 0.6),
      tools: true, temperature: true, released: "2024-08-30"),
    Model(
      "cohere", "command-r-plus-08-2024", "Command R+", window: 128_000, output: 4_000,
      .usd(2.5, 10), tools: true, temperature: true, released: "2024-08-30"),
    Model(
      "cohere", "command-r7b-12-2024", "Command R7B", window: 128_000, output: 4_000,
      .usd(0.0375, 0.15), tools: true, temperature: true, released: "2024-12-02"),
    Model(
      "cohere", "north-mini-code-1-0", "North Mini Code", window: 256_000, output: 64_000,
      .usd(0, 0), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.none, .high]), released: "2026-06-09"),
  ]

  static let inception: [Model] = [
    Model(
      "inception", "mercury-2", "Mercury 2", window: 128_000, output: 50_000,
      .usd(0.25, 0.75, cached: 0.025), tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high]), released: "2026-02-24"),
    Model(
      "inception", "mercury-edit-2", "Mercury Edit 2", window: 128_000, output: 8_192,
      .usd(0.25, 0.75, cached: 0.025), tools: false, temperature: true, thinks: .init(),
      released: "2026-03-30"),
  ]

  static let perplexity: [Model] = [
    Model(
      "perplexity", "sonar", "Sonar", window: 128_000, output: 4_096, .usd(1, 1), tools: false,
      temperature: true, released: "2024-01-01", note: "searches cost extra"),
    Model(
      "perplexity", "sonar-deep-research", "Perplexity Sonar Deep Research", window: 128_000,
      output: 32_768, .usd(2, 8), tools: false, temperature: false,
      thinks: .init(levels: [.minimal, .low, .medium, .high]), released: "2025-02-01",
      note: "searches cost extra"),
    Model(
      "perplexity", "sonar-pro", "Sonar Pro", window: 200_000, output: 8_192, .usd(3, 15),
      also: .image, tools: false, temperature: true, released: "2024-01-01",
      note: "searches cost extra"),
    Model(
      "perplexity", "sonar-reasoning-pro", "Sonar Reasoning Pro", window: 128_000, output: 4_096,
      .usd(2, 8), also: .image, tools: false, temperature: true,
      thinks: .init(levels: [.minimal, .low, .medium, .high]), released: "2024-01-01",
      note: "searches cost extra"),
  ]

  static let upstage: [Model] = [
    Model(
      "upstage", "solar-mini", "solar-mini", window: 32_768, output: 4_096, .usd(0.15, 0.15),
      tools: true, temperature: true, released: "2024-06-12"),
    Model(
      "upstage", "solar-pro2", "solar-pro2", window: 65_536, output: 8_192, .usd(0.25, 0.25),
      tools: true, temperature: true, thinks: .init(levels: [.minimal, .high]),
      released: "2025-05-20"),
    Model(
      "upstage", "solar-pro3", "solar-pro3", window: 131_072, output: 8_192, .usd(0.25, 0.25),
      tools: true, temperature: true, thinks: .init(levels: [.low, .medium, .high]),
      released: "2026-01"),
  ]
}
