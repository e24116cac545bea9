@testable import ByokCore
@testable import ByokKit

extension FuzzOracles {
  /// F8: a success means that the text is the whole text of a complete reply.
  ///
  /// The input decides which good reply it is, its form, what is done to it, and how it is cut.
  static func complete(_ input: [UInt8]) {
    var choices = Choices(input)
    let texts = ["Hello", " wor", "\u{1F600}", "\"\\\n", "", "{}", "data: x\n\n", "[DONE]"]
    let pieces = (0..<1 + choices.next(4)).map { _ in texts[choices.next(texts.count)] }
    let number = choices.next(GoodReply.dialectCount)
    let damage = Damage.allCases[choices.next(Damage.allCases.count)]
    let reasons = [
      "abort", "network_error", "CANCELLED", "insufficient_system_resource", "timeout",
    ]
    let reason = damage == .reason ? reasons[choices.next(reasons.count)] : nil
    let reply = GoodReply.make(number, pieces: pieces, reason: reason)
    let form = GoodReply.Form.allCases[choices.next(GoodReply.Form.allCases.count)]
    let damaged = reply.damaged(damage, as: form, &choices)
    let types = ["text/event-stream", "application/json", "application/x-ndjson", "text/plain", ""]
    let outcome = Outcome(
      damaged.bytes.pieces(of: 1 + choices.next(64)), as: reply.dialect,
      type: types[choices.next(types.count)])
    if outcome.isComplete {
      precondition(
        outcome.text == reply.text,
        "half a reply is a success: \(String(decoding: damaged.bytes, as: UTF8.self))")
      precondition(!damaged.isFailure, "a failure is a success")
    } else {
      precondition(
        damaged.mayFail,
        "a good reply is a failure: \(String(describing: outcome.failure)) of"
          + " \(String(decoding: damaged.bytes, as: UTF8.self))")
      precondition(reply.text.hasPrefix(outcome.text), "what came is not of the reply")
    }
  }

  /// What an input chooses.
  struct Choices {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
      self.bytes = bytes[...]
    }

    /// A number below `count`; 0 where the input has ended.
    mutating func next(_ count: Int) -> Int {
      let number = Int(bytes.popFirst() ?? 0) << 8 | Int(bytes.popFirst() ?? 0)
      return number % count
    }
  }

  enum Damage: CaseIterable {
    case none, cut, reason, error, heartbeats, emptyErrors
  }
}

extension GoodReply {
  struct Damaged {
    let bytes: [UInt8]
    /// Whether the reply reports a failure.
    var isFailure = false
    /// Whether a failure may come of it.
    var mayFail = false
  }

  /// The reply in a form, damaged.
  fileprivate func damaged(
    _ damage: FuzzOracles.Damage, as form: Form, _ choices: inout FuzzOracles.Choices
  ) -> Damaged {
    switch damage {
    case .none: return Damaged(bytes: Array(text(as: form).utf8))
    case .reason: return Damaged(bytes: Array(text(as: form).utf8), isFailure: true, mayFail: true)
    case .cut:
      let bytes = Array(text(as: form).utf8)
      return Damaged(bytes: Array(bytes[..<choices.next(bytes.count + 1)]), mayFail: true)
    case .error: return withError(as: form, &choices)
    case .heartbeats: return withHeartbeats(as: form, &choices)
    case .emptyErrors:
      let errors = ["null", "\"\"", "{}", "[]", "false", #"{"code":0,"message":""}"#]
      let member = #"{"error":\#(errors[choices.next(errors.count)]),"#
      let reply = with(
        documents: documents.map { member + $0.dropFirst() }, whole: member + whole.dropFirst())
      return Damaged(bytes: Array(reply.text(as: form).utf8))
    }
  }

  /// With an error in the place of an event, or beside a whole reply.
  private func withError(as form: Form, _ choices: inout FuzzOracles.Choices) -> Damaged {
    let error = #""error":{"message":"It broke","code":500}"#
    var documents = documents
    documents.insert("{\(error)}", at: choices.next(documents.count + 1))
    let reply = with(documents: documents, whole: "{\(error)," + whole.dropFirst())
    return Damaged(bytes: Array(reply.text(as: form).utf8), isFailure: true, mayFail: true)
  }

  /// With what keeps a connection alive before each event.
  private func withHeartbeats(as form: Form, _ choices: inout FuzzOracles.Choices) -> Damaged {
    guard [.events, .eventsAndDone].contains(form) else {
      return Damaged(bytes: Array(text(as: form).utf8))
    }
    let beats = [
      ": ping\n\n", "data: ping\n\n", "data:\n\n", "event: ping\ndata: {}\n\n", "data: {}\n\n",
      "data: [KEEP-ALIVE]\n\n", "event: heartbeat\ndata: null\n\n", "id: 1\n\n", "\n",
      "data: heartbeat 2026-11-29T00:00:00Z\n\n", "event: ping\ndata: still here\n\n",
      "data: 0\n\n",
    ]
    var text = ""
    for event in documents.map({ "data: \($0)\n\n" }) {
      text += beats[choices.next(beats.count)] + event
    }
    return Damaged(bytes: Array((text + beats[choices.next(beats.count)]).utf8))
  }

  private func with(documents: [String]? = nil, whole: String? = nil) -> GoodReply {
    GoodReply(
      dialect: dialect, documents: documents ?? self.documents, whole: whole ?? self.whole,
      text: text)
  }
}

extension [UInt8] {
  /// The bytes in pieces of a size.
  fileprivate func pieces(of size: Int) -> [[UInt8]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
