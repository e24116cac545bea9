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

  /// Reads what the cache holds; `nil` without a file, or with one that is not in form.
  ///
  /// - Throws: `damaged` when the file or its folder is not safe.
  static func read(of provider: String, _ locations: Locations) throws(ByokError) -> FetchedList? {
    let path: FilePath
    do {
      path = try locations.modelList(of: provider)
    } catch  where error == .noHome {
      return nil
    }
    guard let bytes = try SafeFolder.read(path, privacy: .notWritable, limit: limit) else {
      return nil
    }
    return try? JSONDecoder().decode(Self.self, from: Data(bytes))
  }

  /// The lists of some providers, by their ids.
  ///
  /// - Throws: `damaged` when a file or its folder is not safe.
  static func all(
    of providers: [Provider], _ locations: Locations
  ) throws(ByokError) -> [String: FetchedList] {
    var lists: [String: FetchedList] = [:]
    for provider in providers {
      lists[provider.id] = try read(of: provider.id, locations)
    }
    return lists
  }

  /// Writes the list into the cache.
  ///
  /// - Throws: `damaged` when the folder is not safe; a failure when it cannot be written.
  func write(of provider: String, _ locations: Locations) throws(ByokError) {
    let path = try locations.modelList(of: provider)
    let bytes = try json()
    guard let folder = try SafeFolder.open(holding: path, create: true) else { return }
    _ = try AtomicFile.replace(path, in: folder, with: bytes.span)
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
