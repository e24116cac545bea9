internal import ByokCore

/// A model as listings show it: what is known of it, from where, and whether it can be used.
package struct ModelEntry: Sendable {
  /// Where it is known from.
  package enum Source: String, Sendable {
    /// Built into the program.
    case catalogue
    /// Named in the user's configuration.
    case configuration
    /// The provider's own list alone.
    case refreshed
  }

  package private(set) var model: Model
  package let source: Source
  /// Whether it thinks; `nil` where unknown.
  package let thinks: Bool?
  /// Whether there is a key for its provider, or none is needed.
  package let isOpen: Bool
  /// When the provider's own list was fetched, in RFC 3339; `nil` if it never was.
  package var listedAt: String?
  /// Whether that list lacks it.
  package var isGone = false

  /// What to type: `PROVIDER/MODEL-ID`.
  package var name: String { "\(model.provider)/\(model.id)" }

  /// Whether a request to it can succeed, as far as is known.
  package var isAvailable: Bool { isOpen && !isGone && !model.status.isRetired }

  /// The word for its status.
  package var status: String {
    switch model.status {
    case .retired: "retired"
    case _ where isGone: "gone"
    case .active: "active"
    case .beta: "beta"
    case .deprecated: "deprecated"
    }
  }
}

extension ModelEntry {
  /// Every model that is known, by provider in the order of the table, then by id.
  ///
  /// - Parameters:
  ///   - providers: Whose models; of those that are gone there are none.
  ///   - providersWithKeys: Which providers there is a key for.
  ///   - known: What is known of models.
  /// - Returns: The models.
  package static func all(
    of providers: [Provider], _ providersWithKeys: ProvidersWithKeys, _ known: KnownModels
  ) -> [ModelEntry] {
    var all: [ModelEntry] = []
    forEach(of: providers, providersWithKeys, known) { all.append($0) }
    return all
  }

  /// Hands out the same one by one, so that not all need be kept.
  package static func forEach(
    of providers: [Provider], _ providersWithKeys: ProvidersWithKeys, _ known: KnownModels,
    _ body: (consuming ModelEntry) -> Void
  ) {
    known.findLists()
    for provider in providers where provider.retirement == nil {
      let isOpen = providersWithKeys.opens(provider)
      let own = Set(provider.models.map(\.id))
      func entry(_ model: consuming Model) -> ModelEntry {
        let isOwn = own.contains(model.id)
        let thinks =
          model.reasoning == nil && isOwn && model.mayThink ? nil : model.reasoning != nil
        return ModelEntry(
          model: consume model, source: isOwn ? .configuration : .catalogue, thinks: thinks,
          isOpen: isOpen)
      }
      guard let list = known.list(of: provider.id) else {
        known.forEachModel(of: provider.id) { model in body(entry(consume model)) }
        continue
      }
      var entries = known.models(of: provider.id).map(entry)
      join(list, to: &entries, known, of: provider.id, isOpen: isOpen)
      for entry in entries.sorted(by: { $0.model.id < $1.model.id }) { body(entry) }
    }
  }

  /// Adds the chat models that only the provider's own list has, and marks those that it lacks.
  private static func join(
    _ list: FetchedList, to entries: inout [ModelEntry], _ known: KnownModels,
    of provider: String, isOpen: Bool
  ) {
    let ids = list.ids(of: provider)
    for place in entries.indices {
      entries[place].listedAt = list.fetchedAt
      // A model of the user's own may be one that the server does not tell of.
      let mayBeGone = entries[place].source == .catalogue && !ids.isEmpty
      entries[place].isGone = mayBeGone && !ids.contains(entries[place].model.id)
    }
    let old = Set(entries.map(\.model.id))
    for listed in list.models where listed.answersChats {
      let row = Catalogue.find(provider: provider, id: listed.id)?.id ?? listed.id
      guard !old.contains(listed.id), !old.contains(row) else { continue }
      let model = known.find(provider: provider, id: listed.id)
      entries.append(
        ModelEntry(
          model: model ?? listed.model(of: provider, listedOn: list.day), source: .refreshed,
          thinks: listed.thinks, isOpen: isOpen, listedAt: list.fetchedAt))
    }
  }

  private func isMeant(by bareID: String) -> Bool {
    model.id == bareID && !Catalogue.isNamedOnly(model.provider)
  }

  /// Those that a user means by `PROVIDER/MODEL-ID` or a bare id: of several with a bare id, those
  /// there is a key for before others, and the maker's before others.
  package static func meant(
    by text: String, among entries: [ModelEntry], of providers: [Provider]
  ) -> [ModelEntry] {
    let named = entries.filter { $0.name == text }
    var bare = named.isEmpty ? entries.filter { $0.isMeant(by: text) } : named
    if bare.isEmpty {
      // A dated version is described by the row without the date.
      let names = Catalogue.described(by: text).map { "\($0.provider)/\($0.id)" }
      bare = entries.filter { names.contains($0.name) }
    }
    let best = ModelMaker(providers: providers).preferred(
      bare.map(\.model.provider), of: text,
      providersWithKeys: Set(bare.filter(\.isOpen).map(\.model.provider)))
    return bare.filter { best.contains($0.model.provider) }
  }
}
