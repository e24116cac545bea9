package import ByokCore

/// A type that a value of `config.json` can have.
protocol ConfigurationValue: Sendable, SendableMetatype {
  /// What the value must be, for messages and the manual: "true or false".
  static var configured: String { get }
  /// The same for a list of them.
  static var configuredList: String { get }
  /// The words that it takes, where these are few.
  static var choices: [String] { get }
  init?(configured value: JSONValue)
}

extension ConfigurationValue {
  package static var configuredList: String { "a list, each \(configured)" }
  package static var choices: [String] { [] }
}

extension String: ConfigurationValue {
  package static var configured: String { "a string" }
  package static var configuredList: String { "a list of strings" }

  package init?(configured value: JSONValue) {
    guard let text = value.text else { return nil }
    self = text
  }
}

extension Bool: ConfigurationValue {
  package static var configured: String { "true or false" }
  package static var choices: [String] { ["true", "false"] }

  package init?(configured value: JSONValue) {
    guard case .bool(let flag) = value else { return nil }
    self = flag
  }
}

extension Int: ConfigurationValue {
  package static var configured: String { "a whole number, 0 or more" }

  package init?(configured value: JSONValue) {
    guard let number = Double(configured: value).flatMap(Int.init(exactly:)), number >= 0 else {
      return nil
    }
    self = number
  }
}

extension Double: ConfigurationValue {
  package static var configured: String { "a number" }

  package init?(configured value: JSONValue) {
    switch value {
    case .integer(let number): self = Double(number)
    case .number(let number) where number.isFinite: self = number
    default: return nil
    }
  }
}

extension Array: ConfigurationValue where Element: ConfigurationValue {
  static var configured: String { Element.configuredList }
  static var choices: [String] { Element.choices }

  init?(configured value: JSONValue) {
    guard let elements = value.elements else { return nil }
    let values = elements.compactMap(Element.init(configured:))
    guard values.count == elements.count else { return nil }
    self = values
  }
}

/// A word of a few, as a value of `config.json`.
protocol ConfigurationChoice: ConfigurationValue, CaseIterable, RawRepresentable<String> {}

extension ConfigurationChoice {
  static var configured: String { "one of \(choices.joined(separator: ", "))" }
  static var choices: [String] { allCases.map(\.rawValue) }

  init?(configured value: JSONValue) {
    guard let text = value.text else { return nil }
    self.init(rawValue: text)
  }
}

extension ConfigurationValue where Self: ArgumentValue {
  static var configured: String { expectation }

  init?(configured value: JSONValue) {
    guard let text = value.text else { return nil }
    self.init(argument: text)
  }
}

extension Label: ConfigurationValue {}
extension ReasoningLevel: ConfigurationValue {
  package static var choices: [String] { allCases.map(\.rawValue) }
}

/// An amount of money.
package struct Dollars: ConfigurationValue, Equatable {
  static let configured = "an amount of USD above 0"
  package let amount: Double

  init?(configured value: JSONValue) {
    guard let amount = Double(configured: value), amount > 0 else { return nil }
    self.init(amount: amount)
  }

  package init(amount: Double) {
    self.amount = amount
  }
}

extension Seconds: ConfigurationValue {
  package static var configured: String { expectation }

  package init?(configured value: JSONValue) {
    guard let number = Double(configured: value) else { return nil }
    self.init(argument: "\(number)")
  }
}

extension JSONValue {
  /// The value for a message that says what is expected instead.
  package var shown: String {
    switch self {
    case .string(let text): text.quoted
    case .array: "a list"
    case .object: "an object"
    case .number(let number) where !number.isFinite: "\(number)"
    default: compactText
    }
  }
}
