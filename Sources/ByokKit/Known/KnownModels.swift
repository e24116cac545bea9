internal import ByokCore
internal import Synchronization

/// Facts about models, merged from all sources.
///
/// What `config.json` says counts before what the provider listed, that before a catalogue that was
/// imported, and that before the built-in one, field by field. Threads may share it.
package final class KnownModels: Sendable {
  private let own: [Provider]
  private let settings: [String: ModelRow]
  private let imported: ModelTable?
  private let locations: Locations?
  private let lists: Mutex<Lists>

  private struct Lists {
    /// By provider; what was asked for once is not read again.
    var known: [String: FetchedList?]
    /// The providers that have any; `nil` before that was looked at.
    var owners: Set<String>?
  }

  /// Only what is built in.
  package static let builtIn = KnownModels(own: [], settings: [:], imported: nil)

  init(
    own: [Provider], settings: [String: ModelRow], imported: ModelTable?,
    lists: [String: FetchedList] = [:], locations: Locations? = nil
  ) {
    (self.own, self.settings, self.imported) = (own, settings, imported)
    self.lists = Mutex(Lists(known: lists))
    self.locations = locations
  }

  /// With the user's files; invalid ones are ignored.
  package convenience init(_ configuration: Configuration) {
    let locations = configuration.locations
    self.init(
      own: configuration.providers, settings: configuration.modelRows,
      imported: locations.flatMap { try? ImportedCatalogue.load($0)?.table },
      locations: locations)
  }

  /// What a provider listed when it was last asked; `nil` if it never was.
  package func list(of provider: String) -> FetchedList? {
    lists.withLock { lists in
      if let known = lists.known[provider] { return known }
      if let owners = lists.owners, !owners.contains(provider) { return nil }
      let list = locations.flatMap { try? FetchedList.read(of: provider, $0) }
      lists.known[provider] = .some(list)
      return list
    }
  }

  /// Looks at once which providers were ever asked, for whoever goes through them all.
  func findLists() {
    guard let locations, let owners = FetchedList.owners(locations) else { return }
    lists.withLock { $0.owners = owners }
  }

  /// What is known of a model; `nil` for one that can be used anyway.
  package func find(provider: String, id: String) -> Model? {
    let list = list(of: provider)
    if let model = ownModel(provider, id) { return completed(model, nil) }
    guard let model = described(provider, id) else {
      let listed = list?.models.first { $0.id == id || $0.aliases.contains(id) }
      if let listed, let list {
        return completed(listed.model(of: provider, listedOn: list.day), nil)
      }
      return settings["\(provider)/\(id)"].map {
        $0.completing(Model(id: id, provider: provider, name: id))
      }
    }
    return completed(model, list)
  }

  /// Every model that is known of a provider, in ascending order of their ids.
  package func models(of provider: String) -> [Model] {
    var models: [Model] = []
    forEachModel(of: provider) { models.append($0) }
    return models
  }

  /// Hands out every model that is known of a provider, in ascending order of their ids.
  func forEachModel(of provider: String, _ body: (consuming Model) -> Void) {
    let list = list(of: provider)
    let owner = own.first { $0.id == provider }
    // Mostly there is nothing but the table, whose rows are in order.
    if list == nil, owner == nil, imported == nil, settings.isEmpty {
      return Catalogue.forEachModel(of: provider, body)
    }
    for model in merged(provider, owner, list) { body(model) }
  }

  private func merged(_ provider: String, _ owner: Provider?, _ list: FetchedList?) -> [Model] {
    var models = owner?.models ?? []
    var ids = Set(models.map(\.id))
    models = models.map { completed($0, nil) }
    let rows = Catalogue.models(of: provider) + (imported?.models(of: provider) ?? [])
    for row in rows where ids.insert(row.id).inserted {
      let described = imported == nil ? row : described(provider, row.id) ?? row
      models.append(completed(described, list))
    }
    for (name, row) in settings {
      let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
      guard parts.count == 2, parts[0] == provider, ids.insert(parts[1]).inserted else { continue }
      models.append(row.completing(Model(id: parts[1], provider: provider, name: parts[1])))
    }
    return models.sorted { $0.id < $1.id }
  }

  private func ownModel(_ provider: String, _ id: String) -> Model? {
    own.first { $0.id == provider }?.models.first { $0.id == id }
  }

  /// What the catalogues know, the imported one first.
  private func described(_ provider: String, _ id: String) -> Model? {
    let builtIn = Catalogue.find(provider: provider, id: id)
    guard let imported, let row = imported.described(provider: provider, id: id) else {
      return builtIn
    }
    return builtIn?.updated(by: row) ?? row
  }

  private func completed(_ model: Model, _ list: FetchedList?) -> Model {
    var model = model
    if let list, let listed = list.model(describedBy: model.id, of: model.provider) {
      listed.complete(&model, listedOn: list.day)
    }
    return settings["\(model.provider)/\(model.id)"]?.completing(model) ?? model
  }
}

extension Model {
  /// The same with what a newer catalogue says.
  ///
  /// A price that is older than the known one stays out.
  fileprivate func updated(by row: Model) -> Model {
    var model = self
    model.contextWindow = row.contextWindow ?? contextWindow
    if let most = row.maxOutputTokens {
      (model.maxOutputTokens, model.isOutputLimitCertain) = (most, row.isOutputLimitCertain)
    }
    if let price = row.price, row.priceAsOf ?? "" >= priceAsOf ?? "" {
      (model.price, model.priceAsOf, model.priceSource) = (price, row.priceAsOf, row.priceSource)
    }
    model.input.formUnion(row.input)
    model.callsTools = row.callsTools ?? callsTools
    model.hasStructuredOutput = row.hasStructuredOutput ?? hasStructuredOutput
    if row.status != .active { model.status = row.status }
    model.retires = row.retires ?? retires
    model.successor = row.successor ?? successor
    return model
  }
}

extension ModelRow {
  /// A model with what the configuration says of it.
  func completing(_ known: Model) -> Model {
    var model = known
    model.contextWindow = contextWindow?.number ?? model.contextWindow
    if let most = maxOutputTokens?.number {
      (model.maxOutputTokens, model.isOutputLimitCertain) = (most, true)
    }
    guard inputPrice != nil || outputPrice != nil || cachedPrice != nil || cacheWritePrice != nil
    else { return model }
    let old = model.price?.rates
    if let input = inputPrice?.amount ?? old?.input, let output = outputPrice?.amount ?? old?.output
    {
      // What the user pays is no list's price: neither its tiers nor its special terms hold.
      model.price = Model.Price(
        input: input, output: output, cached: cachedPrice?.amount,
        cacheWrite: cacheWritePrice?.amount)
      (model.priceAsOf, model.priceSource) = (nil, Self.priceSource)
    }
    return model
  }

  /// Where a price is from that the user sets, in words.
  static let priceSource = "config.json"
}
