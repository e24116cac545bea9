public import ByokCore

extension Byok {
  /// A company, a gateway or a local server that answers chats.
  public struct Provider: Equatable, Sendable, Identifiable {
    /// The word before the slash in the name of its models and keys, such as `openai`.
    public let id: String
    /// The name that people use, such as `OpenAI`.
    public let name: String
    /// Its address; `{NAME}` stands for what only the user knows, such as an account.
    public let baseURL: String
    /// The environment variables that may hold a key; the first that is set is used.
    public let keyVariables: [String]
    /// The page where a person creates a key; `nil` where there is none.
    public let keyPage: String?
    /// Whether there is a key for it, sealed or in the environment.
    public let hasKey: Bool
    /// Whether it answers without a key.
    public let worksWithoutKey: Bool
  }

  /// The providers that can be asked: the built-in ones, then the user's own.
  ///
  /// The keystore is not unlocked.
  ///
  /// - Throws: A usage error in the configuration; `damaged`.
  public func providers() throws(ByokError) -> [Provider] {
    let configuration = try Configuration.load(session.locations)
    let providersWithKeys = ProvidersWithKeys(session, configuration)
    return ProviderList(configuration).all
      .filter { $0.retirement == nil }
      .map { row in
        Provider(
          id: row.id, name: row.name, baseURL: row.baseURL, keyVariables: row.keyVariables,
          keyPage: row.keyURL, hasKey: providersWithKeys.contains(row),
          worksWithoutKey: row.worksWithoutKey)
      }
  }

  /// A model, as far as it is known; what is not known is `nil`.
  public struct Model: Equatable, Sendable {
    /// What ``Byok/ask(_:_:_:onEvent:)`` takes: `PROVIDER/MODEL-ID`.
    public let name: String
    /// The provider's id.
    public let provider: String
    /// The id as the provider knows it.
    public let id: String
    /// The name that people use.
    public let title: String
    /// Tokens of prompt and reply together.
    public let contextWindow: Int?
    /// The most tokens of a reply.
    public let maxOutputTokens: Int?
    /// USD for a million tokens of prompt.
    public let inputPrice: Double?
    /// USD for a million tokens of reply.
    public let outputPrice: Double?
    /// What it takes besides text, such as `image` or `pdf`.
    public let takes: [String]
    /// `active`, `beta`, `deprecated`, `retired`, or `gone` where the provider lists it no more.
    public let status: String
    /// Whether a request to it can succeed: there is a key, or none is needed, and it is not gone.
    public let isAvailable: Bool

    fileprivate init(_ entry: ModelEntry) {
      let model = entry.model
      (name, provider, id, title) = (entry.name, model.provider, model.id, model.name)
      (contextWindow, maxOutputTokens) = (model.contextWindow, model.maxOutputTokens)
      (inputPrice, outputPrice) = (model.price?.input, model.price?.output)
      takes = model.input.subtracting(.text).words
      (status, isAvailable) = (entry.status, entry.isAvailable)
    }
  }

  /// The models that are known, by provider: from the built-in catalogue, the configuration, and what
  /// providers listed when `byok models --refresh` last asked them.
  ///
  /// The keystore is not unlocked, and nothing is sent.
  ///
  /// - Throws: A usage error in the configuration; `damaged`.
  public func models() throws(ByokError) -> [Model] {
    let configuration = try Configuration.load(session.locations)
    let entries = ModelEntry.all(
      of: ProviderList(configuration).all, ProvidersWithKeys(session, configuration),
      KnownModels(configuration))
    return entries.map(Model.init)
  }
}
