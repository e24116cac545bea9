internal import ByokCore

extension ConfigurationKey {
  /// Every key of `config.json`, in the order that the manual lists them; those of a group are
  /// neighbours, after the group's own (see ``ConfigurationBranch``).
  package static let all: [Self] = [
    choices, params, modelRows, templates, providers, servers, indexes, limits, creds,
  ]
  .flatMap(\.self)

  private static let choices: [Self] = [
    .value("model", \.model, "Default model, if there is no `-m` and no BYOK_MODEL"),
    .value(
      "embedding_model", \.embeddingModel, "Default model of `embed` and `index embed`"),
    .value("aliases.NAME", in: \.aliases, "Model that an alias stands for"),
    .value(
      "catalogue", \.catalogueSource, "Default SOURCE of `models update`: a file or a URL"
    ),
    .value("render", \.render, "Whether Markdown is rendered on a terminal", standard: "true"),
    .value("keys.PROVIDER", in: \.defaultLabels, "Label of the default key"),
  ]

  private static let indexes: [Self] = [
    .value(
      "index.loaders.EXTENSION", in: \.loaders,
      "Program that converts such files; `{}` is the file")
  ]

  private static let limits: [Self] = [
    .value("timeout", \.timeout, "Timeout of a request, in seconds", standard: "1800"),
    .value("retries", \.retries, "Number of retries of a failed request", standard: "3"),
    Self(
      "ca_file", "File of additional certificate authorities",
      form: .init(String.self)
    ) { (configuration, entry) throws(ByokError) in
      let path = try entry.read(as: String.self)
      guard path.hasPrefix("/") || path.hasPrefix("~/") else {
        throw entry.wrong("must be an absolute path, not \(path.quoted)")
      }
      configuration.certificateFile = path
    },
    .value("log", \.log, "Whether requests are recorded in the usage log", standard: "true"),
    .value("budget.day", \.budget.day, "Budget per day (UTC)"),
    .value("budget.week", \.budget.week, "Budget per week, from Monday (UTC)"),
    .value("budget.month", \.budget.month, "Budget per calendar month (UTC)"),
    .value(
      "budget.hard", \.budget.isHard, "Whether requests over budget are refused",
      standard: "false"),
  ]

  private static let params = settings("params.MODEL") {
    (configuration, name, edit) throws(ByokError) in
    try edit(&configuration.params[name, default: ChatSettings()])
  }

  private static let modelRows: [Self] = [
    .member(
      "models.MODEL.input_price", in: \.modelRows, \.inputPrice,
      "Price of input tokens of PROVIDER/MODEL-ID"),
    .member(
      "models.MODEL.output_price", in: \.modelRows, \.outputPrice, "Price of output tokens"),
    .member(
      "models.MODEL.cached_price", in: \.modelRows, \.cachedPrice,
      "Price of cached input tokens"),
    .member(
      "models.MODEL.cache_write_price", in: \.modelRows, \.cacheWritePrice,
      "Price of writing input tokens to the cache"),
    .member(
      "models.MODEL.context_window", in: \.modelRows, \.contextWindow,
      "Context window, in tokens"),
    .member(
      "models.MODEL.max_output_tokens", in: \.modelRows, \.maxOutputTokens,
      "Maximum number of tokens of a reply"),
  ]

  private static let templates: [Self] =
    [
      Self(
        "templates.NAME", shape: .valueOrGroup, "Prompt template for `chat --template NAME`",
        form: .init("a prompt, or an object")
      ) { (configuration, entry) throws(ByokError) in
        if !entry.value.isObject {
          let prompt = try entry.read(as: String.self)
          configuration.templates[entry.name] = PromptTemplate(prompt: prompt)
        }
        let template = configuration.templates[entry.name]
        guard template?.prompt != nil || template?.system != nil else {
          throw entry.wrong("needs a prompt or a system text")
        }
      },
      .member(
        "templates.NAME.prompt", in: \.templates, \.prompt,
        "The prompt; `{{input}}` is replaced with the input"),
      .member("templates.NAME.system", in: \.templates, \.system, "System prompt"),
      .member("templates.NAME.model", in: \.templates, \.model, "Model of the template"),
      .member(
        "templates.NAME.mcp", in: \.templates, \.servers, "MCP servers whose tools are offered"),
      .member(
        "templates.NAME.allow_tools", in: \.templates, \.allowedTools,
        "Tools that are offered, as for `allow` of a server"),
    ]
    + settings("templates.NAME.params") { (configuration, name, edit) throws(ByokError) in
      try edit(&configuration.templates[name, default: PromptTemplate()].params)
    }

  /// Gives `edit` the settings under a name.
  private typealias SettingsEditor =
    @Sendable (
      inout Configuration, String, (inout ChatSettings) throws(ByokError) -> Void
    ) throws(ByokError) -> Void

  private static func settings(
    _ group: String, _ editor: @escaping SettingsEditor
  ) -> [Self] {
    [
      setting(group + ".temperature", \.temperature, "temperature", editor),
      setting(group + ".top_p", \.topP, "top-p", editor),
      setting(group + ".max_tokens", \.maxTokens, "max-tokens", editor),
      setting(group + ".seed", \.seed, "seed", editor),
      setting(group + ".stop", \.stopTexts, "stop", editor),
      setting(group + ".reasoning", \.reasoning, "reasoning", editor),
    ]
  }

  private static func setting<Value: ConfigurationValue>(
    _ name: String, _ property: @autoclosure @escaping Lazy<Property<ChatSettings, Value?>>,
    _ option: String, _ editor: @escaping SettingsEditor
  ) -> Self {
    Self(name, "Default of `chat --" + option + "`", form: .init(Value.self)) {
      (configuration, entry) throws(ByokError) in
      let value = try entry.read(as: Value.self)
      try editor(&configuration, entry.name) { (settings) throws(ByokError) in
        settings[keyPath: property()] = value
      }
    }
  }

  private static let creds: [Self] = [
    Self(
      "creds.allowed", "Tools whose credentials are permitted against their terms",
      form: .init("a list of tools: \(tools)", choices: CredentialTool.all.map(\.id))
    ) { (configuration, entry) throws(ByokError) in
      let words = try entry.read(as: [String].self)
      configuration.creds.allowed = try words.map { (word) throws(ByokError) in
        try tool(word, entry)
      }
    },
    Self("creds.paths.TOOL", "Path of a tool's credentials file", form: .init(String.self)) {
      (configuration, entry) throws(ByokError) in
      configuration.creds.paths[try tool(entry.name, entry)] = try entry.read(as: String.self)
    },
    .value(
      "creds.gemini_client_id", \.creds.geminiClientID,
      "Id of the OAuth client of Gemini CLI's credentials"),
    hidden(
      .value(
        "creds.gemini_client_secret", \.creds.geminiClientSecret,
        "Secret of that client")
    ),
  ]

  private static let tools = CredentialToolName.expectation

  private static func tool(
    _ word: String, _ entry: ConfigurationEntry
  ) throws(ByokError) -> String {
    guard let tool = CredentialTool.named(word) else {
      throw entry.wrong("must name \(tools), not \(word.quoted)")
    }
    return tool.id
  }

  private static func hidden(_ key: Self) -> Self {
    var key = key
    key.isHidden = true
    return key
  }
}

extension ChatSettings {
  /// The texts at which the reply ends; `nil` where none is given.
  fileprivate var stopTexts: [String]? {
    get { stop.isEmpty ? nil : stop }
    set { stop = newValue ?? [] }
  }
}

extension PromptTemplate: Configurable {}
