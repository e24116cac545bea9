internal import ByokCore

/// Models that a name may mean which is a part of their ids alone, such as `sonnet`.
package struct ModelSuggestions {
  private let providers: [Provider]
  private let known: KnownModels
  /// The providers that there is a key for, or that need none.
  private let open: Set<String>

  /// - Parameters:
  ///   - providers: Whose models; those that only another tool's credentials open are left out.
  ///   - known: What is known of models.
  ///   - opens: Whether a request to a provider would find a key, or need none.
  package init(
    _ providers: [Provider], _ known: KnownModels, opens: (Provider) -> Bool
  ) {
    self.providers = providers.filter { $0.retirement == nil && !$0.usesCredentials }
    self.known = known
    open = Set(self.providers.filter(opens).map(\.id))
  }

  /// A model that the name may mean.
  private struct Candidate {
    let model: Model
    /// The place of its provider in the table.
    let place: Int
    let isMade: Bool
    /// Whether its provider is asked for it where no model is named.
    let isStandard: Bool

    /// The words of its name, which its versions and sizes have in common.
    var family: [Substring] {
      (model.id.split(separator: "/").last ?? "").split { !$0.isLetter }
    }
  }

  /// Hints at the models whose ids contain a name: those that the user's keys open, else those of
  /// their makers; a provider's default model first, then the newest.
  ///
  /// - Parameters:
  ///   - name: A part of an id, or nearly a word of one.
  ///   - nearest: The hints where it is no part of any id; `nil` to look for a similar word.
  /// - Returns: Hints to follow an error; none where no model matches.
  package func hints(for name: String, else nearest: [String]? = nil) -> [String] {
    guard name.utf8.count > 1 else { return [] }
    let hints = hints(containing: name)
    guard hints.isEmpty, nearest == nil else { return hints.isEmpty ? nearest ?? [] : hints }
    let ids = providers.flatMap { known.models(of: $0.id).map(\.id) }
    let words = Set(ids.flatMap { $0.split { !$0.isLetter }.map { $0.lowercased() } })
    return Suggestion.nearest(to: name.lowercased(), among: Array(words))
      .map(self.hints(containing:)) ?? []
  }

  private func hints(containing name: String) -> [String] {
    let found = candidates(like: name.lowercased())
    let usable = found.filter { open.contains($0.model.provider) }
    let names = Self.best(of: usable.isEmpty ? found : usable)
      .map { "\($0.model.provider)/\($0.model.id)" }
    guard let first = names.first else { return [] }
    let list = names.dropLast().map { "'\($0)'" }.joined(separator: ", ")
    let last = names.last.map { "'\($0)'" } ?? ""
    let meant = "did you mean \(list.isEmpty ? "" : list + " or ")\(last)?"
    let provider = first.prefix { $0 != "/" }
    return [meant] + (usable.isEmpty ? ["byok keys add \(provider)   adds a key for it"] : [])
      + (found.count > names.count ? ["byok models \(name)   lists all of them"] : [])
  }

  private func candidates(like name: String) -> [Candidate] {
    let maker = ModelMaker(providers: providers)
    return providers.enumerated().flatMap { place, provider in
      known.models(of: provider.id).compactMap { model in
        guard model.id.lowercased().contains(name), !model.status.isEnding else { return nil }
        return Candidate(
          model: model, place: place, isMade: maker.maker(of: model.id) == provider.id,
          isStandard: provider.defaultModel == model.id)
      }
    }
  }

  /// At most three, the newest of each family.
  private static func best(of candidates: [Candidate]) -> [Candidate] {
    let sorted = candidates.sorted { one, other in
      if one.isMade != other.isMade { return one.isMade }
      if one.isStandard != other.isStandard { return one.isStandard }
      // The newest models of the catalogue have no date yet.
      let (day, otherDay) = (one.model.released ?? "9", other.model.released ?? "9")
      if day != otherDay { return day > otherDay }
      if one.place != other.place { return one.place < other.place }
      return isNewer(one.model.id, other.model.id)
    }
    var families: Set<[Substring]> = []
    return Array(sorted.filter { families.insert($0.family).inserted }.prefix(3))
  }

  /// Whether an id has a higher version: numbers are compared as numbers.
  private static func isNewer(_ one: String, _ other: String) -> Bool {
    let (parts, others) = (Self.parts(of: one), Self.parts(of: other))
    for (part, other) in zip(parts, others) where part != other {
      guard let number = Int(part), let otherNumber = Int(other) else { return part < other }
      return number > otherNumber
    }
    return parts.count < others.count
  }

  /// The words and numbers of an id.
  private static func parts(of id: String) -> [Substring] {
    id.split { !$0.isLetter && !$0.isNumber }
  }
}

extension Model.Status {
  /// Whether it should not be used any more.
  fileprivate var isEnding: Bool { self == .deprecated || isRetired }
}
