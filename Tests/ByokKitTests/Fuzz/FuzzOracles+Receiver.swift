@testable import ByokCore
@testable import ByokKit

/// Hands the events of a reply to a closure.
final class ClosureSink: ReplySink {
  private let body: ([StreamEvent]) throws(ByokError) -> Void

  init(_ body: @escaping ([StreamEvent]) throws(ByokError) -> Void) {
    self.body = body
  }

  func take(_ events: [StreamEvent]) throws(ByokError) { try body(events) }
}

extension ReplyReceiver {
  /// A receiver of a reply that nobody asked for.
  convenience init(
    _ decoder: any Dialect, limits: Limits = Limits(),
    deliver: @escaping ([StreamEvent]) throws(ByokError) -> Void
  ) {
    let session = Session(
      console: Console(input: -1, output: -1, errors: -1), environment: Environment([:]),
      clock: .system, transport: EchoTransport())
    let client = ProviderClient(
      Provider(id: "example", name: "Example", baseURL: "", dialect: OpenAIChat.self), nil,
      ClientSession(session))
    self.init(
      decoder, limits: limits,
      to: ReplyAccumulator(client, number: nil, ClosureSink(deliver)))
  }
}
