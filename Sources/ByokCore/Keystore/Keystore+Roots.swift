/// The roots of conversations: that of the data key, and those of data keys before it.
///
/// A new data key changes no conversation; what is sealed with the root of an old one stays readable,
/// because that root is sealed in the keystore.
///
/// See byok-keystore(5), Conversations.
extension Keystore {
  /// The most roots of old data keys.
  package static let rootLimit = 32

  /// Whether it keeps roots of old data keys.
  package var hasRoots: Bool { document.roots != nil }

  /// The root of the data key, with which all that is new is sealed.
  ///
  /// - Throws: A failure when memory is out.
  package borrowing func currentRoot() throws(ByokError) -> ConversationRoot {
    try ConversationRoot(dataKey: dataKey)
  }

  /// The roots of data keys before this one, the newest first.
  ///
  /// - Throws: `damaged` when they do not authenticate.
  package borrowing func formerRoots() throws(ByokError) -> [ConversationRoot] {
    guard let sealed = document.roots else { return [] }
    guard let bytes = Base64.decode(Array(sealed.utf8)[...]),
      let padded = try Sealing.open(bytes, with: try ringKey(), binding: ringContext),
      let count = Sealing.unpaddedCount(of: padded, block: KeystoreGrammar.paddingBlock),
      count > 0, count % Sealing.keyBytes == 0, count / Sealing.keyBytes <= Self.rootLimit
    else { throw .rootsDamaged }
    var roots: [ConversationRoot] = []
    for start in stride(from: 0, to: count, by: Sealing.keyBytes) {
      roots.append(try ConversationRoot(try padded.slice(start..<start + Sealing.keyBytes)))
    }
    return roots
  }

  /// The roots that a new data key must leave behind, the newest first.
  ///
  /// That of the present one is not needed where nothing on this machine is sealed with it.
  ///
  /// - Throws: `damaged` when they do not authenticate, or a folder is not safe; a failure when files
  ///   cannot be listed.
  borrowing func rootsToKeep() throws(ByokError) -> [ConversationRoot] {
    let root = try currentRoot()
    let former = try formerRoots()
    guard let conversations, try conversations.hasFiles(sealedWith: root.id) || !former.isEmpty
    else {
      return former
    }
    return [root] + former
  }

  /// Keeps roots of old data keys instead of those that it keeps.
  ///
  /// - Parameter roots: The newest first; none removes them all.
  /// - Throws: A failure when there are too many.
  package mutating func setFormerRoots(_ roots: [ConversationRoot]) throws(ByokError) {
    guard !roots.isEmpty else {
      document.roots = nil
      return
    }
    guard roots.count <= Self.rootLimit else { throw .tooManyRoots }
    let count = roots.count * Sealing.keyBytes
    let room = (count / KeystoreGrammar.paddingBlock + 1) * KeystoreGrammar.paddingBlock
    let padded = try unsafe Secret(capacity: room) { (base) throws(ByokError) in
      for (place, root) in roots.enumerated() {
        try root.copy().withBytes { bytes in
          for index in bytes.indices {
            unsafe base[place * Sealing.keyBytes + index] = bytes[index]
          }
        }
      }
      return unsafe Sealing.pad(
        base, count: count, block: KeystoreGrammar.paddingBlock, room: room)
    }
    document.roots = Base64.encode(
      Sealing.seal(padded, with: try ringKey(), binding: ringContext))
  }

  /// Takes the roots along into another keystore of the same data key; those that do not authenticate
  /// are lost.
  borrowing func keepRoots(in fresh: inout Keystore) throws(ByokError) {
    let roots: [ConversationRoot]
    do throws(ByokError) {
      roots = try formerRoots()
    } catch {
      guard error.kind == .damaged else { throw error }
      return
    }
    try fresh.setFormerRoots(roots)
  }

  private borrowing func ringKey() throws(ByokError) -> Secret {
    try Sealing.derive(from: dataKey, 6, "byok-rng")
  }

  private var ringContext: [UInt8] {
    Array("byok/1/roots\0".utf8) + document.storeLine + document.rootsHead
  }
}

extension ByokError {
  fileprivate static let rootsDamaged = Self(
    .damaged, "the keystore's 'roots' line is damaged", hint: "byok keys recover")

  fileprivate static let tooManyRoots = Self(
    .failure,
    "the keystore keeps \(Keystore.rootLimit) old keys for conversations already, the limit",
    hint: "byok conversations reseal")
}
