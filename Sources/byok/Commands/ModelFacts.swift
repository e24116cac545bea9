internal import ByokCore
internal import ByokKit

/// A model as JSON and as lines for a person.
struct ModelFacts {
  let entry: ModelEntry
  /// Seconds since 1970.
  private let now: Double
  private var model: Model { entry.model }

  init(_ entry: ModelEntry, now: Double) {
    (self.entry, self.now) = (entry, now)
  }

  /// The members of a listing; what is not known is `null`.
  var summary: [(key: String, value: JSONValue)] {
    [
      ("available", .bool(entry.isAvailable)), ("context_window", .count(model.contextWindow)),
      ("id", .string(model.id)), ("input_price", .amount(model.price?.input)),
      ("max_output_tokens", .count(model.maxOutputTokens)),
      ("modalities", .array(model.input.words.map(JSONValue.string))),
      ("model", .string(entry.name)), ("name", .string(model.name)),
      ("output_price", .amount(model.price?.output)), ("price_as_of", .words(model.priceAsOf)),
      ("price_source", .words(model.priceSource)), ("provider", .string(model.provider)),
      ("reasoning", .flag(entry.thinks)), ("released", .words(model.released)),
      ("source", .string(entry.source.rawValue)), ("status", .string(entry.status)),
      ("structured_output", .flag(model.hasStructuredOutput)), ("tools", .flag(model.callsTools)),
    ]
  }

  /// All members.
  var document: JSONValue {
    let options = model.reasoning
    let more: [String: JSONValue] = [
      "cached_input_price": .amount(model.price?.cached),
      "cache_write_price": .amount(model.price?.cacheWrite),
      "prices_as_of": .words(model.priceAsOf), "price_tiers": tiers, "peak_prices": peak,
      "audio_price": .amount(model.price?.rates.audio),
      "reasoning_price": .amount(model.price?.rates.thinking),
      "price_factors": .object((model.price?.terms ?? [:]).mapValues(JSONValue.number)),
      "typical_cost_usd": .amount(typicalCost),
      "output_modalities": .array(model.output.words.map(JSONValue.string)),
      "temperature": .flag(model.takesTemperature),
      "reasoning_levels": .array((options?.levels ?? []).map { .string($0.rawValue) }),
      "reasoning_switchable": .flag(options?.isSwitchable),
      "reasoning_budget_min": .count(options?.budget?.least),
      "reasoning_budget_max": .count(options?.budget?.most),
      "dialect": .words(model.dialect), "note": .words(model.note),
      "successor": .words(model.successor), "retires": .words(model.retires),
      "has_key": .bool(entry.isOpen),
      "listed_at": .words(entry.listedAt), "command": .string(command),
    ]
    return .object(more.merging(summary.map { ($0.key, $0.value) }) { more, _ in more })
  }

  /// Tokens of a prompt and a reply of usual length.
  private static let typical = Usage(input: 1000, output: 500)

  /// The prices of longer prompts, shortest first.
  private var tiers: JSONValue {
    .array(
      (model.price?.tiers ?? []).map { tier in
        var row = Self.members(of: tier.rates)
        row["over_tokens"] = .integer(tier.over)
        return .object(row)
      })
  }

  /// The prices at times when many ask.
  private var peak: JSONValue {
    guard let peak = model.price?.peak else { return .null }
    var row = Self.members(of: peak.rates)
    row["hours_utc"] = .array(peak.minutes.map { .string(Self.hours($0)) })
    row["weekdays"] = .array(peak.days.map(JSONValue.integer))
    return .object(row)
  }

  private static func members(of rates: Model.Rates) -> [String: JSONValue] {
    [
      "input_price": .number(rates.input), "output_price": .number(rates.output),
      "cached_input_price": .amount(rates.cached),
    ]
  }

  private static func hours(_ minutes: Range<Int>) -> String {
    func time(_ minute: Int) -> String {
      let (hour, rest) = (minute / 60, minute % 60)
      return "\(hour < 10 ? "0" : "")\(hour):\(rest < 10 ? "0" : "")\(rest)"
    }
    return time(minutes.lowerBound) + "-" + time(minutes.upperBound)
  }

  private var typicalCost: Double? { model.price?.cost(of: Self.typical) }

  private var command: String { "byok chat -m \(entry.name) 'a question'" }
}

