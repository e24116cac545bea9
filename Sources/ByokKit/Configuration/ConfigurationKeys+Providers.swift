internal import ByokCore

extension ConfigurationKey {
  /// What may be said of a provider of the user's own: all that a built-in row may say.
  static let providers: [Self] = [
    identity, addresses, keys, models, lists, checks, quirks,
  ].flatMap(\.self)

  private static let identity: [Self] = [
    Self("providers.ID", shape: .group, "A provider of your own", form: .init("an object")) {
      (configuration, entry) throws(ByokError) in
      let row = configuration.providerRows[entry.name] ?? ProviderRow()
      configuration.providers.append(try row.provider(entry))
    },
    own("base_url", \.baseURL, "Where it answers, such as https://host.example/v1"),
    own("name", \.name, "The name to show"),
    own("dialect", \.dialect, "The API it speaks"),
    own("other_dialects", \.otherDialects, "Further APIs that it speaks at the same address"),
    own("kind", \.kind, "Where it runs; a local one costs nothing"),
    own("notes", \.notes, "What to know about it"),
    own("documentation", \.documentation, "Where it is described"),
    own("other_names", \.otherNames, "What other tools call it, for `keys import`"),
  ]

  private static let addresses: [Self] =
    [
      own("allow_http", \.allowsHTTP, "Whether plain http will do, for a provider without a key")
    ]
    + list("address_env", \.addressVariables, id: \.name, "Variables with its address") + [
      element("address_env", "name", \.addressVariables, \.name, "A variable with its address"),
      element(
        "address_env", "bare_host_port", \.addressVariables, \.bareHostPort,
        "The port where the variable may hold a host alone"),
      element(
        "address_env", "leaves_out", \.addressVariables, \.leavesOut,
        "The end of base_url that it leaves out, such as /v1"),
    ] + list("address_parts", \.parts, "The placeholders in base_url") + [
      element("address_parts", "name", \.parts, \.name, "The placeholder, without its braces"),
      element("address_parts", "meaning", \.parts, \.meaning, "What it is, for questions"),
      element("address_parts", "variables", \.parts, \.variables, "Variables with it"),
      element("address_parts", "default", \.parts, \.standard, "What it is where nobody says"),
    ]

  private static let keys: [Self] = [
    own("key_env", \.keyVariables, "Variables with its key"),
    own(
      "bearer_env", \.bearerVariables, "Those whose key is sent as `Authorization: Bearer`"),
    own("key_header", \.keyHeader, "The header field that carries its key"),
    Self(
      "providers.ID.headers.NAME", "A further header field of each request",
      form: .init(String.self)
    ) { (configuration, entry) throws(ByokError) in
      let field = try HeaderFields.read(entry)
      configuration.providerRows[entry.name, default: ProviderRow()].headers.append(field)
    },
    own("works_without_key", \.worksWithoutKey, "Whether it answers without a key"),
    own("key_url", \.keyURL, "The page where a key is made"),
    own("key_family", \.keyFamily, "A word that platforms share whose keys are often mixed up"),
  ]

  private static let models: [Self] =
    list("models", \.models, id: \.id, "Its models, of which the first is its default") + [
      element("models", "id", \.models, \.id, "The id that requests name"),
      element("models", "name", \.models, \.name, "The name to show"),
      element("models", "context_window", \.models, \.contextWindow, "Tokens of prompt and reply"),
      element(
        "models", "max_output_tokens", \.models, \.maxOutputTokens, "The most tokens of a reply"),
      element("models", "input_price", \.models, \.inputPrice, "The price of the prompt"),
      element("models", "output_price", \.models, \.outputPrice, "The price of the reply"),
      element(
        "models", "cached_price", \.models, \.cachedPrice, "The price of a prompt that is cached"),
      element(
        "models", "cache_write_price", \.models, \.cacheWritePrice,
        "The price of putting a prompt into the cache"),
      element("models", "modalities", \.models, \.modalities, "What it takes"),
      element("models", "tools", \.models, \.callsTools, "Whether it calls tools"),
      element(
        "models", "structured_output", \.models, \.hasStructuredOutput,
        "Whether it takes a JSON Schema"),
      element("models", "temperature", \.models, \.takesTemperature, "Whether it takes one"),
      element("models", "reasoning", \.models, \.thinks, "Whether it reasons before it replies"),
      element("models", "reasoning_levels", \.models, \.levels, "The levels that it takes"),
      element(
        "models", "reasoning_switchable", \.models, \.isSwitchable,
        "Whether reasoning can be switched off"),
      element(
        "models", "reasoning_budget_min", \.models, \.leastBudget,
        "The fewest tokens to reason with, where it takes a number"),
      element(
        "models", "reasoning_budget_max", \.models, \.mostBudget,
        "The most tokens to reason with, where it takes a number"),
      element("models", "dialect", \.models, \.dialect, "Its API, if not the provider's first"),
      element("models", "released", \.models, \.released, "The day of its release"),
      element("models", "note", \.models, \.note, "What else to know"),
      own("default_model", \.defaultModel, "The model used where none is named"),
      own("makes", \.makes, "How the ids of models begin that are its own"),
    ]
}
