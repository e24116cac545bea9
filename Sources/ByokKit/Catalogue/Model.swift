internal import ByokCore

/// What is known of a model, as one row of the catalogue.
package struct Model: Equatable, Sendable {
  /// The id as the provider knows it.
  package internal(set) var id: String
  /// The id of the provider's row.
  package var provider: String
  /// The name people use.
  package var name: String
  /// Tokens of prompt and reply together; `nil` where unknown.
  package var contextWindow: Int?
  /// The most tokens of a reply; `nil` where unknown.
  package var maxOutputTokens: Int?
  /// Whether the provider refuses more than ``maxOutputTokens``; else its limit may be higher.
  package var isOutputLimitCertain = true
  /// USD for a million tokens; `nil` where unknown.
  package var price: Price?
  /// The day that the price is of, as `2026-11-20`; `nil` where unknown.
  package var priceAsOf: String?
  /// Where the price is from: tables of prices, a page, `config.json`; `nil` where unknown.
  package var priceSource: String?
  /// What it takes and gives.
  package var input: Modalities = .text
  package var output: Modalities = .text
  /// Whether it takes nothing besides ``input``; else it may take more.
  package var isInputCertain = true
  /// Whether it calls tools; `nil` where unknown, as in the two below.
  package var callsTools: Bool?
  package var hasStructuredOutput: Bool?
  /// Whether it takes a temperature.
  package var takesTemperature: Bool?
  /// How its thinking can be steered; `nil` for a model that does not think.
  package var reasoning: ReasoningOptions?
  /// Whether a model without ``reasoning`` is known not to think; if false, it may.
  package var isReasoningCertain = true
  /// The day of its release as `2026-04-23`, or only the month; `nil` where unknown.
  package var released: String?
  package var status: Status = .active
  /// The day of its end, past or announced; `nil` where none is known.
  package var retires: String?
  /// What the provider names to use in its place: a model of the same provider.
  package var successor: String?
  /// The API it is reached by if not the provider's first: a dialect such as `openai-responses`.
  package var dialect: String?
  /// What else a user should know, as a fragment.
  package var note: String?

  /// Whether it may think, as far as is known.
  var mayThink: Bool { reasoning != nil || !isReasoningCertain }

  /// Kinds of content.
  package struct Modalities: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let text = Self(rawValue: 1)
    package static let image = Self(rawValue: 2)
    package static let pdf = Self(rawValue: 4)
    package static let audio = Self(rawValue: 8)
    package static let video = Self(rawValue: 16)
  }

  /// Whether it can still be used.
  package enum Status: Equatable, Sendable {
    case active, beta, deprecated
    /// Gone; the successor is a model of the same provider, where one is known.
    case retired(successor: String?)

    package var isRetired: Bool { if case .retired = self { true } else { false } }
  }
}

/// How a model's thinking can be steered; none of it for a model that always thinks its own way.
package struct ReasoningOptions: Equatable, Sendable {
  /// The levels that it takes, in ascending order; empty where it knows no levels.
  package var levels: [ReasoningLevel] = []
  /// Whether thinking can be switched on and off.
  package var isSwitchable = false
  /// The tokens that it may be given to think with; `nil` where it takes no such number.
  package var budget: Budget?

  /// Bounds of a number of tokens.
  package struct Budget: Equatable, Sendable {
    package var least: Int?
    package var most: Int?
  }
}

extension Model.Modalities {
  static let names: [(kind: Self, word: String)] = [
    (.text, "text"), (.image, "image"), (.pdf, "pdf"), (.audio, "audio"), (.video, "video"),
  ]

  /// The words for what is in it.
  package var words: [String] { Self.names.filter { contains($0.kind) }.map(\.word) }

  /// What the words name; others are left out.
  package init(words: [String]) {
    self.init(Self.names.filter { words.contains($0.word) }.map(\.kind))
  }
}
