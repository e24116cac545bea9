/// A type that can be read from one command-line word.
package protocol ArgumentValue: Sendable, SendableMetatype {
  /// What a good word looks like, for the error message: "a number of seconds".
  static var expectation: String { get }
  /// What a shell offers for it; `nil` where the placeholder tells.
  static var words: WordKind? { get }
  init?(argument: String)
}

extension String: ArgumentValue {
  package static var expectation: String { "text" }
  package init?(argument: String) { self = argument }
}

extension Int: ArgumentValue {
  package static var expectation: String { "a whole number, 0 or more" }
  package init?(argument: String) {
    guard let number = Int(argument), number >= 0 else { return nil }
    self = number
  }
}

extension Double: ArgumentValue {
  package static var expectation: String { "a number" }
  package init?(argument: String) {
    guard let number = Double(argument), number.isFinite else { return nil }
    self = number
  }
}

/// A stored property that a row of a table can set.
package typealias Property<Root, Value> = any WritableKeyPath<Root, Value> & Sendable

/// A length of time that is more than nothing.
package struct Seconds: ArgumentValue, Equatable {
  package static var expectation: String { "a number of seconds above 0" }
  package let count: Double

  package init?(argument: String) {
    guard let number = Double(argument: argument) ?? Duration.seconds(argument), number > 0,
      number <= 86_400
    else { return nil }
    count = number
  }
}

extension ByokError {
  package static func conflict(_ first: String, _ second: String) -> Self {
    Self(.usage, "'\(first)' and '\(second)' cannot be used together")
  }
}
