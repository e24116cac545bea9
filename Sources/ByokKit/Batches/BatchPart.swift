internal import ByokCore

/// A part of a batch that is one batch of the provider's.
package struct BatchPart: Equatable, Sendable {
  /// How far a part has come; each is on the disk before the next begins.
  package enum State: String, Sendable {
    /// Nothing was sent that counts.
    case planned
    /// Its file is at the provider.
    case uploaded
    /// It may have been created: the request is about to be sent, or was.
    case creating
    /// It was created, and its id is known.
    case created
    /// The provider has ended it.
    case ended
    /// The provider did not take it, or failed it as a whole.
    case failed
  }

  /// Which part it is, from 1.
  package var number: Int
  package var state = State.planned
  package var model: String
  /// The path that its requests are for.
  var endpoint: String
  package var requests: Int
  var bytes: Int
  /// The provider's id of the uploaded file.
  package var fileID: String?
  /// The provider's id of the batch.
  package var batchID: String?
  /// When it began to be created, in seconds since 1970.
  package var createdAt: Int?
  /// What the provider last said of it.
  package var status: String?
  package var completed: Int?
  package var failures: Int?
  package var expiresAt: Int?
  /// What failed it as a whole.
  package var failure: String?
  /// The exit status that its failure stands for.
  var failureKind: ByokError.Kind?
  /// Whether it failed because too much of the account's waits already.
  var lacksRoom = false
  /// The provider's ids of earlier batches of it that found no room, which have its marks, too.
  private(set) var refused: [String] = []
  /// Whether no other part was running when it was created, so that none of them took the room.
  var wasAlone = false
  /// Whether it ended before all was asked, by the provider's time or by a cancellation.
  var isExpired = false
  var isCancelled = false
  /// Whether its requests are in the usage log.
  var isLogged = false

  init(number: Int, model: String, endpoint: String, requests: Int, bytes: Int) {
    (self.number, self.model, self.endpoint) = (number, model, endpoint)
    (self.requests, self.bytes) = (requests, bytes)
  }

  /// Whether nothing more will happen at the provider.
  package var isOver: Bool { state == .ended || state == .failed }

  /// Whether it is at the provider, or was, or is not wanted there any more.
  package var isSubmitted: Bool { batchID != nil && !lacksRoom || isCancelled }

  /// Whether it is still to be submitted, or once more.
  package var isWaiting: Bool { state == .planned || state == .uploaded || lacksRoom }

  /// Whether nothing more is to be done for it.
  var isDone: Bool { isOver && !lacksRoom }

  /// Ends it before it is submitted.
  mutating func cancel() {
    reset()
    (state, isCancelled) = (.ended, true)
  }

  /// Makes it as if it had not been submitted.
  mutating func reset() {
    var part = Self(
      number: number, model: model, endpoint: endpoint, requests: requests, bytes: bytes)
    // What was uploaded can be used again.
    (part.fileID, part.state) = (fileID, fileID == nil ? .planned : .uploaded)
    part.refused = refused + [batchID].compactMap(\.self)
    self = part
  }

  var document: JSONValue {
    var members: [String: JSONValue] = [
      "n": .integer(number), "state": .string(state.rawValue), "model": .string(model),
      "endpoint": .string(endpoint), "requests": .integer(requests), "bytes": .integer(bytes),
    ]
    members["file_id"] = fileID.map(JSONValue.string)
    members["batch_id"] = batchID.map(JSONValue.string)
    members["created_at"] = createdAt.map(JSONValue.integer)
    members["status"] = status.map(JSONValue.string)
    members["completed"] = completed.map(JSONValue.integer)
    members["failed"] = failures.map(JSONValue.integer)
    members["expires_at"] = expiresAt.map(JSONValue.integer)
    members["failure"] = failure.map(JSONValue.string)
    if !refused.isEmpty { members["refused"] = .array(refused.map(JSONValue.string)) }
    members["failure_kind"] = failureKind.map { .integer(Int($0.rawValue)) }
    for (name, flag) in [
      ("expired", isExpired), ("cancelled", isCancelled), ("logged", isLogged),
      ("lacks_room", lacksRoom), ("alone", wasAlone),
    ] where flag {
      members[name] = .bool(true)
    }
    return .object(members)
  }

  init?(_ document: JSONValue) {
    guard let number = document["n"]?.count, let model = document["model"]?.text,
      let state = document["state"]?.text.flatMap(State.init(rawValue:)),
      let requests = document["requests"]?.count, let bytes = document["bytes"]?.integer
    else { return nil }
    self.init(
      number: number, model: model, endpoint: document["endpoint"]?.text ?? "", requests: requests,
      bytes: bytes)
    self.state = state
    (fileID, batchID) = (document["file_id"]?.text, document["batch_id"]?.text)
    createdAt = document["created_at"]?.integer
    status = document["status"]?.text
    (completed, failures) = (document["completed"]?.count, document["failed"]?.count)
    expiresAt = document["expires_at"]?.integer
    failure = document["failure"]?.text
    failureKind = document["failure_kind"]?.integer.flatMap {
      ByokError.Kind(rawValue: Int32(clamping: $0))
    }
    isExpired = document["expired"]?.flag ?? false
    isCancelled = document["cancelled"]?.flag ?? false
    isLogged = document["logged"]?.flag ?? false
    refused = (document["refused"]?.elements ?? []).compactMap(\.text)
    lacksRoom = document["lacks_room"]?.flag ?? false
    wasAlone = document["alone"]?.flag ?? false
  }
}
