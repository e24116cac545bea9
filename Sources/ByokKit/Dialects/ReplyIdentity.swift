internal import ByokCore

/// What a reply says of itself: providers say it again in every chunk, events say it once.
struct ReplyIdentity: Sendable {
  private var model = ""
  private var id = ""

  /// Adds the events of what is new.
  mutating func note(model: String?, id: String?, in events: inout [StreamEvent]) {
    if let model, !model.isEmpty, model != self.model {
      self.model = model
      events.append(.model(model))
    }
    if let id, !id.isEmpty, id != self.id {
      self.id = id
      events.append(.replyID(id))
    }
  }
}
