/// What is known of a model, as one row of the catalogue.
struct Model: Equatable, Sendable {
  /// The id as the provider knows it.
  let id: String
  /// The id of the provider's row.
  var provider: String
  /// The name people use.
  var name: String
  /// Tokens of prompt and reply together; `nil` where unknown.
  var contextWindow: Int?
  /// The most tokens of a reply; `nil` where unknown.
  var maxOutputTokens: Int?
  /// Whether the provider refuses more than ``maxOutputTokens``; else its limit may be higher.
  var isOutputLimitCertain = true
  /// USD for a million tokens; `nil` where unknown.
  var price: Price?
  /// What it takes and gives.
  var input: Modalities = .text
  var output: Modalities = .text
  /// Whether it calls tools; `nil` where unknown, as in the two below.
  var callsTools: Bool?
  var hasStructuredOutput: Bool?
  /// Whether it takes a temperature.
  var takesTemperature: Bool?
  /// How its thinking can be steered; `nil` for a model that does not think.
  var reasoning: ReasoningOptions?
  /// The day of its release as `2026-04-23`, or only the month; `nil` where unknown.
  var released: String?
  var status: Status = .active
  /// The API it is reached by if not the provider's first: a dialect such as `openai-responses`.
  var dialect: String?
  /// What else a user should know, as a fragment.
  var note: String?

  /// Prices in USD for a million tokens.
  struct Price: Equatable, Sendable {
    var input: Double
    var output: Double
    /// For prompt tokens that the provider had in its cache; `nil` where it has no price of its own.
    var cached: Double?

    /// What a reply costs in USD, as far as its token counts tell; `nil` where they are not known.
    func cost(of usage: Usage) -> Double? {
      guard let prompt = usage.input, let reply = usage.output else { return nil }
      let known = min(usage.cachedInput ?? 0, prompt)
      let million = Double(prompt - known) * input + Double(known) * (cached ?? input)
      return (million + Double(reply) * output) / 1_000_000
    }
  }

  /// Kinds of content.
  struct Modalities: OptionSet, Sendable {
    let rawValue: UInt8
    static let text = Self(rawValue: 1)
    static let image = Self(rawValue: 2)
    static let pdf = Self(rawValue: 4)
    static let audio = Self(rawValue: 8)
    static let video = Self(rawValue: 16)
  }

  /// Whether it can still be used.
  enum Status: Equatable, Sendable {
    case active, beta, deprecated
    /// Gone; the successor is a model of the same provider, where one is known.
    case retired(successor: String?)

    var isRetired: Bool { if case .retired = self { true } else { false } }
  }
}

/// How a model's thinking can be steered; none of it for a model that always thinks its own way.
struct ReasoningOptions: Equatable, Sendable {
  /// The levels that it takes, in ascending order; empty where it knows no levels.
  var levels: [ReasoningLevel] = []
  /// Whether thinking can be switched on and off.
  var isSwitchable = false
  /// The tokens that it may be given to think with; `nil` where it takes no such number.
  var budget: Budget?

  /// Bounds of a number of tokens.
  struct Budget: Equatable, Sendable {
    var least: Int?
    var most: Int?
  }
}
