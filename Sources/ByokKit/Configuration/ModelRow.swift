internal import ByokCore

/// What the configuration says of a model of the user's own provider.
struct ModelRow: Configurable {
  var id: String?
  var name: String?
  var contextWindow: Count?
  var maxOutputTokens: Count?
  var inputPrice: TokenPrice?
  var outputPrice: TokenPrice?
  var cachedPrice: TokenPrice?
  var cacheWritePrice: TokenPrice?
  var modalities: [ModalityWord]?
  var callsTools: Bool?
  var hasStructuredOutput: Bool?
  var takesTemperature: Bool?
  var thinks: Bool?
  var levels: [ReasoningLevel]?
  var isSwitchable: Bool?
  var leastBudget: Count?
  var mostBudget: Count?
  var dialect: DialectName?
  var released: String?
  var note: String?

  /// The model that the row describes; what is not told gets the benefit of the doubt.
  ///
  /// - Parameters:
  ///   - provider: Whose it is, as far as it is read.
  ///   - place: Where the row is.
  /// - Returns: The model.
  /// - Throws: A usage error that names the place.
  func model(of provider: Provider, at place: String) throws(ByokError) -> Model {
    guard let id else { throw .wrong(place, "needs an id") }
    if let dialect, !provider.dialects.contains(where: { $0 == dialect.dialect }) {
      throw .wrong("\(place).dialect", "is not one of the provider's dialects")
    }
    let reasoning = try reasoning(at: place)
    return Model(
      id: id, provider: provider.id, name: name ?? id, contextWindow: contextWindow?.number,
      maxOutputTokens: maxOutputTokens?.number, price: try price(at: place),
      input: Model.Modalities(words: (modalities ?? []).map(\.rawValue)).union(.text),
      isInputCertain: modalities != nil, callsTools: callsTools,
      hasStructuredOutput: hasStructuredOutput, takesTemperature: takesTemperature,
      reasoning: reasoning, isReasoningCertain: thinks != nil || reasoning != nil,
      released: released, dialect: dialect?.dialect.name, note: note)
  }

  private func price(at place: String) throws(ByokError) -> Model.Price? {
    let prices = [inputPrice, outputPrice, cachedPrice, cacheWritePrice]
    if prices.allSatisfy({ $0 == nil }) { return nil }
    guard let inputPrice, let outputPrice else {
      let missing = inputPrice == nil ? "input_price" : "output_price"
      throw .wrong(place, "needs \(missing) beside its other prices")
    }
    return Model.Price(
      input: inputPrice.amount, output: outputPrice.amount, cached: cachedPrice?.amount,
      cacheWrite: cacheWritePrice?.amount)
  }

  private func reasoning(at place: String) throws(ByokError) -> ReasoningOptions? {
    let isSteered = levels != nil || isSwitchable != nil || leastBudget != nil || mostBudget != nil
    guard thinks == true || isSteered else { return nil }
    guard thinks != false else {
      throw .wrong("\(place).reasoning", "is false, but the row says how it reasons")
    }
    if let leastBudget, let mostBudget, leastBudget.number > mostBudget.number {
      throw .wrong("\(place).reasoning_budget_max", "is less than reasoning_budget_min")
    }
    let hasBudget = leastBudget != nil || mostBudget != nil
    return ReasoningOptions(
      levels: (levels ?? []).sorted(), isSwitchable: isSwitchable ?? false,
      budget: hasBudget ? .init(least: leastBudget?.number, most: mostBudget?.number) : nil)
  }
}

extension ByokError {
  /// A usage error about a place in `config.json`.
  static func wrong(_ place: String, _ rule: String) -> Self {
    Self(.usage, "\(Sanitizer.oneLine(place)) \(rule)")
  }
}
