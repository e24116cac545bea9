internal import ByokCore

extension ConfigurationKey {
  static let lists: [Self] = [
    Self(
      "providers.ID.model_list", shape: .valueOrGroup, "How its models are listed",
      form: .init("none, or an object", choices: ["none"])
    ) { (configuration, entry) throws(ByokError) in
      guard !entry.value.isObject else { return }
      guard entry.value.text == "none" else {
        throw entry.wrong("must be none, or an object, not \(entry.value.shown)")
      }
      configuration.providerRows[entry.name, default: ProviderRow()].modelList.isNone = true
    },
    own("model_list.path", \.modelList.path, "Where the list is"),
    own("model_list.shape", \.modelList.shape, "The form of the list"),
    own("model_list.public", \.modelList.isPublic, "Whether it comes without a key"),
    own(
      "model_list.other_words", \.modelList.otherWords, "Words in ids of models that do not chat"),
    own(
      "model_list.beginnings", \.modelList.beginnings, "How the ids of models that chat begin"),
    own(
      "model_list.chat_path", \.modelList.chatPath, "The members that lead to what a model is for"),
    own("model_list.chat_word", \.modelList.chatWord, "What stands there for a model that chats"),
  ]

  static let checks: [Self] =
    [
      own("check.request", \.check.request, "How `keys check` tries a key"),
      own("check.path", \.check.path, "What get or post ask for"),
      own("check.body", \.check.body, "What post sends"),
      own("check.model", \.check.model, "The model that completion asks"),
      own("check.ok_statuses", \.check.good, "The statuses of a key that works"),
      own("check.invalid_statuses", \.check.bad, "The statuses of one that does not"),
      own("check.proof", \.check.isProof, "Whether these prove it; else --probe asks for a chat"),
      own("check.note", \.check.note, "What to know about the answer"),
    ] + list("check.facts", \.check.facts, "What the answer says of the account")
    + facts("check.facts", \.check.facts) + [
      own("check.account_path", \.check.accountPath, "A further request about the account")
    ] + list("check.account_facts", \.check.accountFacts, "What its answer says")
    + facts("check.account_facts", \.check.accountFacts)

  private static func facts(
    _ name: String, _ list: @autoclosure @escaping Lazy<Ours<[FactRow]>>
  ) -> [Self] {
    [
      element(name, "name", list(), \.name, "The name to show"),
      element(name, "path", list(), \.path, "The members that lead to it"),
      element(name, "meaning", list(), \.meaning, "What it says of the key"),
    ]
  }

  static let quirks: [Self] = [
    own(
      "quirks.token_limit_field", \.quirks.tokenLimitField, "The field of `chat --max-tokens`",
      standard: "max_tokens"),
    own("quirks.seed_field", \.quirks.seedField, "The field of `chat --seed`", standard: "seed"),
    own(
      "quirks.reasoning", \.quirks.reasoning, "How `chat --reasoning` is said", standard: "effort"),
    own("quirks.any_level", \.quirks.takesAnyLevel, "Whether it takes any level of reasoning"),
    own(
      "quirks.hides_reasoning", \.quirks.hidesReasoning,
      "Whether reasoning comes only where it is asked for"),
    own(
      "quirks.prompt_cache", \.quirks.promptCache, "How a cached prompt is found",
      standard: "unsaid"),
    own("quirks.schema", \.quirks.schema, "How a schema is said", standard: "json_schema"),
    own(
      "quirks.stream_options", \.quirks.takesStreamOptions, "Whether it is asked for token counts",
      standard: "true"),
    own(
      "quirks.temperature", \.quirks.takesTemperature, "Whether it is sent `chat --temperature`",
      standard: "true"),
    own("quirks.top_p", \.quirks.takesTopP, "Whether it is sent `chat --top-p`", standard: "true"),
    own("quirks.pdf", \.quirks.pdf, "How a PDF is given", standard: "file"),
    own("quirks.tools", \.quirks.tools, "How calls of tools are written", standard: "standard"),
    own(
      "quirks.echo_reasoning", \.echo, "Whether reasoning goes back with calls of tools",
      standard: "if_present"),
    own("quirks.reasoning_filler", \.echoFiller, "What goes back always, where there was none"),
    own("quirks.stop_limit", \.stopLimit, "The most `chat --stop` that it takes"),
    own("quirks.temperature_max", \.highestTemperature, "The highest `chat --temperature`"),
    own("quirks.fetches_files", \.quirks.fetchesFiles, "Whether it fetches files by address"),
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
