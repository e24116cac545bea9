/// How a provider lists its models.
struct ModelList: Equatable, Sendable {
  /// What comes back, which also says how it is paged.
  enum Shape: String, Sendable {
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
  var path = "/models"
  var shape = Shape.openAI
  /// Whether it comes without a good key, so that it proves none; `nil` where unknown.
  var isPublic: Bool?
}

extension ModelList {
  /// How servers of a dialect list their models: as the first built-in provider of that dialect.
  static func usual(for wire: any WireFormat.Type) -> Self {
    var list = Provider.builtIn.first { $0.wire == wire }?.modelList ?? Self()
    list.isPublic = nil
    return list
  }
}
