package import ByokCore

extension ConversationStore {
  /// The conversation that was used last.
  package struct Last: Equatable, Sendable {
    package let name: ConversationName
    /// Whether it was used on this terminal, or there was none then and now.
    package let isOfThisTerminal: Bool
    /// Whether it is noted, and not just the newest of those that are there.
    let isNoted: Bool
  }

  private static let lastName = "last"

  private func lastFile() throws(ByokError) -> RecordFile {
    RecordFile(
      try locations.conversations(Self.lastName), .last, roots: roots, clock: clock)
  }

  /// Which conversation was used last.
  ///
  /// - Returns: `nil` where there is none.
  /// - Throws: A failure when that cannot be read.
  package func last() throws(ByokError) -> Last? {
    guard let folder = try folder(create: false) else { return nil }
    if let last = try noted(in: folder) {
      // Where it was removed, another one is not meant.
      return try existing(last.name, in: folder) == nil ? nil : last
    }
    let items = try list().items.filter { $0.lastUsed != nil }
    let newest = items.max { ($0.lastUsed?.seconds ?? 0) < ($1.lastUsed?.seconds ?? 0) }
    return newest.map { Last(name: $0.name, isOfThisTerminal: false, isNoted: false) }
  }

  /// What is noted; `nil` where nothing is, or it cannot be read.
  private func noted(in folder: borrowing OpenFile) throws(ByokError) -> Last? {
    guard case .contents(let contents) = try lastFile().read(in: folder), contents.flaw == nil,
      let text = contents.batches.first?.first, let note = JSONValue(text),
      let name = note["name"]?.string.flatMap(ConversationName.init(argument:))
    else { return nil }
    return Last(
      name: name, isOfThisTerminal: note["terminal"]?.string == TerminalIdentity.current,
      isNoted: true)
  }

  /// Notes that a conversation was used last.
  ///
  /// - Throws: A failure when that cannot be written.
  func noteLast(
    _ name: ConversationName, in folder: borrowing OpenFile, always: Bool = false
  ) throws(ByokError) {
    let last = Last(name: name, isOfThisTerminal: true, isNoted: true)
    if !always, let noted = try noted(in: folder), noted == last { return }
    var members = ["name": JSONValue.string(name.text)]
    members["terminal"] = TerminalIdentity.current.map(JSONValue.string)
    _ = try lastFile().create(
      [[try JSONValue.object(members).json()]], root, in: folder, replacing: true)
  }

  /// Lets what is noted follow a conversation to its new name.
  func renameLast(
    _ name: ConversationName, to other: ConversationName, in folder: borrowing OpenFile
  ) throws(ByokError) {
    guard let noted = try noted(in: folder), noted.name == name else { return }
    try noteLast(other, in: folder)
  }
}
