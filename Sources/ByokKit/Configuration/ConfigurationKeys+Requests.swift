internal import ByokCore

extension ConfigurationKey {
  static let lists: [Self] = [
    Self(
      "providers.ID.model_list", shape: .valueOrGroup, "How models are listed",
      form: .init("none, or an object", choices: ["none"])
    ) { (configuration, entry) throws(ByokError) in
      guard !entry.value.isObject else { return }
      guard entry.value.text == "none" else {
        throw entry.wrong("must be none, or an object, not \(entry.value.shown)")
      }
      configuration.providerRows[entry.name, default: ProviderRow()].modelList.isNone = true
    },
    own("model_list.path", \.modelList.path, "Path of the list"),
    own("model_list.shape", \.modelList.shape, "Format of the list"),
    own("model_list.public", \.modelList.isPublic, "Whether it is served without a key"),
    own(
      "model_list.other_words", \.modelList.otherWords, "Words in ids of models that cannot chat"),
    own(
      "model_list.beginnings", \.modelList.beginnings, "Prefixes of the ids of chat models"),
    own(
      "model_list.chat_path", \.modelList.chatPath, "Path to the member with a model's purpose"),
    own("model_list.chat_word", \.modelList.chatWord, "Value of that member for chat models"),
  ]

  static let checks: [Self] =
    [
      own("check.request", \.check.request, "Request that `keys check` sends"),
      own("check.path", \.check.path, "Path of a get or post request"),
      own("check.body", \.check.body, "Body of a post request"),
      own("check.model", \.check.model, "Model of a completion request"),
      own("check.ok_statuses", \.check.good, "HTTP statuses for a valid key"),
      own("check.invalid_statuses", \.check.bad, "HTTP statuses for an invalid key"),
      own("check.proof", \.check.isProof, "Whether these are proof; otherwise --probe is needed"),
      own("check.note", \.check.note, "Note about the response"),
    ] + list("check.facts", \.check.facts, "Facts about the account in the response")
    + facts("check.facts", \.check.facts) + [
      own("check.account_path", \.check.accountPath, "Path of another request, about the account")
    ] + list("check.account_facts", \.check.accountFacts, "Facts in its response")
    + facts("check.account_facts", \.check.accountFacts)

  private static func facts(
    _ name: String, _ list: @autoclosure @escaping Lazy<Ours<[FactRow]>>
  ) -> [Self] {
    [
      element(name, "name", list(), \.name, "Display name"),
      element(name, "path", list(), \.path, "Path to the member"),
      element(name, "meaning", list(), \.meaning, "Meaning for the key"),
    ]
  }

  static let quirks: [Self] = [
    own(
      "quirks.token_limit_field", \.quirks.tokenLimitField, "Request field for `chat --max-tokens`",
      standard: "max_tokens"),
    own(
      "quirks.seed_field", \.quirks.seedField, "Request field for `chat --seed`", standard: "seed"),
    own(
      "quirks.reasoning", \.quirks.reasoning, "Request format of `chat --reasoning`",
      standard: "effort"),
    own("quirks.any_level", \.quirks.takesAnyLevel, "Whether it supports every reasoning level"),
    own(
      "quirks.hides_reasoning", \.quirks.hidesReasoning,
      "Whether reasoning is sent only on request"),
    own(
      "quirks.prompt_cache", \.quirks.promptCache, "How a prompt is cached",
      standard: "unsaid"),
    own("quirks.schema", \.quirks.schema, "Request format of a schema", standard: "json_schema"),
    own(
      "quirks.stream_options", \.quirks.takesStreamOptions, "Whether requests ask for token counts",
      standard: "true"),
    own(
      "quirks.temperature", \.quirks.takesTemperature, "Whether `chat --temperature` is sent",
      standard: "true"),
    own("quirks.top_p", \.quirks.takesTopP, "Whether `chat --top-p` is sent", standard: "true"),
    own("quirks.pdf", \.quirks.pdf, "Request format of a PDF", standard: "file"),
    own("quirks.tools", \.quirks.tools, "Request format of tool calls", standard: "standard"),
    own("quirks.tool_limit", \.toolLimit, "Maximum number of tools"),
    own(
      "quirks.echo_reasoning", \.echo, "Whether reasoning is sent back with tool calls",
      standard: "if_present"),
    own("quirks.reasoning_filler", \.echoFiller, "Text sent back if there was no reasoning"),
    own("quirks.stop_limit", \.stopLimit, "Maximum number of `chat --stop`"),
    own("quirks.temperature_max", \.highestTemperature, "Maximum of `chat --temperature`"),
    own("quirks.fetches_files", \.quirks.fetchesFiles, "Whether it fetches files by URL"),
  ]
}

