internal import ByokCore

/// Refuses what the user asks of a model that does not take it, before anything is sent.
///
/// A model that the catalogue does not list is given the benefit of the doubt, except where its
/// name tells.
struct ParameterCheck {
  let provider: Provider
  let dialect: any Dialect.Type
  /// The id as the provider knows it.
  let model: String
  /// What the catalogue knows of the model.
  let facts: Model?

  init(_ choice: ModelChoice, _ dialect: any Dialect.Type) {
    (provider, model, facts) = (choice.provider, choice.model, choice.facts)
    self.dialect = dialect
  }

  /// What is to be sent of `settings`.
  ///
  /// - Parameter settings: What the user asks.
  /// - Returns: The same, without what is the default anyway.
  /// - Throws: A usage error that names the option, and what works in its place.
  func accepted(_ settings: ChatSettings) throws(ByokError) -> ChatSettings {
    // Most prompts ask nothing of the model, and a batch has many of them.
    guard settings != ChatSettings() else { return settings }
    var settings = settings
    for parameter in settings.given where !dialect.parameters.contains(parameter) {
      throw .lacking(
        parameter, dialect, of: name, others: facts?.dialect == nil ? provider.dialects : [])
    }
    if let level = settings.reasoning { settings.reasoning = try accepted(level) }
    for rule in ParameterRule.all { try check(settings, against: rule) }
    if facts?.takesTemperature == false, settings.temperature != nil,
      !(settings.reasoning == ReasoningLevel.none && ModelFamily.openAISwitchable.contains(model))
    {
      throw refusal(of: .temperature)
    }
    try checkRanges(settings)
    try checkLimit(settings)
    try checkStop(settings.stop)
    return settings
  }

  /// The model in the user's words.
  private var name: String { "\(provider.id)/\(model)".quoted }

  /// The level to send; `nil` for `none` where there is no thinking to switch off.
  private func accepted(_ level: ReasoningLevel) throws(ByokError) -> ReasoningLevel? {
    let isListed = facts?.reasoning?.levels.contains(level) ?? false
    if !provider.quirks.takesAnyLevel, !isListed,
      let rule = LevelRule.all.first(where: { $0.level == level && $0.family.contains(model) })
    {
      throw refusal(of: level, hint: rule.hint)
    }
    guard let facts else { return level }
    guard let options = facts.reasoning else {
      if facts.mayThink { return level }
      if level == .none { return nil }
      throw ByokError(
        .usage, "\(name) does not reason and does not support --reasoning", hint: "leave it out")
    }
    if provider.quirks.takesAnyLevel || takes(level, options) { return level }
    let levels = ReasoningLevel.allCases.filter { takes($0, options) }.map(\.rawValue)
    throw refusal(of: level, hint: "it supports \(levels.joined(separator: ", "))")
  }

  private func refusal(of level: ReasoningLevel, hint: String) -> ByokError {
    ByokError(.usage, "\(name) does not support --reasoning \(level.rawValue)", hint: hint)
  }

  private func takes(_ level: ReasoningLevel, _ options: ReasoningOptions) -> Bool {
    if options.levels.contains(level) { return true }
    if level != .none { return options.levels.isEmpty }
    return options.isSwitchable || dialect.thinksOnRequest
      || (options.levels.isEmpty && (options.budget?.least ?? 0) == 0)
  }

  private func check(
    _ settings: ChatSettings, against rule: ParameterRule
  ) throws(ByokError) {
    let given = settings.given
    guard let parameter = rule.parameters.first(where: given.contains),
      rule.family.contains(model)
    else { return }
    if rule.isOfThinking, let facts, !facts.mayThink { return }
    switch rule.occasion {
    case .always:
      let mayBeRelieved = rule.unlessUnthinking?.contains(model) ?? false
      if mayBeRelieved && settings.reasoning == ReasoningLevel.none { return }
      throw refusal(of: parameter)
    case .whenThinking:
      guard let level = settings.reasoning, level != .none else { return }
      throw ByokError(
        .usage, "\(name) does not support \(parameter.rawValue) while it reasons",
        hint: "leave out \(parameter.rawValue), or --reasoning")
    case .together:
      guard rule.parameters.allSatisfy(given.contains) else { return }
      let names = rule.parameters.map(\.rawValue).joined(separator: " or ")
      throw ByokError(.usage, "\(name) supports \(names), not both", hint: "leave one of them out")
    }
  }

