package import ByokCore

/// The models that a provider listed when it was last asked, as the cache keeps them.
package struct FetchedList: Sendable {
  /// When, in RFC 3339.
  let fetchedAt: String
  let models: [ListedModel]

  private static let limit = 64 << 20

  /// The day when it was fetched.
  package var day: String { String(fetchedAt.prefix(10)) }

  /// Reads the list of a provider; `nil` where there is none, or it is invalid.
  ///
  /// - Throws: `damaged` when a file or its folder is not safe.
  package static func read(
    of provider: String, _ locations: Locations
  ) throws(ByokError) -> FetchedList? {
    guard try locations.hasPlace(for: .cache) else { return nil }
    let path = try locations.modelList(of: provider)
    guard let folder = try PrivateDirectory.open(holding: path),
      let bytes = try PrivateDirectory.read(
        path, in: folder, privacy: .notWritable, limit: limit)
    else { return nil }
    let document = JSONValue(bytes)
    let list = document.flatMap(Self.init)
    // Older versions wrote the address, whose path may be a secret.
    if document?["baseURL"] != nil { try? list?.write(of: provider, locations) }
    return list
  }

  /// The providers whose lists the cache holds; `nil` where that cannot be told.
  static func owners(_ locations: Locations) -> Set<String>? {
    do {
      guard try locations.hasPlace(for: .cache),
        let folder = try PrivateDirectory.open(holding: locations.modelList(of: "any"))
      else { return [] }
      let ending = ".json"
      let names = try folder.allNames().filter { $0.hasSuffix(ending) }
      return Set(names.map { String($0.dropLast(ending.count)) })
    } catch {
      return nil
    }
  }

  /// The row of the list that is the model of that id; `nil` where the list has none.
  func model(describedBy id: String, of provider: String) -> ListedModel? {
    models.first { $0.id == id || $0.aliases.contains(id) }
  }

  /// Writes the list into the cache.
  ///
  /// - Throws: `damaged` when the folder is not safe; a failure when it cannot be written.
  func write(of provider: String, _ locations: Locations) throws(ByokError) {
    let path = try locations.modelList(of: provider)
    let bytes = try document.json()
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else { return }
    _ = try AtomicFile.replace(path, in: folder, with: bytes.span)
  }

  /// Every id under which a model is listed, and that of the catalogue's row that describes it.
  package func ids(of provider: String) -> Set<String> {
    var ids: Set<String> = []
    for model in models {
      ids.insert(model.id)
      ids.formUnion(model.aliases)
      if let row = Catalogue.find(provider: provider, id: model.id) { ids.insert(row.id) }
    }
    return ids
  }
}

/// The document in the cache.
extension FetchedList {
  /// Reads a list; `nil` where it is none, or of another version of byok.
  fileprivate init?(_ document: JSONValue) {
    guard let fetchedAt = document["fetchedAt"]?.text, let rows = document["models"]?.elements
    else { return nil }
    let models = rows.compactMap { ListedModel(cached: $0) }
    guard models.count == rows.count else { return nil }
    (self.fetchedAt, self.models) = (fetchedAt, models)
  }

  fileprivate var document: JSONValue {
    .object([
      "fetchedAt": .string(fetchedAt), "models": .array(models.map(\.cached)),
    ])
  }
}
