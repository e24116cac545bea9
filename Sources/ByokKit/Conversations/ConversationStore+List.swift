package import ByokCore

extension ConversationStore {
  /// What a list shows of a conversation.
  package struct Item: Sendable {
    package let name: ConversationName
    /// How many turns count.
    package let turns: Int
    /// The bytes of its file.
    package let size: Int
    package let created: Timestamp?
    package let lastUsed: Timestamp?
    /// What replied last, as users write it.
    package let model: String?
    /// How many attachments it refers to.
    let fileCount: Int
    let path: FilePath
    /// The id of the root that it is sealed with.
    let root: String
  }

  /// All conversations.
  package struct Listing: Sendable {
    /// The last used first.
    package var items: [Item] = []
    /// How many are sealed with another keystore.
    package var foreign = 0
    /// The files of those of which nothing can be read.
    package var damaged: [FilePath] = []

    package init() {}
  }

  /// Lists the conversations by the end of each file.
  ///
  /// - Throws: A failure when the folder cannot be read.
  package func list() throws(ByokError) -> Listing {
    var listing = Listing()
    guard let folder = try folder(create: false) else { return listing }
    let names: [String]
    do {
      names = try folder.allNames()
    } catch {
      throw ByokError(
        .failure,
        "cannot list '\(try locations.conversations("last").folder)': \(error.text)")
    }
    var memory: Secret?
    for file in names where file.hasSuffix(Self.suffix) && !file.hasPrefix(".") {
      try add(try locations.conversations(file), to: &listing, in: folder, &memory)
    }
    removeCopies(&listing)
    listing.items.sort { first, second in
      let times = (first.lastUsed?.seconds ?? 0, second.lastUsed?.seconds ?? 0)
      return times.0 != times.1 ? times.0 > times.1 : first.name.text < second.name.text
    }
    return listing
  }

  /// Leaves out what an old root has sealed and the present one, too: sealing anew was cut off.
  private func removeCopies(_ listing: inout Listing) {
    guard roots.count > 1 else { return }
    let sealed = Set(listing.items.filter { $0.root == root.id }.map(\.name))
    listing.items.removeAll { $0.root != root.id && sealed.contains($0.name) }
  }

  private func add(
    _ path: FilePath, to listing: inout Listing, in folder: borrowing OpenFile,
    _ memory: inout Secret?
  ) throws(ByokError) {
    do throws(ByokError) {
      if let end = try file(path).readEnd(in: folder, memory: &memory),
        let last = ConversationRecords.End(end.text),
        let item = item(path, last, size: end.size, root: end.header.root)
      {
        return listing.items.append(item)
      }
      switch try file(path).read(in: folder) {
      case .missing: return
      case .flawed(.root): listing.foreign += 1
      case .flawed: listing.damaged.append(path)
      case .contents(let contents):
        guard let text = contents.batches.last?.last, let last = ConversationRecords.End(text),
          let item = item(path, last, size: contents.state.size, root: contents.header.root)
        else { return listing.damaged.append(path) }
        listing.items.append(item)
      }
    } catch {
      guard error.kind == .damaged else { throw error }
      listing.damaged.append(path)
    }
  }

  /// What a file's last record says; `nil` where it is the file of another conversation.
  private func item(
    _ path: FilePath, _ end: ConversationRecords.End, size: Int, root id: String
  ) -> Item? {
    guard let root = roots.first(where: { $0.id == id }) else { return nil }
    for text in [end.name, end.formerName].compactMap({ $0 }) {
      guard let name = ConversationName(argument: text),
        (try? self.path(name, root)) == path
      else { continue }
      return Item(
        name: name, turns: end.turns, size: size, created: end.created, lastUsed: end.at,
        model: end.model, fileCount: end.files, path: path, root: id)
    }
    return nil
  }
}
