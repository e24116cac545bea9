internal import ByokCore

extension ConfigurationKey {
  /// What may be said of a provider of the user's own: all that a built-in row may say.
  static let providers: [Self] = [
    identity, addresses, keys, models, retrieval, lists, checks, batches, quirks,
  ].flatMap(\.self)

  private static let identity: [Self] = [
    Self("providers.ID", shape: .group, "Your own provider", form: .init("an object")) {
      (configuration, entry) throws(ByokError) in
      let row = configuration.providerRows[entry.name] ?? ProviderRow()
      configuration.providers.append(try row.provider(entry))
    },
    own("base_url", \.baseURL, "Base URL, such as https://host.example/v1"),
    own("name", \.name, "Display name"),
    own("dialect", \.dialect, "API of the server"),
    own("other_dialects", \.otherDialects, "Further APIs at the same base URL"),
    own("kind", \.kind, "Kind of provider; local ones cost nothing"),
    own("notes", \.notes, "Notes for users"),
    own("documentation", \.documentation, "Address of its documentation"),
    own("other_names", \.otherNames, "Names in other tools, for `keys import`"),
  ]

  private static let batches: [Self] = [
    own("batch.shape", \.batch.shape, "Form of its batch API, for `batch submit`"),
    own("batch.max_requests", \.batch.maxRequests, "Maximum number of requests of a batch"),
    own("batch.max_bytes", \.batch.maxBytes, "Maximum size of a batch, in bytes"),
    own("batch.windows", \.batch.windows, "Times within which a batch is answered, such as 24h"),
    own("batch.price", \.batch.price, "Price of a batch, as a share of the usual price"),
    own("batch.retention", \.batch.retention, "How long it keeps requests, such as 30 days"),
    own("batch.endpoint_prefix", \.batch.endpointPrefix, "What precedes the path in a batch"),
  ]

  private static let addresses: [Self] =
    [
      own(
        "allow_http", \.allowsHTTP, "Whether plain http is allowed, for a provider without a key")
    ]
    + list("address_env", \.addressVariables, id: \.name, "Environment variables with its base URL")
    + [
      element(
        "address_env", "name", \.addressVariables, \.name, "Environment variable with its base URL"),
      element(
        "address_env", "bare_host_port", \.addressVariables, \.bareHostPort,
        "Port to use if the variable contains only a host"),
      element(
        "address_env", "leaves_out", \.addressVariables, \.leavesOut,
        "End of base_url that the variable omits, such as /v1"),
    ] + list("address_parts", \.parts, "Placeholders in base_url") + [
      element("address_parts", "name", \.parts, \.name, "Name of the placeholder, without braces"),
      element("address_parts", "meaning", \.parts, \.meaning, "Meaning, for prompts"),
      element(
        "address_parts", "variables", \.parts, \.variables, "Environment variables with its value"),
      element("address_parts", "default", \.parts, \.standard, "Default value"),
    ]

  private static let keys: [Self] = [
    own("key_env", \.keyVariables, "Environment variables with its key"),
    own(
      "bearer_env", \.bearerVariables, "Variables whose key is sent as `Authorization: Bearer`"),
    own("key_header", \.keyHeader, "Header field for the key"),
    Self(
      "providers.ID.headers.NAME", "Additional header field of each request",
      form: .init(String.self)
    ) { (configuration, entry) throws(ByokError) in
      let field = try HeaderFields.read(entry)
      configuration.providerRows[entry.name, default: ProviderRow()].headers.append(field)
    },
    own("works_without_key", \.worksWithoutKey, "Whether it works without a key"),
    own("key_url", \.keyURL, "Page where a key is made"),
    own("key_family", \.keyFamily, "Word shared by platforms whose keys are often confused"),
  ]

  private static let models: [Self] =
    list("models", \.models, id: \.id, "Models; the first is the default") + [
      element("models", "id", \.models, \.id, "Model id in requests"),
      element("models", "name", \.models, \.name, "Display name"),
      element("models", "context_window", \.models, \.contextWindow, "Context window, in tokens"),
      element(
        "models", "max_output_tokens", \.models, \.maxOutputTokens,
        "Maximum number of tokens of a reply"),
      element("models", "input_price", \.models, \.inputPrice, "Price of input tokens"),
      element("models", "output_price", \.models, \.outputPrice, "Price of output tokens"),
      element(
        "models", "cached_price", \.models, \.cachedPrice, "Price of cached input tokens"),
      element(
        "models", "cache_write_price", \.models, \.cacheWritePrice,
        "Price of writing input tokens to the cache"),
      element("models", "modalities", \.models, \.modalities, "Kinds of input that it accepts"),
      element("models", "tools", \.models, \.callsTools, "Whether it can call tools"),
      element(
        "models", "structured_output", \.models, \.hasStructuredOutput,
        "Whether it supports a JSON Schema"),
      element(
        "models", "temperature", \.models, \.takesTemperature, "Whether it supports a temperature"),
      element("models", "reasoning", \.models, \.thinks, "Whether it is a reasoning model"),
      element(
        "models", "reasoning_levels", \.models, \.levels, "Reasoning levels that it supports"),
      element(
        "models", "reasoning_switchable", \.models, \.isSwitchable,
        "Whether reasoning can be switched off"),
      element(
        "models", "reasoning_budget_min", \.models, \.leastBudget,
        "Minimum of reasoning tokens, if it takes a number"),
      element(
        "models", "reasoning_budget_max", \.models, \.mostBudget,
        "Maximum of reasoning tokens, if it takes a number"),
      element("models", "dialect", \.models, \.dialect, "API, if different from the provider's"),
      element("models", "released", \.models, \.released, "Release date"),
      element("models", "note", \.models, \.note, "Note for users"),
      own("default_model", \.defaultModel, "Default model"),
      own("makes", \.makes, "Prefixes of the ids of its own models"),
    ]
}
