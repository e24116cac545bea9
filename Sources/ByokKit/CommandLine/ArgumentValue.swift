/// A type that can be read from one command-line word.
protocol ArgumentValue: Sendable, SendableMetatype {
  /// What a good word looks like, for the error message: "a number of seconds".
  static var expectation: String { get }
  /// What a shell offers for it; `nil` where the placeholder tells.
  static var words: WordKind? { get }
  init?(argument: String)
}

extension String: ArgumentValue {
  static var expectation: String { "text" }
  init?(argument: String) { self = argument }
}

extension Int: ArgumentValue {
  static var expectation: String { "a whole number, 0 or more" }
  init?(argument: String) {
    guard let number = Int(argument), number >= 0 else { return nil }
    self = number
  }
}

extension Double: ArgumentValue {
  static var expectation: String { "a number" }
  init?(argument: String) {
    guard let number = Double(argument), number.isFinite else { return nil }
    self = number
  }
}

/// A length of time that is more than nothing.
struct Seconds: ArgumentValue, Equatable {
  static var expectation: String { "a number of seconds above 0" }
  let count: Double

  init?(argument: String) {
    guard let number = Double(argument: argument), number > 0, number <= 86_400 else { return nil }
    count = number
  }
}