extension ModelFacts {
  /// The facts as lines for a person.
  var listing: FactList {
    FactList(texts: [
      ("model", [entry.name]), ("name", [model.name]), ("status", [statusWords]),
      ("released", [model.released ?? ""]), ("context", [Self.tokens(model.contextWindow)]),
      ("reply", [replyWords]), ("takes", [model.input.words.joined(separator: ", ")]),
      ("tools", [Self.answer(model.callsTools)]),
      ("schema", [Self.answer(model.hasStructuredOutput)]),
      ("temperature", [Self.answer(model.takesTemperature)]), ("reasoning", [reasoningWords]),
      ("price", priceLines), ("prices", [dateWords]), ("a prompt", [typicalWords]),
      ("dialect", [model.dialect ?? ""]),
      ("note", [model.note ?? ""]), ("known from", [sourceWords]),
      ("has a key", [entry.isOpen ? "yes, or needs none" : "no: byok keys add \(model.provider)"]),
      ("ask it", [entry.isGone || model.status.isRetired ? "" : command]),
    ])
  }

  private var statusWords: String {
    let day =
      model.retires.map { model.status.isRetired ? " since \($0)" : ", ends on \($0)" } ?? ""
    let instead = model.successor.map { "; use \(model.provider)/\($0)" } ?? ""
    return entry.status + (entry.isGone ? ": the provider no longer lists it" : day + instead)
  }

  private var replyWords: String {
    guard let most = model.maxOutputTokens else { return "" }
    return "\(most) tokens" + (model.isOutputLimitCertain ? " at most" : " or more")
  }

  private var reasoningWords: String {
    guard let options = model.reasoning else { return Self.answer(entry.thinks) }
    var words = ["yes"]
    if !options.levels.isEmpty {
      words.append("--reasoning \(options.levels.map(\.rawValue).joined(separator: "|"))")
    }
    if options.isSwitchable { words.append("can be switched off") }
    if let budget = options.budget {
      let least = budget.least.map { "from \($0) " } ?? ""
      words.append("\(least)\(budget.most.map { "up to \($0) " } ?? "")tokens")
    }
    return words.joined(separator: ", ")
  }

  private var priceLines: [String] {
    guard let price = model.price else { return [""] }
    var lines = [Self.words(for: price.rates) + " for a million tokens"]
    lines += price.tiers.map { "over \($0.over) tokens of prompt: " + Self.words(for: $0.rates) }
    if let peak = price.peak {
      let hours = peak.minutes.map(Self.hours).joined(separator: ", ")
      let days = peak.days == 1...7 ? "" : peak.days == 1...5 ? " on workdays" : " on some days"
      lines.append("\(hours) UTC\(days): " + Self.words(for: peak.rates))
    }
    if let audio = price.rates.audio { lines.append("sound: \(Usage.dollars(audio)) in") }
    return lines
  }

  private static func words(for rates: Model.Rates) -> String {
    let cached = rates.cached.map { ", \(Usage.dollars($0)) cached" } ?? ""
    return "\(Usage.dollars(rates.input)) in\(cached), \(Usage.dollars(rates.output)) out"
  }

  private var dateWords: String {
    guard model.price != nil else { return "" }
    let source = model.priceSource.map { "from \($0)" }
    let day = model.priceAsOf.map { "of " + PriceAge.words($0, now: now) }
    return [day, source].compactMap(\.self).joined(separator: ", ")
  }

  private var typicalWords: String {
    let (input, output) = (Self.typical.input ?? 0, Self.typical.output ?? 0)
    return typicalCost.map { "\(Usage.dollars($0)) for \(input) tokens in, \(output) out" } ?? ""
  }

  private var sourceWords: String {
    switch entry.source {
    case .catalogue:
      "the catalogue of \(Catalogue.asOf)"
        + (entry.listedAt.map { "; the provider's list of \($0)" } ?? "")
    case .configuration: "config.json"
    case .refreshed: "the provider's list of \(entry.listedAt ?? "")"
    }
  }

  private static func tokens(_ count: Int?) -> String { count.map { "\($0) tokens" } ?? "" }

  private static func answer(_ flag: Bool?) -> String { flag.map { $0 ? "yes" : "no" } ?? "" }
}

extension JSONValue {
  fileprivate static func count(_ value: Int?) -> Self { value.map(Self.integer) ?? .null }
  fileprivate static func amount(_ value: Double?) -> Self { value.map(Self.number) ?? .null }
  fileprivate static func flag(_ value: Bool?) -> Self { value.map(Self.bool) ?? .null }
  fileprivate static func words(_ value: String?) -> Self { value.map(Self.string) ?? .null }
}
