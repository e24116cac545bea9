internal import FoundationEssentials

/// The models that a provider listed when it was last asked, as the cache keeps them.
///
/// Source: CONTRACT.md part 5.
struct FetchedList: Codable, Sendable {
  /// The address that was asked.
  let baseURL: String
  /// When, in RFC 3339.
  let fetchedAt: String
  let models: [ListedModel]

  private static let limit = 64 << 20

  /// Reads the lists of some providers, by their ids; one that is not in form counts as none.
  ///
  /// - Throws: `damaged` when a file or its folder is not safe.
  static func all(
    of providers: [Provider], _ locations: Locations
  ) throws(ByokError) -> [String: FetchedList] {
    let first: FilePath
    do {
      guard let provider = providers.first else { return [:] }
      first = try locations.modelList(of: provider.id)
    } catch  where error == .noHome {
      return [:]
    }
    guard let folder = try SafeFolder.open(holding: first) else { return [:] }
    var lists: [String: FetchedList] = [:]
    for provider in providers {
      let path = try locations.modelList(of: provider.id)
      if let bytes = try SafeFolder.read(path, in: folder, privacy: .notWritable, limit: limit) {
        lists[provider.id] = try? JSONDecoder().decode(Self.self, from: Data(bytes))
      }
    }
    return lists
  }

  /// Writes the list into the cache.
  ///
  /// - Throws: `damaged` when the folder is not safe; a failure when it cannot be written.
  func write(of provider: String, _ locations: Locations) throws(ByokError) {
    let path = try locations.modelList(of: provider)
    guard let bytes = try? JSONEncoder().encode(self) else {
      throw ByokError(.failure, "cannot write the list of models: a price is not a number")
    }
    guard let folder = try SafeFolder.open(holding: path, create: true) else { return }
    _ = try AtomicFile.replace(path, in: folder, with: Array(bytes).span)
  }

  /// Every id under which a model is listed, and that of the catalogue's row that describes it.
  func ids(of provider: String) -> Set<String> {
    var ids: Set<String> = []
    for model in models {
      ids.insert(model.id)
      ids.formUnion(model.aliases)
      if let row = Catalogue.find(provider: provider, id: model.id) { ids.insert(row.id) }
    }
    return ids
  }
}
