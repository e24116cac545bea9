internal import ByokCore

/// How a provider lists its models.
package struct ModelList: Equatable, Sendable {
  /// What comes back, which also says how it is paged.
  package enum Shape: String, CaseIterable, Sendable {
    /// `{"data":[{"id"}]}`
    case openAI = "openai"
    /// `[{"id"}]`
    case array
    /// `{"data":[{"id"}],"has_more","last_id"}`; the next page by `after_id`.
    case anthropic
    /// `{"models":[{"name":"models/ID"}],"nextPageToken"}`; the next page by `pageToken`.
    case gemini
    /// `{"models":[{"name"}],"next_page_token"}`; the next page by `page_token`.
    case cohere
    /// `{"models":[{"name"}]}`
    case ollama
    /// `{"output":{"models":[…]}}`; the next page by `page_no`.
    case dashScope = "dashscope"
    /// `{"result":[{"name"}]}`; the next page by `page`.
    case cloudflare
  }

  /// As ``BaseURL/address(of:)`` reads it.
  package var path = "/models"
  package var shape = Shape.openAI
  /// Whether it comes without a good key, so that it proves none; `nil` where unknown.
  package var isPublic: Bool?
  /// Words in the ids of models that do not chat, besides those that say so everywhere.
  var otherWords: [String] = []
  /// How the ids of its own chat models begin; empty for any.
  var beginnings: [String] = []
  /// What a row says of a model that chats; `nil` where it says nothing.
  var chatMark: ChatMark?

  /// A member of a row that tells models for chats from others.
  struct ChatMark: Equatable, Sendable {
    /// The members that lead to it: a text, or a list of them.
    let path: [String]
    /// What it is, or has among others.
    let word: String
  }
}

extension ModelList {
  /// How servers of a dialect list their models: as the first built-in provider of that dialect.
  static func usual(for dialect: any Dialect.Type) -> Self {
    let list = Provider.builtIn.first { $0.dialect == dialect }?.modelList ?? Self()
    return Self(path: list.path, shape: list.shape)
  }
}
