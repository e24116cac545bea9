package import ByokCore

/// Turns one of the public tables of models into rows of the catalogue.
///
/// Source: the forms of LiteLLM's `model_prices_and_context_window.json`, of models.dev's
/// `api.json` and of genai-prices' `data.json`, read 2026-11-29.
package struct CatalogueImport: Sendable {
  /// Which of them a table is.
  package enum Form: String, Sendable {
    case liteLLM = "litellm"
    case modelsDev = "models.dev"
    case genAI = "genai-prices"
  }

  package let form: Form
  /// The rows, in the order of a ``ModelTable``.
  package let models: [Model]

  /// The fewest rows with a price that a table of models has.
  private static let leastRows = 10

  /// - Parameters:
  ///   - document: The table.
  ///   - day: The day that its prices are taken to be of.
  /// - Throws: A failure where it is none of the forms, or has hardly any model of byok's
  ///   providers.
  package init(_ document: JSONValue, day: String) throws(ByokError) {
    let names = ProviderNames()
    let rows: [Model]
    if let list = document.elements {
      (form, rows) = (.genAI, Self.genAI(list, names))
    } else if document["sample_spec"] != nil {
      (form, rows) = (.liteLLM, Self.liteLLM(document.members, names))
    } else {
      (form, rows) = (.modelsDev, Self.modelsDev(document.members, names))
    }
    var known: [String: Model] = [:]
    for var model in rows where model.price != nil && Self.isName(model.id) {
      (model.priceAsOf, model.priceSource) = (day, form.rawValue)
      known["\(model.provider)/\(model.id)"] = model
    }
    guard known.count >= Self.leastRows else {
      throw ByokError(
        .failure, "this is not a table of models that byok can read",
        hint: "it reads LiteLLM's price file, models.dev's api.json and genai-prices' data.json")
    }
    models = known.sorted { Array($0.key.utf8).span.compared(to: Array($1.key.utf8).span) < 0 }
      .map(\.value)
  }

  /// Whether an id can be a row's name: it is compared as it is, and shown.
  private static func isName(_ id: String) -> Bool {
    !id.isEmpty && id == Sanitizer.oneLine(id, limit: 200)
      && !id.contains { $0 == "\"" || $0 == "\\" }
  }

  /// The bytes of a ``ModelTable``.
  ///
  /// - Parameters:
  ///   - source: Where the table is from.
  ///   - day: The day of its prices.
  ///   - hash: SHA-256 of the table, in hexadecimal.
  /// - Returns: Lines, of which the first says what the table is.
  /// - Throws: A failure when they cannot be written.
  package func rows(source: String, day: String, hash: String) throws(ByokError) -> [UInt8] {
    let about = JSONValue.object([
      "source": .string(source), "day": .string(day), "sha256": .string(hash),
      "form": .string(form.rawValue),
    ])
    var bytes = try JSONValue.object(["about": about]).json() + [UInt8(ascii: "\n")]
    for model in models { bytes += try model.row() + [UInt8(ascii: "\n")] }
    return bytes
  }
}

/// What public tables call byok's providers.
struct ProviderNames: Sendable {
  private let table: [String: JSONValue]

  init() { table = ModelTable.providerNames?.members ?? [:] }

  /// The providers that a table's group has models of, with what is before their ids.
  func owners(of group: String, in table: String) -> [(provider: String, prefixes: [String])] {
    self.table.compactMap { provider, row in
      let names = row[table]?.elements?.compactMap(\.text) ?? []
      guard names.contains(group) else { return nil }
      return (provider, row[table + "_prefix"]?.elements?.compactMap(\.text) ?? [])
    }
  }
}

extension CatalogueImport {
  private static func modelsDev(_ groups: [String: JSONValue], _ known: ProviderNames) -> [Model] {
    groups.flatMap { group, content in
      known.owners(of: group, in: Form.modelsDev.rawValue).flatMap { provider, _ in
        (content["models"]?.members ?? [:]).map { id, row in
          Model(modelsDev: row, id: id, provider: provider)
        }
      }
    }
  }

  private static func liteLLM(_ rows: [String: JSONValue], _ known: ProviderNames) -> [Model] {
    var owners: [String: [(provider: String, prefixes: [String])]] = [:]
    return rows.flatMap { key, row -> [Model] in
      guard let group = row["litellm_provider"]?.text, let mode = row["mode"]?.text,
        ["chat", "responses"].contains(mode)
      else { return [] }
      let found = owners[group] ?? known.owners(of: group, in: Form.liteLLM.rawValue)
      owners[group] = found
      return found.map { provider, prefixes in
        let prefix = prefixes.first(where: key.hasPrefix) ?? ""
        return Model(liteLLM: row, id: String(key.dropFirst(prefix.count)), provider: provider)
      }
    }
  }

  private static func genAI(_ groups: [JSONValue], _ known: ProviderNames) -> [Model] {
    groups.flatMap { group in
      known.owners(of: group["id"]?.text ?? "", in: "genai").flatMap { provider, _ in
        (group["models"]?.elements ?? []).compactMap { row in
          row["id"]?.text.map { Model(genAI: row, id: $0, provider: provider) }
        }
      }
    }
  }
}