  private func refusal(of parameter: ChatParameter) -> ByokError {
    let isSwitchable =
      parameter != .reasoning && ModelFamily.openAISwitchable.contains(model)
      && facts?.reasoning.map { takes(.none, $0) } ?? false
    return ByokError(
      .usage, "\(name) does not support \(parameter.rawValue)",
      hint: isSwitchable ? "leave it out, or add --reasoning none" : "leave it out")
  }

  private func checkRanges(_ settings: ChatSettings) throws(ByokError) {
    if let number = settings.temperature, let most = highestTemperature,
      !(0...most).contains(number)
    {
      throw outOfRange(.temperature, "from 0 to \(JSONValue.number(most).compactText)")
    }
    if let number = settings.topP, !(0...1).contains(number) {
      throw outOfRange(.topP, "from 0 to 1")
    }
    if let number = settings.maxTokens, number < dialect.leastReplyTokens {
      throw outOfRange(.maxTokens, "of \(dialect.leastReplyTokens) or more")
    }
  }

  /// The provider's own limit, else the dialect's; servers on the user's machine take what they
  /// like.
  private var highestTemperature: Double? {
    let isFree = provider.kind == .local && !provider.isOffline
    return provider.quirks.highestTemperature ?? (isFree ? nil : dialect.highestTemperature)
  }

  private func outOfRange(_ parameter: ChatParameter, _ bounds: String) -> ByokError {
    ByokError(.usage, "\(name) supports \(parameter.rawValue) \(bounds)")
  }

  /// The model's own limit of a reply, and what of it thinking needs.
  private func checkLimit(_ settings: ChatSettings) throws(ByokError) {
    guard let facts, let tokens = settings.maxTokens else { return }
    if facts.isOutputLimitCertain, let limit = facts.maxOutputTokens, tokens > limit {
      throw ByokError(
        .usage, "\(name) supports --max-tokens up to \(limit)",
        hint: "give --max-tokens \(limit), or leave it out")
    }
    guard let level = settings.reasoning, level != .none, let options = facts.reasoning,
      dialect.thinksOnRequest, options.levels.isEmpty, let least = options.budget?.least,
      tokens <= least
    else { return }
    throw ByokError(
      .usage, "\(name) needs --max-tokens above \(least) to reason",
      hint: "raise --max-tokens, or leave out --reasoning")
  }

  private func checkStop(_ texts: [String]) throws(ByokError) {
    if texts.contains("") {
      throw ByokError(.usage, "an empty --stop would end the reply before it starts")
    }
    guard let limit = provider.quirks.stopLimit, texts.count > limit else { return }
    throw ByokError(.usage, "\(provider.name) supports at most \(limit) --stop")
  }
}

extension ByokError {
  fileprivate static func lacking(
    _ parameter: ChatParameter, _ dialect: any Dialect.Type, of name: String,
    others: [any Dialect.Type]
  ) -> Self {
    let other = others.first { $0.parameters.contains(parameter) }
    return Self(
      .usage,
      "\(name) does not support \(parameter.rawValue): its API \(dialect.name) has none",
      hint: other?.api.map { "leave it out, or use --api \($0)" } ?? "leave it out")
  }
}

extension ChatSettings {
  /// What the user gave, in the order of ``ChatParameter``.
  fileprivate var given: [ChatParameter] {
    ChatParameter.allCases.filter { parameter in
      switch parameter {
      case .temperature: temperature != nil
      case .topP: topP != nil
      case .maxTokens: maxTokens != nil
      case .seed: seed != nil
      case .stop: !stop.isEmpty
      case .reasoning: reasoning != nil
      case .schema, .file: false
      }
    }
  }
}