extension ConfigurationKey {
  typealias Ours<Value> = Property<ProviderRow, Value>

  /// A member of a provider's row.
  static func own<Value: ConfigurationValue>(
    _ name: String, _ property: @autoclosure @escaping Lazy<Ours<Value?>>, _ summary: String,
    standard: String? = nil
  ) -> Self {
    member(group + name, in: \.providerRows, property(), summary, standard: standard)
  }

  /// The same where there always is a value.
  static func own<Value: ConfigurationValue>(
    _ name: String, _ property: @autoclosure @escaping Lazy<Ours<Value>>, _ summary: String,
    standard: String? = nil
  ) -> Self {
    Self(group + name, summary, standard: standard, form: .init(Value.self)) {
      (configuration, entry) throws(ByokError) in
      let value = try entry.read(as: Value.self)
      configuration.providerRows[entry.name, default: ProviderRow()][keyPath: property()] = value
    }
  }

  /// What the names of all keys of a provider's row begin with.
  private static let group = "providers.ID."

  /// A list of objects in a provider's row, and each of these.
  static func list<Element: Configurable>(
    _ name: String, _ list: @autoclosure @escaping Lazy<Ours<[Element]>>, _ summary: String
  ) -> [Self] {
    rows(
      name, .group, all: .init("a list of objects"), each: .init("an object"), summary
    ) { (configuration, entry) throws(ByokError) in
      configuration.providerRows[entry.name, default: ProviderRow()][keyPath: list()].grow(
        to: entry)
    }
  }

  /// A list of objects or of what is one member of each.
  static func list<Element: Configurable, Value: ConfigurationValue>(
    _ name: String, _ list: @autoclosure @escaping Lazy<Ours<[Element]>>,
    id: @autoclosure @escaping Lazy<Property<Element, Value?>>, _ summary: String
  ) -> [Self] {
    rows(
      name, .valueOrGroup, all: .init("a list, each \(Value.configured), or an object"),
      each: .init("\(Value.configured), or an object"), summary
    ) { (configuration, entry) throws(ByokError) in
      let list = list()
      configuration.providerRows[entry.name, default: ProviderRow()][keyPath: list].grow(to: entry)
      guard !entry.value.isObject else { return }
      let value = try entry.read(as: Value.self)
      configuration.providerRows[entry.name, default: ProviderRow()][keyPath: list][entry.index][
        keyPath: id()] = value
    }
  }

  private static func rows(
    _ name: String, _ shape: Shape, all: @autoclosure @escaping Lazy<Form>,
    each: @autoclosure @escaping Lazy<Form>, _ summary: String, read: @escaping Reading
  ) -> [Self] {
    [
      Self(group + name, summary, form: all()) { (_, entry) throws(ByokError) in
        guard entry.value.elements != nil else {
          throw entry.wrong("must be \(all().expectation), not \(entry.value.shown)")
        }
      },
      Self(group + name + element, shape: shape, "One of them", form: each(), read: read),
    ]
  }

  /// A member of each object of a list.
  static func element<Element: Configurable, Value: ConfigurationValue>(
    _ list: String, _ name: String, _ property: @autoclosure @escaping Lazy<Ours<[Element]>>,
    _ member: @autoclosure @escaping Lazy<Property<Element, Value?>>, _ summary: String
  ) -> Self {
    Self(group + list + element + "." + name, summary, form: .init(Value.self)) {
      (configuration, entry) throws(ByokError) in
      let value = try entry.read(as: Value.self)
      let list = property()
      configuration.providerRows[entry.name, default: ProviderRow()][keyPath: list].grow(to: entry)
      configuration.providerRows[entry.name, default: ProviderRow()][keyPath: list][entry.index][
        keyPath: member()] = value
    }
  }
}

extension Array where Element: Configurable {
  /// Makes the element that an entry is in, and those before it, where there are none yet.
  fileprivate mutating func grow(to entry: ConfigurationEntry) {
    while count <= entry.index { append(Element()) }
  }
}
