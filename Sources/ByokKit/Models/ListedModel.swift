internal import ByokCore

/// A model as its provider lists it.
struct ListedModel: Equatable, Sendable {
  /// The id as a request names it.
  let id: String
  /// Further ids of the same model.
  var aliases: [String] = []
  /// Whether it answers chats, as far as its row tells.
  var answersChats = true
  var name: String?
  var contextWindow: Int?
  var maxOutputTokens: Int?
  /// USD for a million tokens.
  var inputPrice: Double?
  var outputPrice: Double?
  /// What it takes, in the words of ``Model/Modalities``; `nil` where the row does not tell.
  var modalities: [String]?
  var callsTools: Bool?
  var thinks: Bool?
  /// The day of its release.
  var released: String?
  /// Whether the provider has announced its end; `nil` where the row does not tell.
  var isDeprecated: Bool?
  /// The day of its end.
  var retires: String?

  /// What is known of it, as a row of the catalogue.
  func model(of provider: String) -> Model {
    var model = Model(id: id, provider: provider, name: name ?? id)
    (model.contextWindow, model.maxOutputTokens) = (contextWindow, maxOutputTokens)
    if let inputPrice, let outputPrice { model.price = .usd(inputPrice, outputPrice) }
    model.input = Model.Modalities(words: modalities ?? []).union(.text)
    (model.callsTools, model.released) = (callsTools, released)
    age(&model)
    return model
  }

  /// Adds to what is known of it that its end is announced.
  func age(_ model: inout Model) {
    guard isDeprecated == true, !model.status.isRetired else { return }
    model.status = .deprecated
    if let retires { model.note = "it retires on \(retires)" }
  }
}

extension ListedModel {
  /// Reads a row of a list; `nil` where it names no model.
  ///
  /// Providers differ in what they tell and how they call it; what is not understood is left out.
  ///
  /// Source: the providers' own pages on listing models, collected 2026-11-23.
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
    contextWindow = Self.count(
      in: row, "context_window", "context_length", "max_context_length", "max_input_tokens",
      "max_model_len", "inputTokenLimit")
    maxOutputTokens =
      Self.count(
        in: row, "max_completion_tokens", "max_output_tokens", "max_tokens", "outputTokenLimit")
      ?? row["top_provider"].flatMap { Self.count(in: $0, "max_completion_tokens") }
    readPrices(row["pricing"])
    readAbilities(row)
    readDay(row)
    if let stage = row["lifecycle"]?.text { isDeprecated = stage != "active" }
    retires = Self.day(row["retires_at"])
  }

  private static func words(_ value: JSONValue?, besides id: String) -> String? {
    value?.text.flatMap { $0 == id ? nil : Sanitizer.oneLine($0, limit: 100) }
  }

  /// The first of some members that is a number of tokens.
  private static func count(in row: JSONValue, _ names: String...) -> Int? {
    names.lazy.compactMap { row[$0]?.integer }.first { $0 > 0 }
  }

  /// Reads prices of single tokens, written as text; prices in other forms mean other things.
  private mutating func readPrices(_ pricing: JSONValue?) {
    func millions(_ name: String) -> Double? {
      guard let text = pricing?[name]?.text, let price = Double(text), price >= 0, price < 1 else {
        return nil
      }
      return (price * 1e12).rounded() / 1e6
    }
    (inputPrice, outputPrice) = (millions("prompt"), millions("completion"))
  }

  private mutating func readAbilities(_ row: JSONValue) {
    let abilities = row["capabilities"]
    let kinds = row["architecture"]?["input_modalities"]?.elements?.compactMap(\.text)
    let images = abilities?["image_input"]?["supported"] ?? abilities?["vision"]
    if let kinds {
      modalities = kinds.map { $0 == "file" ? "pdf" : $0 }
    } else if images == .bool(true) {
      modalities = ["image"]
    }
    let parameters = row["supported_parameters"]?.elements
    callsTools =
      parameters.map { $0.contains(.string("tools")) } ?? abilities?["function_calling"]?.flag
    thinks =
      parameters.map { $0.contains(.string("reasoning")) } ?? row["thinking"]?.flag
      ?? abilities?["thinking"]?["supported"]?.flag
  }

  private mutating func readDay(_ row: JSONValue) {
    if let day = Self.day(row["created_at"]) {
      released = day
    } else if let seconds = row["created"]?.integer, seconds > 1_500_000_000,
      seconds < 10_000_000_000
    {
      released = String(Timestamp(seconds: seconds).rfc3339.prefix(10))
    }
  }

  /// The day of a time such as `2026-11-23T07:35:13Z`; `nil` for any other value.
  private static func day(_ value: JSONValue?) -> String? {
    guard let day = value?.text?.prefix(10), day.utf8.count == 10,
      day.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (48...57).contains($0) })
    else { return nil }
    return String(day)
  }
}
