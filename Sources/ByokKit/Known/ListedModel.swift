internal import ByokCore

/// A model as its provider lists it.
struct ListedModel: Equatable, Sendable {
  /// The id as a request names it.
  let id: String
  /// Further ids of the same model.
  var aliases: [String] = []
  /// Whether it answers chats, as far as its row shows.
  var answersChats = true
  var name: String?
  var contextWindow: Int?
  var maxOutputTokens: Int?
  /// USD for a million tokens.
  var inputPrice: Double?
  var outputPrice: Double?
  /// For prompt tokens from a cache.
  var cachedPrice: Double?
  /// What it takes, in the words of ``Model/Modalities``; `nil` if the row does not say.
  var modalities: [String]?
  var callsTools: Bool?
  var hasStructuredOutput: Bool?
  var thinks: Bool?
  /// The day of its release.
  var released: String?
  /// Whether the provider has announced its end; `nil` if the row does not say.
  var isDeprecated: Bool?
  /// The day of its end.
  var retires: String?
  /// The model that the provider names in its place.
  var successor: String?

  /// What is known of it, as a row of the catalogue.
  ///
  /// - Parameters:
  ///   - provider: Whose it is.
  ///   - day: When it was listed.
  /// - Returns: The row.
  func model(of provider: String, listedOn day: String?) -> Model {
    var model = Model(id: id, provider: provider, name: name ?? id)
    complete(&model, listedOn: day)
    model.input.insert(.text)
    return model
  }

  /// Puts what the list says in place of what is known otherwise.
  ///
  /// A price that cannot be so beside the known one is left out: units differ between providers,
  /// and a wrong one must not make a price wrong by a factor.
  func complete(_ model: inout Model, listedOn day: String?) {
    model.contextWindow = contextWindow ?? model.contextWindow
    if let maxOutputTokens {
      (model.maxOutputTokens, model.isOutputLimitCertain) = (maxOutputTokens, true)
    }
    if let modalities {
      model.input.formUnion(Model.Modalities(words: modalities).union(.text))
    }
    model.callsTools = callsTools ?? model.callsTools
    model.hasStructuredOutput = hasStructuredOutput ?? model.hasStructuredOutput
    model.released = model.released ?? released
    if let inputPrice, let outputPrice, !hasStrangePrice(beside: model.price) {
      model.price = (model.price ?? Model.Price(input: 0, output: 0))
        .moved(input: inputPrice, output: outputPrice, cached: cachedPrice)
      (model.priceAsOf, model.priceSource) = (day, Self.priceSource)
    }
    age(&model)
  }

  /// Where a price is from that the provider lists, in words.
  static let priceSource = "the provider's list"

  /// Whether the price is ten times what is known, or a tenth.
  func hasStrangePrice(beside known: Model.Price?) -> Bool {
    guard let inputPrice, let outputPrice, let known else { return false }
    return [(inputPrice, known.input), (outputPrice, known.output)].contains { listed, known in
      let (least, most) = (min(listed, known), max(listed, known))
      return most > 0 && least * 10 <= most
    }
  }

  /// Adds to what is known of it that its end is announced.
  func age(_ model: inout Model) {
    guard isDeprecated == true, !model.status.isRetired else { return }
    model.status = .deprecated
    model.retires = retires ?? model.retires
    model.successor = successor ?? model.successor
  }
}

extension Model.Price {
  /// The same price model with other numbers: what else there is moves along with these.
  fileprivate func moved(input: Double, output: Double, cached: Double?) -> Self {
    var moved = self
    let factors = (
      input: rates.input > 0 ? input / rates.input : 1,
      output: rates.output > 0 ? output / rates.output : 1
    )
    moved.rates = rates.times(factors.input, factors.output)
    (moved.rates.input, moved.rates.output) = (input, output)
    if let cached { moved.rates.cached = min(cached, input) }
    for index in tiers.indices {
      moved.tiers[index].rates = tiers[index].rates.times(factors.input, factors.output)
    }
    moved.peak?.rates = peak?.rates.times(factors.input, factors.output) ?? rates
    return moved
  }
}

extension Model.Rates {
  fileprivate func times(_ prompt: Double, _ reply: Double) -> Self {
    var rates = self
    (rates.input, rates.output) = (input * prompt, output * reply)
    rates.cached = cached.map { $0 * prompt }
    rates.cacheWrite = cacheWrite.map { $0 * prompt }
    rates.cacheWriteHour = cacheWriteHour.map { $0 * prompt }
    rates.cacheWriteHalfDay = cacheWriteHalfDay.map { $0 * prompt }
    (rates.audio, rates.image) = (audio.map { $0 * prompt }, image.map { $0 * prompt })
    rates.thinking = thinking.map { $0 * reply }
    return rates
  }
}
