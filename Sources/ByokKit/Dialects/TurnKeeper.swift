internal import ByokCore

/// Gathers the turn of a reply in its provider's own form.
protocol TurnBuilder: Sendable {
  /// The dialect of the turn.
  static var dialect: String { get }

  init()

  /// Takes an event of a stream, or a whole reply.
  mutating func take(_ piece: JSONValue)

  /// The turn so far; `nil` if nothing came.
  var content: JSONValue? { get }
}

/// Gathers a turn where it was asked for; else it does nothing, and keeps nothing.
struct TurnKeeper<Builder: TurnBuilder>: Sendable {
  /// The most bytes of a reply whose turn is kept.
  static var limit: Int { 32 << 20 }

  private var builder: Builder?
  private var taken = 0

  /// Whether the turn was asked for.
  var isOn: Bool {
    get { builder != nil }
    set { builder = newValue ? Builder() : nil }
  }

  /// Takes an event of a stream, or a whole reply.
  ///
  /// - Throws: That the reply is too long.
  mutating func take(_ bytes: [UInt8]) throws(ReplyFailure) {
    guard isOn else { return }
    taken += bytes.count
    guard taken <= Self.limit else {
      throw .broken("it is over \(Self.limit >> 20) MiB, the limit of a turn")
    }
    if let piece = JSONValue(bytes) { builder?.take(piece) }
  }

  /// The event with the turn, at the end of the reply.
  func finish() -> [StreamEvent] {
    guard let content = builder?.content else { return [] }
    return [.turn(ProviderTurn(dialect: Builder.dialect, content: content))]
  }
}
