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
  ///   - holders: Which providers there is a key for.
  ///   - lists: What providers listed when they were asked, by their ids.
  /// - Returns: The models.
  package static func all(
    of providers: [Provider], _ holders: ProvidersWithKeys, _ lists: [String: FetchedList]
  ) -> [ModelEntry] {
    providers.filter { $0.retirement == nil }.flatMap { provider in
      let isOpen = holders.opens(provider)
      let listed = Catalogue.models(of: provider.id).map { model in
        ModelEntry(
          model: model, source: .catalogue, thinks: model.reasoning != nil, isOpen: isOpen)
      }
      let own = provider.models.map { model in
        let thinks = model.reasoning == nil && model.mayThink ? nil : model.mayThink
        return ModelEntry(model: model, source: .configuration, thinks: thinks, isOpen: isOpen)
      }
      var known = listed + own
      if let list = lists[provider.id] { join(list, to: &known, of: provider.id, isOpen: isOpen) }
      return known.sorted { $0.model.id < $1.model.id }
    }
  }

  /// Adds the chat models that only the provider's own list has, and marks those that it lacks.
  private static func join(
    _ list: FetchedList, to known: inout [ModelEntry], of provider: String, isOpen: Bool
  ) {
    let ids = list.ids(of: provider)
    for place in known.indices {
      known[place].listedAt = list.fetchedAt
      // A model of the user's own may be one that the server does not tell of.
      let mayBeGone = known[place].source == .catalogue && !ids.isEmpty
      known[place].isGone = mayBeGone && !ids.contains(known[place].model.id)
    }
    let old = Set(known.map(\.model.id))
    for listed in list.models where listed.answersChats {
      let row = Catalogue.find(provider: provider, id: listed.id)?.id ?? listed.id
      guard !old.contains(listed.id), !old.contains(row) else {
        for place in known.indices where [listed.id, row].contains(known[place].model.id) {
          listed.age(&known[place].model)
        }
        continue
      }
      known.append(
        ModelEntry(
          model: listed.model(of: provider), source: .refreshed, thinks: listed.thinks,
          isOpen: isOpen, listedAt: list.fetchedAt))
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
      holders: Set(bare.filter(\.isOpen).map(\.model.provider)))
    return bare.filter { best.contains($0.model.provider) }
  }
}
