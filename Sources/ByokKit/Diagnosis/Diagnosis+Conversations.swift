package import ByokCore

extension Diagnosis {
  /// The conversations and memory notes; never what they are called.
  package mutating func lookAtConversations(_ session: Session) {
    let name = "conversations"
    do throws(ByokError) {
      guard try session.locations.hasConversations else { return note(name, "none") }
      let path = try session.locations.conversations("last").folder
      guard let store = try ConversationStore.open(session, create: false) else {
        return bad(name, "'\(path)' is there, but no keystore that opens it", fix: nil)
      }
      let listing = try store.list()
      let count = listing.items.count
      let words = "'\(path)', \(count) conversation\(count == 1 ? "" : "s")"
      let size = listing.items.reduce(0) { $0 + $1.size } >> 20
      if !listing.damaged.isEmpty {
        bad(
          name, "\(words), and \(listing.damaged.count) that cannot be read",
          fix: "byok conversations list")
      } else if listing.foreign > 0 {
        note(name, "\(words), \(size) MiB, and \(listing.foreign) sealed with another keystore")
      } else {
        good(name, "\(words), \(size) MiB")
      }
      _ = try MemoryNotes(store).all()
    } catch {
      // That the keystore is locked is reported with the keystore.
      guard error.kind != .locked else { return note(name, "sealed; the keystore is locked") }
      bad(name, error)
    }
  }
}