extension Model {
  fileprivate init(modelsDev row: JSONValue, id: String, provider: String) {
    self.init(id: id, provider: provider, name: row["name"]?.text ?? id)
    contextWindow = row["limit"]?["context"]?.count
    maxOutputTokens = row["limit"]?["output"]?.count
    input = Modalities(
      words: row["modalities"]?["input"]?.elements?.compactMap(\.text) ?? []
    ).union(.text)
    (callsTools, hasStructuredOutput) = (row["tool_call"]?.flag, row["structured_output"]?.flag)
    takesTemperature = row["temperature"]?.flag
    reasoning = row["reasoning"]?.flag == true ? ReasoningOptions() : nil
    released = row["release_date"]?.text
    if row["status"]?.text == "deprecated" { status = .deprecated }
    let cost = row["cost"]
    price = Price(modelsDev: cost)
    for step in cost?["tiers"]?.elements ?? [] {
      if let over = step["tier"]?["size"]?.count, let rates = Price(modelsDev: step)?.rates {
        price?.tiers.append(.init(over: over, rates: rates))
      }
    }
    if price?.tiers.isEmpty == true, let rates = Price(modelsDev: cost?["context_over_200k"])?.rates
    {
      price?.tiers = [.init(over: 200_000, rates: rates)]
    }
  }

  fileprivate init(liteLLM row: JSONValue, id: String, provider: String) {
    self.init(id: id, provider: provider, name: id)
    contextWindow = row["max_input_tokens"]?.count
    maxOutputTokens = row["max_output_tokens"]?.count
    isOutputLimitCertain = false
    let kinds: [(String, Modalities)] = [
      ("supports_vision", .image), ("supports_pdf_input", .pdf), ("supports_audio_input", .audio),
      ("supports_video_input", .video),
    ]
    for (name, kind) in kinds where row[name]?.flag == true { input.formUnion(kind) }
    callsTools = row["supports_function_calling"]?.flag
    hasStructuredOutput = row["supports_response_schema"]?.flag
    reasoning = row["supports_reasoning"]?.flag == true ? ReasoningOptions() : nil
    (retires, price) = (row["deprecation_date"]?.text, Price(liteLLM: row, ""))
    for name in row.members.keys {
      let (head, tail) = ("input_cost_per_token_above_", "k_tokens")
      guard name.hasPrefix(head), name.hasSuffix(tail),
        let mark = Int(name.dropFirst(head.count).dropLast(tail.count)),
        let rates = Price(liteLLM: row, "_above_\(mark)k_tokens")?.rates
      else { continue }
      price?.tiers.append(.init(over: mark * 1000, rates: rates))
    }
    for step in row["tiered_pricing"]?.elements ?? [] {
      guard let start = step["range"]?.elements?.first?.integer, start >= 0,
        let own = Price(liteLLM: step, "")
      else { continue }
      if start == 0 {
        price = own
      } else {
        price?.tiers.append(.init(over: start, rates: own.rates))
      }
    }
    price?.tiers.sort { $0.over < $1.over }
  }

  fileprivate init(genAI row: JSONValue, id: String, provider: String) {
    self.init(id: id, provider: provider, name: row["name"]?.text ?? id)
    contextWindow = row["context_window"]?.count
    // Of several prices, the last is the newest; those of hours of the day are dearer, and count.
    let prices = row["prices"]?.elements?.last?["prices"] ?? row["prices"]
    func rate(_ name: String, over start: Int? = nil) -> Double? {
      guard let value = prices?[name] else { return nil }
      guard let start else { return value["base"]?.double ?? value.double }
      let tier = value["tiers"]?.elements?.last { ($0["start"]?.integer ?? 0) <= start }
      return tier?["price"]?.double ?? value["base"]?.double ?? value.double
    }
    func rates(over start: Int?) -> Rates? {
      guard let input = rate("input_mtok", over: start),
        let output = rate("output_mtok", over: start)
      else { return nil }
      var rates = Rates(input: input, output: output)
      rates.cached = rate("cache_read_mtok", over: start).flatMap { $0 <= input ? $0 : nil }
      rates.cacheWrite = rate("cache_write_mtok", over: start)
      return rates
    }
    guard let base = rates(over: nil) else { return }
    price = Price(input: 0, output: 0)
    price?.rates = base
    let starts = prices?["input_mtok"]?["tiers"]?.elements?.compactMap { $0["start"]?.count } ?? []
    price?.tiers = starts.sorted().compactMap { start in
      rates(over: start).map { Price.Tier(over: start, rates: $0) }
    }
  }
}

extension Model.Price {
  /// The highest price for a million tokens that is believed, in USD.
  private static let highest = 10_000.0

  fileprivate init?(modelsDev cost: JSONValue?) {
    self.init(
      cost?["input"]?.double, cost?["output"]?.double, cost?["cache_read"]?.double,
      cost?["cache_write"]?.double)
    rates.audio = cost?["input_audio"]?.double
  }

  fileprivate init?(liteLLM row: JSONValue, _ suffix: String) {
    func rate(_ name: String) -> Double? {
      row[name + suffix]?.double.map { ($0 * 1e12).rounded() / 1e6 }
    }
    self.init(
      rate("input_cost_per_token"), rate("output_cost_per_token"),
      rate("cache_read_input_token_cost"), rate("cache_creation_input_token_cost"))
    rates.audio = rate("input_cost_per_audio_token")
  }

  private init?(_ input: Double?, _ output: Double?, _ cached: Double?, _ write: Double?) {
    guard let input, let output, (0...Self.highest).contains(input),
      (0...Self.highest).contains(output)
    else { return nil }
    self.init(
      input: input, output: output, cached: cached.flatMap { (0...input).contains($0) ? $0 : nil },
      cacheWrite: write.flatMap { $0 > 0 ? $0 : nil })
  }
}
