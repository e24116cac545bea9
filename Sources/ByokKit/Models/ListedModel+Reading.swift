internal import ByokCore

extension ListedModel {
  /// Reads a row of a list; `nil` where it names no model.
  ///
  /// Providers differ in what they tell and how they call it; what is not understood is left out.
  ///
  /// Source: the providers' own pages on listing models, collected 2026-11-23, and what models.dev's
  /// and catwalk's generators read of the lists, 2026-08; those of Together, Groq, Mistral, Fireworks,
  /// DeepInfra, Requesty and Moonshot are known from no page.
  ///
  /// - Parameters:
  ///   - row: An element of the list.
  ///   - filter: Which models answer chats.
  init?(_ row: JSONValue, _ filter: ChatModelFilter) {
    let named = row["id"] ?? row["model_id"] ?? row["model"] ?? row["name"]
    // Cloudflare's ids are numbers of its own; its names are what requests say.
    let text = filter.list.shape == .cloudflare ? row["name"]?.text : named?.text ?? row.text
    guard let text else { return nil }
    let id = text.hasPrefix("models/") ? String(text.dropFirst(7)) : text
    guard !id.isEmpty, id == Sanitizer.oneLine(id, limit: 200) else { return nil }
    self.init(id: id)
    aliases = (row["aliases"]?.elements ?? []).compactMap(\.text)
    answersChats = filter.admits(id, row)
    name = Self.words(row["display_name"] ?? row["displayName"] ?? row["name"], besides: text)
    readLimits(row)
    readPrices(row)
    readAbilities(row)
    readDays(row)
  }

  private static func words(_ value: JSONValue?, besides id: String) -> String? {
    value?.text.flatMap { $0 == id ? nil : Sanitizer.oneLine($0, limit: 100) }
  }

  private mutating func readLimits(_ row: JSONValue) {
    contextWindow =
      Self.count(
        in: row, "context_window", "context_length", "max_context_length", "max_input_tokens",
        "max_model_len", "inputTokenLimit", "context_size")
      ?? row["metadata"].flatMap { Self.count(in: $0, "context_length") }
      ?? row["model_spec"].flatMap { Self.count(in: $0, "availableContextTokens") }
      ?? row["providers"]?.elements?.compactMap { Self.count(in: $0, "context_length") }.min()
    maxOutputTokens =
      Self.count(
        in: row, "max_completion_tokens", "max_output_tokens", "max_tokens", "outputTokenLimit",
        "max_output_length")
      ?? row["top_provider"].flatMap { Self.count(in: $0, "max_completion_tokens") }
      ?? row["metadata"].flatMap { Self.count(in: $0, "max_tokens") }
  }

  /// The first of some members that is a number of tokens.
  private static func count(in row: JSONValue, _ names: String...) -> Int? {
    names.lazy.compactMap { row[$0]?.integer }.first { $0 > 0 }
  }

  private mutating func readPrices(_ row: JSONValue) {
    for form in PriceForm.all {
      guard let input = form.price(row, form.input), let output = form.price(row, form.output)
      else {
        continue
      }
      (inputPrice, outputPrice) = (input, output)
      cachedPrice = form.cached.flatMap { form.price(row, $0) }.flatMap { $0 <= input ? $0 : nil }
      return
    }
    // A router's price is that of whoever answers: the dearest counts.
    let prices = (row["providers"]?.elements ?? []).filter {
      $0["status"]?.text ?? "live" == "live"
    }
    .compactMap { $0["pricing"] }
    let (inputs, outputs) = (
      prices.compactMap { $0["input"]?.double }, prices.compactMap { $0["output"]?.double }
    )
    (inputPrice, outputPrice) = (inputs.max(), outputs.max())
  }

  private mutating func readAbilities(_ row: JSONValue) {
    let abilities = row["model_spec"]?["capabilities"] ?? row["capabilities"]
    let kinds = (row["architecture"]?["input_modalities"] ?? row["input_modalities"])?
      .elements?.compactMap(\.text)
    let images =
      abilities?["image_input"]?["supported"] ?? abilities?["vision"] ?? abilities?[
        "supportsVision"]
      ?? row["supports_image_input"] ?? row["supports_vision"] ?? row["supports_image_in"]
    let words = Self.features(row)
    if let kinds {
      modalities = kinds.map { $0 == "file" ? "pdf" : $0 }
    } else if images == .bool(true) || words?.contains("vision") == true {
      modalities = ["image"]
    }
    callsTools =
      words.map {
        !$0.isDisjoint(with: ["tools", "tool-use", "function-calling", "function_calling"])
      }
      ?? abilities?["function_calling"]?.flag ?? abilities?["supportsFunctionCalling"]?.flag
      ?? row["supports_tools"]?.flag
    thinks =
      words.map { $0.contains("reasoning") } ?? row["thinking"]?.flag
      ?? abilities?["thinking"]?["supported"]?.flag ?? abilities?["reasoning"]?.flag
      ?? abilities?["supportsReasoning"]?.flag ?? row["supports_reasoning"]?.flag
    let structured = words?.isDisjoint(with: ["structured_outputs", "structured-outputs"]) == false
    hasStructuredOutput =
      structured
      ? true
      : abilities?["structured_outputs"]?["supported"]?.flag
        ?? abilities?["supportsResponseSchema"]?.flag
  }

