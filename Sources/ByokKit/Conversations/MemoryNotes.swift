package import ByokCore

/// The notes that prompts may ask for: what the user wants models to know.
///
/// Nothing is added but by the user. They are one sealed file, which is written anew at each change.
///
/// See byok-conversations(1), Memory.
package struct MemoryNotes: Sendable {
  private let store: ConversationStore

  /// A note.
  package struct Note: Equatable, Sendable {
    package let text: String
    /// When it was added.
    package let at: Timestamp

    fileprivate var document: JSONValue {
      .object(["text": .string(text), "at": .string(at.rfc3339)])
    }
  }

  /// The most bytes of all notes.
  package static let limit = 64 << 10

  package init(_ store: ConversationStore) {
    self.store = store
  }

  private func file() throws(ByokError) -> RecordFile {
    RecordFile(try store.locations.memory(), .memory, roots: store.roots, clock: store.clock)
  }

  /// The notes, the oldest first.
  ///
  /// - Throws: `damaged` when they cannot be read; `locked` when they are sealed with another keystore.
  package func all() throws(ByokError) -> [Note] {
    let file = try file()
    guard let folder = try PrivateDirectory.open(holding: file.path) else { return [] }
    return try read(file, in: folder)?.notes ?? []
  }

  private func read(
    _ file: RecordFile, in folder: borrowing OpenFile, isLocked: Bool = false
  ) throws(ByokError) -> (notes: [Note], root: String)? {
    switch try file.read(in: folder, isLocked: isLocked) {
    case .missing: return nil
    case .flawed(.root):
      throw ByokError(
        .locked, "the memory notes are sealed with another keystore",
        hint: "restore the keystore that they were made with")
    case .flawed(.newer):
      throw ByokError(
        .damaged, "the memory notes were written by a newer byok", hint: "update byok")
    case .contents(let contents) where contents.flaw == nil:
      guard let text = contents.batches.first?.first,
        let notes = JSONValue(text)?["notes"]?.elements
      else { break }
      return (notes.compactMap(Self.note), contents.header.root)
    case .flawed, .contents: break
    }
    throw ByokError(
      .damaged, "the memory notes are damaged",
      hint: "restore '\(file.path.text)' from a backup")
  }

  private static func note(_ document: JSONValue) -> Note? {
    guard let text = document["text"]?.string,
      let at = document["at"]?.string.flatMap(Timestamp.init(rfc3339:))
    else { return nil }
    return Note(text: text, at: at)
  }

  /// Adds a note.
  ///
  /// - Returns: Its number, counted from 1.
  /// - Throws: A usage error when there is such a note, or no room; what ``all()`` throws; a failure.
  package func add(_ text: String) throws(ByokError) -> Int {
    try change { (notes) throws(ByokError) in
      if let place = notes.firstIndex(where: { $0.text == text }) {
        throw ByokError(.usage, "that is note \(place + 1) already", hint: "byok memory list")
      }
      notes.append(Note(text: text, at: store.now))
    }.count
  }

  /// Removes notes by their numbers: all of them or none.
  ///
  /// - Returns: The notes that were removed.
  /// - Throws: A usage error when there is none of a number; what ``all()`` throws; a failure.
  package func remove(_ numbers: [Int]) throws(ByokError) -> [Note] {
    var removed: [Note] = []
    _ = try change { (notes) throws(ByokError) in
      for number in numbers where !(1...max(1, notes.count)).contains(number) || notes.isEmpty {
        throw ByokError(
          .usage, "there is no note \(number)", hint: "byok memory list shows the numbers")
      }
      let places = Set(numbers.map { $0 - 1 })
      removed = places.sorted().map { notes[$0] }
      notes = notes.enumerated().filter { !places.contains($0.offset) }.map(\.element)
    }
    return removed
  }

  private func change(
    _ body: (inout [Note]) throws(ByokError) -> Void
  ) throws(ByokError) -> [Note] {
    let file = try file()
    guard let folder = try PrivateDirectory.open(holding: file.path, create: true) else {
      throw .noHome
    }
    let lock = try FileLock.takeReplaceable(file.path, in: folder, clock: store.clock)
    defer { _ = lock }
    AtomicFile.removeLeftovers(of: file.path, in: folder)
    var notes = try read(file, in: folder, isLocked: true)?.notes ?? []
    try body(&notes)
    guard notes.reduce(0, { $0 + $1.text.utf8.count }) <= Self.limit else {
      throw ByokError(
        .usage, "the memory notes would be over \(Self.limit >> 10) KiB",
        hint: "byok memory list; byok memory rm NUMBER")
    }
    try write(notes, file, in: folder)
    return notes
  }

  private func write(
    _ notes: [Note], _ file: RecordFile, in folder: borrowing OpenFile
  ) throws(ByokError) {
    let document = JSONValue.object(["notes": .array(notes.map(\.document))])
    let made = try file.create(
      [[try document.json()]], store.root, in: folder, replacing: true)
    if made?.isDurable == false { throw .notDurable(file.path.text) }
  }

  /// Seals the notes anew if an old root has sealed them; answers whether it has.
  func reseal() throws(ByokError) -> Bool {
    let file = try file()
    guard let folder = try PrivateDirectory.open(holding: file.path),
      try PrivateDirectory.openFile(file.path, in: folder, privacy: .notWritable) != nil
    else { return false }
    let lock = try FileLock.takeReplaceable(file.path, in: folder, clock: store.clock)
    defer { _ = lock }
    guard let (notes, root) = try read(file, in: folder, isLocked: true), root != store.root.id
    else {
      return false
    }
    try write(notes, file, in: folder)
    return true
  }

  /// The notes as a prompt's instructions give them; empty for none.
  package static func prompt(_ notes: [Note]) -> String {
    guard !notes.isEmpty else { return "" }
    return "What the user wants you to know:\n"
      + notes.map { "- \($0.text.split(whereSeparator: \.isNewline).joined(separator: "\n  "))" }
      .joined(separator: "\n")
  }
}
