/// What is asked of a model, the same for every dialect.
struct ChatRequest: Sendable {
  /// The model's id as the provider knows it.
  var model: String
  /// The instructions that stand before the conversation; `nil` for none.
  var system: String?
  /// The conversation, the newest message last.
  var messages: [ChatMessage]
  /// Whether the reply is to be streamed.
  var streams = true
  /// Whether a streamed reply is to end with its token counts; a few old servers refuse the wish.
  var wantsUsage = true
  /// What the user asked of the model's choice of words and its limits; sent only if given.
  var settings = ChatSettings()
  /// The form that the reply must have; `nil` for free text.
  var schema: ReplySchema?
  /// What the catalogue knows of the model; `nil` for a model that it does not list.
  var facts: Model?
  /// The cloud project that is asked for an answer, where the provider wants one named.
  var project: String?
  /// The provider's own way of saying some of this.
  var quirks = Quirks()

  /// A conversation of one message.
  init(model: String, prompt: String) {
    self.init(model: model, messages: [ChatMessage(role: .user, parts: [.text(prompt)])])
  }

  init(model: String, messages: [ChatMessage]) {
    (self.model, self.messages) = (model, messages)
  }
}

/// One message of a conversation.
struct ChatMessage: Equatable, Sendable {
  /// Who speaks.
  enum Role: String, Sendable {
    case user, assistant
  }

  /// A piece of what is said.
  enum Part: Equatable, Sendable {
    case text(String)
    case file(Attachment)
  }

  var role: Role
  /// At least one.
  var parts: [Part]

  /// The whole text if there is nothing but text; `nil` where a file is attached.
  var text: String? {
    var text = ""
    for part in parts {
      guard case .text(let piece) = part else { return nil }
      text += piece
    }
    return text
  }
}

/// A file that goes to the model as such.
struct Attachment: Equatable, Sendable {
  /// What a model has to understand to take it.
  enum Kind: Sendable {
    case image, pdf
  }

  /// Where its bytes are.
  enum Source: Equatable, Sendable {
    case bytes([UInt8])
    /// An `https` address that the provider itself fetches.
    case url(String)
  }

  /// The name that the user gave it, without folders.
  var name: String
  /// Such as `image/png` or `application/pdf`.
  var mediaType: String
  var source: Source

  var kind: Kind { mediaType == "application/pdf" ? .pdf : .image }
}

/// The form that a reply must have.
struct ReplySchema: Equatable, Sendable {
  /// A word for it, which some providers ask for.
  var name = "reply"
  /// The JSON Schema.
  var schema: JSONValue
}

/// What a user may ask of a model's choice of words and its limits; `nil` or empty is not sent.
struct ChatSettings: Equatable, Sendable {
  var temperature: Double?
  var topP: Double?
  /// The most tokens of the reply.
  var maxTokens: Int?
  var seed: Int?
  /// The texts at which the reply ends.
  var stop: [String] = []
  var reasoning: ReasoningLevel?
}

/// How much a model is to think before it answers.
enum ReasoningLevel: String, CaseIterable, Comparable, Sendable {
  case none, minimal, low, medium, high, xhigh, max

  static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
