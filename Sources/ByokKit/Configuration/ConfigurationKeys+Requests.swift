internal import ByokCore

extension ConfigurationKey {
  static let lists: [Self] = [
    Self(
      name: "providers.ID.model_list", shape: .valueOrGroup, expectation: "none, or an object",
      summary: "How its models are listed", choices: ["none"]
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

  private static func facts(_ name: String, _ list: Property<ProviderRow, [FactRow]>) -> [Self] {
    [
      element(name, "name", list, \.name, "The name to show"),
      element(name, "path", list, \.path, "The members that lead to it"),
      element(name, "meaning", list, \.meaning, "What it says of the key"),
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
    own("quirks.schema", \.quirks.schema, "How a schema is said", standard: "json_schema"),
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
    _ name: String, _ property: Ours<Value?>, _ summary: String, standard: String? = nil
  ) -> Self {
    var key = member("providers.ID.\(name)", in: \.providerRows, property, summary)
    key.standard = standard
    return key
  }

  /// The same where there always is a value.
  static func own<Value: ConfigurationValue>(
    _ name: String, _ property: Ours<Value>, _ summary: String, standard: String? = nil
  ) -> Self {
    Self(
      name: "providers.ID.\(name)", shape: .value, expectation: Value.configured,
      summary: summary, standard: standard, choices: Value.choices
    ) { (configuration, entry) throws(ByokError) in
      let value = try entry.read(as: Value.self)
      configuration.providerRows[entry.name, default: ProviderRow()][keyPath: property] = value
    }
  }

  /// A list of objects in a provider's row, and each of these.
  static func list<Element: Configurable>(
    _ name: String, _ list: Ours<[Element]>, _ summary: String
  ) -> [Self] {
    rows(name, .group, "a list of objects", "an object", summary) {
      (configuration, entry) throws(ByokError) in
      configuration.providerRows[entry.name, default: ProviderRow()][keyPath: list].grow(to: entry)
    }
  }

  /// A list of objects or of what is one member of each.
  static func list<Element: Configurable, Value: ConfigurationValue>(
    _ name: String, _ list: Ours<[Element]>, id: Property<Element, Value?>, _ summary: String
  ) -> [Self] {
    let each = "\(Value.configured), or an object"
    return rows(name, .valueOrGroup, "a list, each \(each)", each, summary) {
      (configuration, entry) throws(ByokError) in
      configuration.providerRows[entry.name, default: ProviderRow()][keyPath: list].grow(to: entry)
      guard !entry.value.isObject else { return }
      let value = try entry.read(as: Value.self)
      configuration.providerRows[entry.name, default: ProviderRow()][keyPath: list][entry.index][
        keyPath: id] = value
    }
  }

  private static func rows(
    _ name: String, _ shape: Shape, _ all: String, _ each: String, _ summary: String,
    _ read: @escaping @Sendable (inout Configuration, ConfigurationEntry) throws(ByokError) -> Void
  ) -> [Self] {
    [
      Self(name: "providers.ID.\(name)", shape: .value, expectation: all, summary: summary) {
        (_, entry) throws(ByokError) in
        guard entry.value.elements != nil else {
          throw entry.wrong("must be \(all), not \(entry.value.shown)")
        }
      },
      Self(
        name: "providers.ID.\(name)[]", shape: shape, expectation: each, summary: "One of them",
        read: read),
    ]
  }

  /// A member of each object of a list.
  static func element<Element: Configurable, Value: ConfigurationValue>(
    _ list: String, _ name: String, _ property: Ours<[Element]>,
    _ member: Property<Element, Value?>, _ summary: String
  ) -> Self {
    Self(
      name: "providers.ID.\(list)[].\(name)", shape: .value, expectation: Value.configured,
      summary: summary, choices: Value.choices
    ) { (configuration, entry) throws(ByokError) in
      let value = try entry.read(as: Value.self)
      configuration.providerRows[entry.name, default: ProviderRow()][keyPath: property].grow(
        to: entry)
      configuration.providerRows[entry.name, default: ProviderRow()][keyPath: property][
        entry.index][keyPath: member] = value
    }
  }
}

extension Array where Element: Configurable {
  /// Makes the element that an entry is in, and those before it, where there are none yet.
  fileprivate mutating func grow(to entry: ConfigurationEntry) {
    while count <= entry.index { append(Element()) }
  }
}