  /// The words for what a model can, where the row has a list of them.
  private static func features(_ row: JSONValue) -> Set<String>? {
    let lists = [
      row["supported_parameters"], row["supported_features"], row["features"], row["tags"],
      row["metadata"]?["tags"],
    ]
    return lists.lazy.compactMap { $0?.elements }.first.map { Set($0.compactMap(\.text)) }
  }

  private mutating func readDays(_ row: JSONValue) {
    released = Self.day(row["created_at"]) ?? row["created"].flatMap(Self.day)
    if let stage = row["lifecycle"]?.text { isDeprecated = stage != "active" }
    let deprecation = row["model_spec"]?["deprecation"] ?? row["deprecation"]
    let ends = [
      row["retires_at"], row["shutdown_date"], row["expiration_date"], deprecation,
      deprecation?["date"],
    ]
    retires = ends.lazy.compactMap { $0.flatMap(Self.day) }.first
    if retires != nil { isDeprecated = true }
    let next = row["deprecation_replacement_model"] ?? row["replacement"]
    successor = next?.text.flatMap { $0 == Sanitizer.oneLine($0, limit: 200) ? $0 : nil }
  }

  /// The day of a time such as `2026-11-23T07:35:13Z`, or of seconds since 1970; `nil` for any other
  /// value.
  private static func day(_ value: JSONValue?) -> String? {
    if let seconds = value?.integer, (1_500_000_000..<10_000_000_000).contains(seconds) {
      return String(Timestamp(seconds: seconds).rfc3339.prefix(10))
    }
    guard let day = value?.text?.prefix(10), day.utf8.count == 10,
      day.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (48...57).contains($0) })
    else { return nil }
    return String(day)
  }
}

/// Where a list has prices, and in which unit.
struct PriceForm: Sendable {
  /// The members that lead to them, as a dotted path.
  let input: String
  let output: String
  let cached: String?
  /// Whether they are written as text; else as numbers.
  let isText: Bool
  /// How many USD for a million tokens one of it is.
  let factor: Double

  /// The first that a row has counts; see ``ListedModel`` for the source.
  static let all = [
    // Of a token, at OpenRouter, Baseten, Nebius; at Synthetic with a dollar sign.
    Self("pricing.prompt", "pricing.completion", "pricing.input_cache_read", isText: true, 1e6),
    // At Vercel.
    Self("pricing.input", "pricing.output", "pricing.input_cache_read", isText: true, 1e6),
    // Of a million tokens, at Chutes, Together, DeepInfra and Venice.
    Self("pricing.prompt", "pricing.completion", "pricing.input_cache_read", isText: false, 1),
    Self("pricing.input", "pricing.output", "pricing.cached_input", isText: false, 1),
    Self(
      "metadata.pricing.input_tokens", "metadata.pricing.output_tokens",
      "metadata.pricing.cache_read_tokens", isText: false, 1),
    Self(
      "model_spec.pricing.input.usd", "model_spec.pricing.output.usd",
      "model_spec.pricing.cache_input.usd", isText: false, 1),
    // Ten-thousandths of a dollar for a million, at Novita.
    Self("input_token_price_per_m", "output_token_price_per_m", nil, isText: false, 1e-4),
    // Cents for a hundred million, at xAI.
    Self(
      "prompt_text_token_price", "completion_text_token_price", "cached_prompt_text_token_price",
      isText: false, 1e-4),
    // Of a token, at Requesty.
    Self("input_price", "output_price", "cached_price", isText: false, 1e6),
  ]

  private init(
    _ input: String, _ output: String, _ cached: String?, isText: Bool, _ factor: Double
  ) {
    (self.input, self.output, self.cached) = (input, output, cached)
    (self.isText, self.factor) = (isText, factor)
  }

  /// The dearest price for a million tokens that is believed, in USD.
  private static let highest = 10_000.0

  /// The price that the row has there, for a million tokens; `nil` where it is in another form.
  func price(_ row: JSONValue, _ path: String) -> Double? {
    let value = path.split(separator: ".").reduce(Optional(row)) { $0?[String($1)] }
    guard let value, (value.string != nil) == isText else { return nil }
    let number = value.string.map { Double($0.hasPrefix("$") ? String($0.dropFirst()) : $0) }
    guard let price = number ?? value.double, price >= 0, price * factor <= Self.highest else {
      return nil
    }
    return (price * factor * 1e6).rounded() / 1e6
  }
}
