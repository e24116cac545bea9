internal import ByokCore

/// The tools of a chat: what is offered, who runs it, and how much of it there may be.
package struct ToolUse: Sendable {
  package let offer: ToolOffer
  package let runner: any ToolRunner
  package var limits: ToolLimits

  package init(_ offer: ToolOffer, _ runner: any ToolRunner, limits: ToolLimits = ToolLimits()) {
    (self.offer, self.runner, self.limits) = (offer, runner, limits)
  }

  /// A request that offers the tools, and asks for what a later one must repeat.
  func offering(_ request: ChatRequest, _ dialect: any Dialect.Type) -> ChatRequest {
    var request = request
    request.tools = offer.definitions(for: dialect)
    request.keepsTurn = true
    return request
  }
}

/// How much a model may do with tools.
package struct ToolLimits: Equatable, Sendable {
  /// The most calls of a chat.
  package var calls = 20
  /// The most replies of a chat.
  package var turns = 10
  /// The most seconds of a chat; `nil` for no limit.
  package var seconds: Double?
  /// The most seconds of a call; `nil` for the server's own limit.
  package var secondsOfCall: Double?
  /// The most bytes of an answer's text.
  package var bytesOfResult = 64 << 10

  package init() {}

  /// In how many replies the same call may be made.
  static let repetitions = 2
  /// How many calls in a row may be of tools that were not offered.
  static let refusals = 2
}
