internal import ByokCore

/// What is known of models without asking anybody, built into the program.
///
/// One row for each model of a provider; the providers' arrays are in files of their own, sorted by
/// id. A model that is not here can be used all the same.
package enum Catalogue {
  /// The day of the newest prices.
  package static let asOf = "2026-08-21"

  /// The models of each provider, by the provider's id.
  private static let modelsByProvider: [String: @Sendable () -> [Model]] = [
    "anthropic": { anthropic }, "baseten": { baseten }, "bedrock": { bedrock },
    "cerebras": { cerebras }, "cohere": { cohere }, "dashscope": { dashScope },
    "deepinfra": { deepInfra }, "deepseek": { deepSeek }, "fireworks": { fireworks },
    "gemini": { gemini }, "groq": { groq }, "huggingface": { huggingFace },
    "inception": { inception }, "minimax": { miniMax }, "mistral": { mistral },
    "moonshot": { moonshot }, "nebius": { nebius }, "novita": { novita }, "nvidia": { nvidia },
    "ollama-cloud": { ollamaCloud }, "openai": { openAI }, "openrouter": { openRouter },
    "perplexity": { perplexity }, "siliconflow": { siliconFlow }, "stepfun": { stepFun },
    "together": { together }, "upstage": { upstage }, "venice": { venice }, "xai": { xAI },
    "xiaomi": { xiaomi }, "zai": { zAI },
  ]

  /// The models that another tool's sign-in opens; no bare id means one of them.
  private static let namedOnlyModels: [String: @Sendable () -> [Model]] = [
    "claude-code": { claudeCode }, "gemini-cli": { geminiCLI }, "qwen-code": { qwenCode },
  ]

  /// The ids of the providers whose models are listed, in ascending order.
  package static var providers: [String] {
    (Array(modelsByProvider.keys) + namedOnlyModels.keys).sorted()
  }

  /// Whether a provider's models are meant only where the provider is named.
  package static func isNamedOnly(_ provider: String) -> Bool { namedOnlyModels[provider] != nil }

  /// The models of a provider, in ascending order of their ids; empty where none is known.
  package static func models(of provider: String) -> [Model] {
    (modelsByProvider[provider] ?? namedOnlyModels[provider])?() ?? []
  }

  /// What is known of a model; O(log n) in the number of the provider's models.
  ///
  /// A dated version such as `claude-sonnet-4-5-20250929` is described by the row without the date.
  package static func find(provider: String, id: String) -> Model? {
    let models = models(of: provider)
    return search(models, for: id) ?? undated(id).flatMap { search(models, for: $0) }
      ?? RetiredFamily.model(provider: provider, id: id)
  }

  /// Every provider's row of that id, in ascending order of the providers.
  static func owners(of id: String) -> [Model] {
    modelsByProvider.keys.sorted().compactMap { find(provider: $0, id: id) }
  }

  /// The rows that describe what is written as `PROVIDER/MODEL-ID` or as a bare id.
  static func described(by text: String) -> [Model] {
    let pieces = text.split(separator: "/", maxSplits: 1).map(String.init)
    let named = pieces.count == 2 ? find(provider: pieces[0], id: pieces[1]) : nil
    return named.map { [$0] } ?? owners(of: text)
  }

  private static func search(_ models: [Model], for id: String) -> Model? {
    var range = models[...]
    while !range.isEmpty {
      let middle = range.startIndex + range.count / 2
      if models[middle].id == id { return models[middle] }
      range = models[middle].id < id ? range[(middle + 1)...] : range[..<middle]
    }
    return nil
  }

  /// The id without the day at its end, `-20250929` or `-2025-09-29`; `nil` if there is none.
  private static func undated(_ id: String) -> String? {
    let pieces = id.split(separator: "-", omittingEmptySubsequences: false)
    for lengths in [[8], [4, 2, 2]] where pieces.count > lengths.count {
      let day = pieces.suffix(lengths.count)
      if day.map(\.utf8.count) == lengths, day.joined().utf8.allSatisfy(isDigit) {
        return pieces.dropLast(lengths.count).joined(separator: "-")
      }
    }
    return nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension Model {
  /// A row of the catalogue: what is not known is left out.
  ///
  /// `outputAtLeast` stands in place of `output` where the true limit may be higher; `also` is what
  /// the model takes besides text.
  package init(
    _ provider: String, _ id: String, _ name: String, window: Int? = nil, output: Int? = nil,
    outputAtLeast: Int? = nil, _ price: Price? = nil, also: Modalities = [], tools: Bool? = nil,
    schema: Bool? = nil, temperature: Bool? = nil, thinks: ReasoningOptions? = nil,
    released: String? = nil, status: Status = .active, dialect: String? = nil, note: String? = nil
  ) {
    self.init(
      id: id, provider: provider, name: name, contextWindow: window,
      maxOutputTokens: output ?? outputAtLeast, isOutputLimitCertain: outputAtLeast == nil,
      price: price, input: also.union(.text), callsTools: tools, hasStructuredOutput: schema,
      takesTemperature: temperature, reasoning: thinks, released: released, status: status,
      dialect: dialect, note: note)
  }
}

extension Model.Price {
  /// Prices of a million tokens of prompt, of reply and of what the provider had in its cache.
  static func usd(_ input: Double, _ output: Double, cached: Double? = nil) -> Self {
    Self(input: input, output: output, cached: cached)
  }
}
