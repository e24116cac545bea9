internal import ByokCore

/// What may be done with tools, where the command line does not say more.
package struct ToolSettings: Equatable, Sendable {
  package var maxCalls: Count?
  package var maxTurns: Count?
  /// How many bytes of a result a model gets.
  package var maxResult: Count?
  /// How long a list of tools may be used without asking the server.
  package var cache: CacheAge?
  /// Whether tools that changed since they were last seen are refused.
  package var pins: Bool?

  package init() {}
}

/// How old something may be.
package struct CacheAge: ConfigurationValue, Equatable {
  static let configured = "a time such as 30m, 8h or 1d, up to 30d, or 0"
  package let seconds: Double

  init?(configured value: JSONValue) {
    let time = value.text.flatMap(Duration.seconds) ?? Double(configured: value)
    guard let time, (0...30 * 86_400).contains(time) else { return nil }
    seconds = time
  }
}
