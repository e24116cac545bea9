package import ByokCore

/// What is asked of a model, the same for every dialect.
package struct ChatRequest: Sendable {
  /// The model's id as the provider knows it.
  package var model: String
  /// The instructions that precede the conversation; `nil` for none.
  package var system: String?
  /// The conversation, the newest message last.
  package var messages: [ChatMessage]
  /// Whether the reply is to be streamed.
  var streams = true
  /// What the user asked of the model's choice of words and its limits; sent only if given.
  package var settings = ChatSettings()
  /// The form that the reply must have; `nil` for free text.
  package var schema: ReplySchema?
  /// What the catalogue knows of the model; `nil` for a model that it does not list.
  package var facts: Model?
  /// The tools that the model may call.
  var tools: [ToolDefinition] = []
  /// Whether it is to call them.
  var toolChoice = ToolChoice.auto
  /// Whether the reply has to bring what a later request must repeat, such as encrypted reasoning.
  var keepsTurn = false
  /// Whether it has to bring what the model thinks, where that comes only if it is asked for.
  var wantsReasoning = false
  /// The cloud project that is asked for an answer, where the provider wants one named.
  package var project: String?
  /// How the provider may find the beginning of the conversation in its cache.
  var cache: PromptCache?
  /// The provider's own way of saying some of this.
  var quirks = Quirks()

  /// A conversation of one message.
  package init(model: String, prompt: String) {
    self.init(model: model, messages: [ChatMessage(role: .user, parts: [.text(prompt)])])
  }

  package init(model: String, messages: [ChatMessage]) {
    (self.model, self.messages) = (model, messages)
  }
}

/// One message of a conversation.
package struct ChatMessage: Equatable, Sendable {
  /// Who speaks.
  enum Role: String, Sendable {
    case user, assistant
  }

  /// A piece of the message.
  enum Part: Equatable, Sendable {
    case text(String)
    case file(Attachment)
    /// A call that the assistant makes.
    case toolCall(ToolCall)
    /// The result of such a call, which the next message of the user brings.
    case toolResult(ToolResult)

    /// Whether it is a file that goes to the model as such.
    var isFile: Bool { if case .file = self { true } else { false } }
  }

  /// A piece of what is said, or of what a tool answers.
  package enum Content: Equatable, Sendable {
    case text(String)
    case file(Attachment)
  }

  var role: Role
  /// At least one.
  var parts: [Part]
  /// The same message of the assistant in its provider's form, which is sent in place of the parts
  /// where the request is of its dialect.
  var turn: ProviderTurn?

  /// The whole text if there is nothing but text; `nil` where there is anything else.
  var text: String? {
    let content = content
    return content.count == parts.count ? content.text : nil
  }
}

/// A file that goes to the model as such.
package struct Attachment: Equatable, Sendable {
  /// What a model has to understand to take it.
  package enum Kind: Sendable {
    case image, pdf
  }

  /// Where its bytes are.
  enum Source: Equatable, Sendable {
    case bytes([UInt8])
    /// An `https` address that the provider itself fetches.
    case url(String)
  }

  /// The name that the user gave it, without folders.
  package var name: String
  /// Such as `image/png` or `application/pdf`.
  package var mediaType: String
  var source: Source

  var kind: Kind { mediaType == "application/pdf" ? .pdf : .image }
}

/// The form that a reply must have.
package struct ReplySchema: Equatable, Sendable {
  /// A word for it, which some providers ask for.
  package var name = "reply"
  /// The JSON Schema.
  package var schema: JSONValue
}

/// What a user may ask of a model's choice of words and its limits; `nil` or empty is not sent.
package struct ChatSettings: Equatable, Sendable {
  package var temperature: Double?
  package var topP: Double?
  /// The most tokens of the reply.
  package var maxTokens: Int?
  package var seed: Int?
  /// The texts at which the reply ends.
  package var stop: [String] = []
  package var reasoning: ReasoningLevel?

  package init(
    temperature: Double? = nil, topP: Double? = nil, maxTokens: Int? = nil, seed: Int? = nil,
    stop: [String] = [], reasoning: ReasoningLevel? = nil
  ) {
    self.temperature = temperature
    self.topP = topP
    self.maxTokens = maxTokens
    self.seed = seed
    self.stop = stop
    self.reasoning = reasoning
  }
}
