internal import ByokCore

extension Catalogue {
  package static let anthropic: [Model] = [
    Model(
      "anthropic", "claude-fable-5", "Claude Fable 5", window: 1_000_000, output: 128_000,
      .usd(10, 50, cached: 1), also: [.image, .pdf], tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high, .xhigh, .max]), released: "2026-06-09"),
    Model(
      "anthropic", "claude-haiku-4-5", "Claude Haiku 4.5 (latest)", window: 200_000, output: 64_000,
      .usd(1, 5, cached: 0.1), also: [.image, .pdf], tools: true, schema: true, temperature: true,
      thinks: .init(budget: .init(least: 1_024)), released: "2025-10-15"),
    Model(
      "anthropic", "claude-mythos-5", "Claude Mythos 5", window: 1_000_000, outputAtLeast: 128_000,
      .usd(10, 50), also: .image, tools: true,
      thinks: .init(levels: [.low, .medium, .high, .xhigh, .max])),
    Model(
      "anthropic", "claude-opus-4-0", "Claude Opus 4 (latest)", window: 200_000, output: 32_000,
      .usd(15, 75, cached: 1.5), also: [.image, .pdf], tools: true, temperature: true,
      thinks: .init(budget: .init(least: 1_024)), released: "2025-05-22"),
    Model(
      "anthropic", "claude-opus-4-1", "Claude Opus 4.1 (latest)", window: 200_000, output: 32_000,
      .usd(15, 75, cached: 1.5), also: [.image, .pdf], tools: true, schema: true, temperature: true,
      thinks: .init(budget: .init(least: 1_024)), released: "2025-08-05"),
    Model(
      "anthropic", "claude-opus-4-5", "Claude Opus 4.5 (latest)", window: 200_000, output: 64_000,
      .usd(5, 25, cached: 0.5), also: [.image, .pdf], tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high], budget: .init(least: 1_024)),
      released: "2025-11-24"),
    Model(
      "anthropic", "claude-opus-4-6", "Claude Opus 4.6", window: 1_000_000, output: 128_000,
      .usd(5, 25, cached: 0.5), also: [.image, .pdf], tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high, .max], budget: .init(least: 1_024)),
      released: "2026-02-05"),
    Model(
      "anthropic", "claude-opus-4-7", "Claude Opus 4.7", window: 1_000_000, output: 128_000,
      .usd(5, 25, cached: 0.5), also: [.image, .pdf], tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high, .xhigh, .max]), released: "2026-04-16"),
    Model(
      "anthropic", "claude-opus-4-8", "Claude Opus 4.8", window: 1_000_000, output: 128_000,
      .usd(5, 25, cached: 0.5), also: [.image, .pdf], tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high, .xhigh, .max]), released: "2026-05-28"),
    Model(
      "anthropic", "claude-opus-5", "Claude Opus 5", window: 1_000_000, output: 128_000,
      .usd(5, 25), also: .image, tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high, .xhigh, .max])),
    Model(
      "anthropic", "claude-sonnet-4-0", "Claude Sonnet 4 (latest)", window: 200_000, output: 64_000,
      .usd(3, 15, cached: 0.3), also: [.image, .pdf], tools: true, temperature: true,
      thinks: .init(budget: .init(least: 1_024)), released: "2025-05-22"),
    Model(
      "anthropic", "claude-sonnet-4-5", "Claude Sonnet 4.5 (latest)", window: 200_000,
      output: 64_000, .usd(3, 15, cached: 0.3), also: [.image, .pdf], tools: true, schema: true,
      temperature: true, thinks: .init(budget: .init(least: 1_024)), released: "2025-09-29"),
    Model(
      "anthropic", "claude-sonnet-4-6", "Claude Sonnet 4.6", window: 1_000_000, output: 64_000,
      .usd(3, 15, cached: 0.3), also: [.image, .pdf], tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high, .max], budget: .init(least: 1_024)),
      released: "2026-02-17"),
    Model(
      "anthropic", "claude-sonnet-5", "Claude Sonnet 5", window: 1_000_000, output: 128_000,
      .usd(2, 10, cached: 0.2), also: [.image, .pdf], tools: true, schema: true, temperature: false,
      thinks: .init(levels: [.low, .medium, .high, .xhigh, .max], isSwitchable: true),
      released: "2026-06-30"),
  ]

  package static let gemini: [Model] = [
    Model(
      "gemini", "gemini-2.5-flash", "Gemini 2.5 Flash", window: 1_048_576, output: 65_536,
      .usd(0.3, 2.5, cached: 0.03), also: [.image, .pdf, .audio, .video], tools: true, schema: true,
      temperature: true, thinks: .init(isSwitchable: true, budget: .init(least: 0, most: 24_576)),
      released: "2025-06-17"),
    Model(
      "gemini", "gemini-2.5-flash-lite", "Gemini 2.5 Flash-Lite", window: 1_048_576, output: 65_536,
      .usd(0.1, 0.4, cached: 0.01), also: [.image, .pdf, .audio, .video], tools: true, schema: true,
      temperature: true, thinks: .init(isSwitchable: true, budget: .init(least: 512, most: 24_576)),
      released: "2025-06-17"),
    Model(
      "gemini", "gemini-2.5-pro", "Gemini 2.5 Pro", window: 1_048_576, output: 65_536,
      .usd(1.25, 10, cached: 0.125), also: [.image, .pdf, .audio, .video], tools: true,
      schema: true, temperature: true, thinks: .init(budget: .init(least: 128, most: 32_768)),
      released: "2025-06-17"),
    Model(
      "gemini", "gemini-3-flash-preview", "Gemini 3 Flash Preview", window: 1_048_576,
      output: 65_536, .usd(0.5, 3, cached: 0.05), also: [.image, .pdf, .audio, .video], tools: true,
      schema: true, temperature: true, thinks: .init(levels: [.minimal, .low, .medium, .high]),
      released: "2025-12-17"),
    Model(
      "gemini", "gemini-3-pro-preview", "Gemini 3 Pro", window: 1_048_576, outputAtLeast: 64_000,
      .usd(2, 12), also: .image, tools: true, thinks: .init(levels: [.low, .high]),
      status: .deprecated, note: "gemini-3.1-pro-preview follows it"),
    Model(
      "gemini", "gemini-3.1-flash-lite", "Gemini 3.1 Flash Lite", window: 1_048_576, output: 65_536,
      .usd(0.25, 1.5, cached: 0.025), also: [.image, .pdf, .audio, .video], tools: true,
      schema: true, temperature: true, thinks: .init(levels: [.minimal, .low, .medium, .high]),
      released: "2026-05-07"),
    Model(
      "gemini", "gemini-3.1-pro-preview", "Gemini 3.1 Pro Preview", window: 1_048_576,
      output: 65_536, .usd(2, 12, cached: 0.2), also: [.image, .pdf, .audio, .video], tools: true,
      schema: true, temperature: true, thinks: .init(levels: [.low, .medium, .high]),
      released: "2026-02-19"),
    Model(
      "gemini", "gemini-3.1-pro-preview-customtools", "Gemini 3.1 Pro Preview Custom Tools",
      window: 1_048_576, output: 65_536, .usd(2, 12, cached: 0.2),
      also: [.image, .pdf, .audio, .video], tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.low, .medium, .high]), released: "2026-02-19"),
    Model(
      "gemini", "gemini-3.5-flash", "Gemini 3.5 Flash", window: 1_048_576, output: 65_536,
      .usd(1.5, 9, cached: 0.15), also: [.image, .pdf, .audio, .video], tools: true, schema: true,
      temperature: true, thinks: .init(levels: [.minimal, .low, .medium, .high]),
      released: "2026-05-19"),
    Model(
      "gemini", "gemini-3.5-flash-lite", "Gemini 3.5 Flash-Lite", window: 1_048_576,
      outputAtLeast: 65_536, .usd(0.3, 2.5, cached: 0.03), also: .image, tools: true,
      thinks: .init(levels: [.minimal, .low, .medium, .high])),
    Model(
      "gemini", "gemini-3.6-flash", "Gemini 3.6 Flash", window: 1_048_576, outputAtLeast: 65_536,
      .usd(1.5, 7.5), also: .image, tools: true,
      thinks: .init(levels: [.minimal, .low, .medium, .high])),
    Model(
      "gemini", "gemini-3.7-flash", "Gemini 3.7 Flash", window: 1_048_576, outputAtLeast: 65_536,
      .usd(0.75, 3.75, cached: 0.075), also: .image, tools: true,
      thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "gemini", "gemini-flash-latest", "Gemini Flash Latest", window: 1_048_576, output: 65_536,
      .usd(0.3, 2.5, cached: 0.075), also: [.image, .pdf, .audio, .video], tools: true,
      schema: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init(least: 0, most: 24_576)),
      released: "2025-09-25"),
    Model(
      "gemini", "gemini-flash-lite-latest", "Gemini Flash-Lite Latest", window: 1_048_576,
      output: 65_536, .usd(0.1, 0.4, cached: 0.025), also: [.image, .pdf, .audio, .video],
      tools: true, schema: true, temperature: true,
      thinks: .init(isSwitchable: true, budget: .init(least: 512, most: 24_576)),
      released: "2025-09-25"),
    Model(
      "gemini", "gemma-4-26b-a4b-it", "Gemma 4 26B A4B IT", window: 262_144, output: 32_768,
      also: .image, tools: true, schema: true, temperature: true, thinks: .init(isSwitchable: true),
      released: "2026-04-02"),
    Model(
      "gemini", "gemma-4-31b-it", "Gemma 4 31B IT", window: 262_144, output: 32_768, also: .image,
      tools: true, schema: true, temperature: true, thinks: .init(isSwitchable: true),
      released: "2026-04-02"),
  ]

  package static let mistral: [Model] = [
    Model(
      "mistral", "codestral-latest", "Codestral (latest)", window: 256_000, output: 4_096,
      .usd(0.3, 0.9), tools: true, temperature: true, released: "2024-05-29"),
    Model(
      "mistral", "ministral-3b-latest", "Ministral 3B (latest)", window: 128_000, output: 128_000,
      .usd(0.04, 0.04), tools: true, temperature: true, released: "2024-10-01"),
    Model(
      "mistral", "ministral-8b-latest", "Ministral 8B (latest)", window: 128_000, output: 128_000,
      .usd(0.1, 0.1), tools: true, temperature: true, released: "2024-10-01"),
    Model(
      "mistral", "mistral-large-2512", "Mistral Large 3", window: 262_144, output: 262_144,
      .usd(0.5, 1.5), also: .image, tools: true, temperature: true, released: "2024-11-01",
      note: "not in every subscription tier"),
    Model(
      "mistral", "mistral-large-latest", "Mistral Large (latest)", window: 262_144, output: 262_144,
      .usd(0.5, 1.5), also: .image, tools: true, temperature: true, released: "2024-11-01",
      note: "not in every subscription tier"),
    Model(
      "mistral", "mistral-medium-2508", "Mistral Medium 3.1", window: 262_144, output: 262_144,
      .usd(0.4, 2), also: .image, tools: true, temperature: true, released: "2025-08-12"),
    Model(
      "mistral", "mistral-medium-2604", "Mistral Medium 3.5", window: 262_144, output: 262_144,
      .usd(1.5, 7.5), also: .image, tools: true, schema: true, temperature: true,
      thinks: .init(levels: [.none, .high]), released: "2026-04-29"),
    Model(
      "mistral", "mistral-medium-latest", "Mistral Medium (latest)", window: 262_144,
      output: 262_144, .usd(0.4, 2), also: .image, tools: true, temperature: true,
      released: "2025-08-12"),
    Model(
      "mistral", "mistral-small-2603", "Mistral Small 4", window: 256_000, output: 256_000,
      .usd(0.15, 0.6), also: .image, tools: true, temperature: true,
      thinks: .init(levels: [.none, .high]), released: "2026-03-16"),
    Model(
      "mistral", "mistral-small-latest", "Mistral Small (latest)", window: 256_000, output: 256_000,
      .usd(0.15, 0.6), also: .image, tools: true, temperature: true,
      thinks: .init(levels: [.none, .high]), released: "2026-03-16"),
    Model(
      "mistral", "pixtral-12b", "Pixtral 12B", window: 128_000, output: 128_000, .usd(0.15, 0.15),
      also: .image, tools: true, temperature: true, released: "2024-09-01",
      note: "answers though not listed by the provider"),
  ]

  static let xAI: [Model] = [
    Model(
      "xai", "grok-4.20", "Grok 4.20", .usd(1.25, 2.5), also: .image, tools: true,
      note: "context window not verified"),
    Model(
      "xai", "grok-4.20-0309-non-reasoning", "Grok 4.20 (Non-Reasoning)", window: 1_000_000,
      output: 30_000, .usd(1.25, 2.5, cached: 0.2), also: [.image, .pdf], tools: true, schema: true,
      temperature: true, released: "2026-03-09"),
    Model(
      "xai", "grok-4.20-0309-reasoning", "Grok 4.20 (Reasoning)", window: 1_000_000, output: 30_000,
      .usd(1.25, 2.5, cached: 0.2), also: [.image, .pdf], tools: true, schema: true,
      temperature: true, thinks: .init(), released: "2026-03-09"),
    Model(
      "xai", "grok-4.20-multi-agent-0309", "Grok 4.20 Multi-Agent", window: 1_000_000,
      output: 30_000, .usd(1.25, 2.5, cached: 0.2), also: [.image, .pdf], tools: false,
      schema: true, temperature: true, thinks: .init(levels: [.low, .medium, .high, .xhigh]),
      released: "2026-03-09"),
    Model(
      "xai", "grok-4.20-non-reasoning", "Grok 4.20 Non-Reasoning", .usd(1.25, 2.5), also: .image,
      tools: true, note: "context window not verified"),
    Model(
      "xai", "grok-4.3", "Grok 4.3", window: 1_000_000, output: 30_000,
      .usd(1.25, 2.5, cached: 0.2), also: [.image, .pdf], tools: true, schema: true,
      temperature: true, thinks: .init(levels: [.none, .low, .medium, .high]),
      released: "2026-04-17"),
    Model(
      "xai", "grok-4.5", "Grok 4.5", window: 500_000, .usd(2, 6), also: .image, tools: true,
      thinks: .init(levels: [.low, .medium, .high])),
    Model(
      "xai", "grok-4.6", "grok-4.6", .usd(2, 6), also: .image, tools: true,
      note: "context window not verified"),
    Model(
      "xai", "grok-build-0.1", "Grok Build 0.1", window: 256_000, output: 256_000,
      .usd(1, 2, cached: 0.2), also: [.image, .pdf], tools: true, schema: true, temperature: true,
      thinks: .init(), released: "2026-04-16"),
  ]
}
