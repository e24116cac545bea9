/// A type that a value of `config.json` can have.
protocol ConfigurationValue: Sendable, SendableMetatype {
  /// What the value must be, for messages and the manual: "true or false".
  static var configured: String { get }
  init?(configured value: JSONValue)
}

extension String: ConfigurationValue {
  static var configured: String { "a text" }

  init?(configured value: JSONValue) {
    guard let text = value.text else { return nil }
    self = text
  }
}

extension Bool: ConfigurationValue {
  static var configured: String { "true or false" }

  init?(configured value: JSONValue) {
    guard case .bool(let flag) = value else { return nil }
    self = flag
  }
}

extension Int: ConfigurationValue {
  static var configured: String { "a whole number, 0 or more" }

  init?(configured value: JSONValue) {
    guard let number = Double(configured: value).flatMap(Int.init(exactly:)), number >= 0 else {
      return nil
    }
    self = number
  }
}

extension Double: ConfigurationValue {
  static var configured: String { "a number" }

  init?(configured value: JSONValue) {
    switch value {
    case .integer(let number): self = Double(number)
    case .number(let number) where number.isFinite: self = number
    default: return nil
    }
  }
}

extension [String]: ConfigurationValue {
  static var configured: String { "a list of texts" }

  init?(configured value: JSONValue) {
    guard let elements = value.elements else { return nil }
    let texts = elements.compactMap(\.text)
    guard texts.count == elements.count else { return nil }
    self = texts
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
extension ReasoningLevel: ConfigurationValue {}

/// An amount of money.
struct Dollars: ConfigurationValue, Equatable {
  static let configured = "an amount of USD above 0"
  let amount: Double

  init?(configured value: JSONValue) {
    guard let amount = Double(configured: value), amount > 0 else { return nil }
    self.init(amount: amount)
  }

  init(amount: Double) {
    self.amount = amount
  }
}

/// The name of a dialect.
struct Dialect: ConfigurationValue {
  static let configured = "one of " + WireFormats.all.map { $0.dialect }.joined(separator: ", ")
  let wire: any WireFormat.Type

  init?(configured value: JSONValue) {
    guard let wire = WireFormats.all.first(where: { $0.dialect == value.text }) else { return nil }
    self.wire = wire
  }
}

extension Seconds: ConfigurationValue {
  static var configured: String { expectation }

  init?(configured value: JSONValue) {
    guard let number = Double(configured: value) else { return nil }
    self.init(argument: "\(number)")
  }
}

extension JSONValue {
  /// The value for a message that says what should stand there instead.
  var shown: String {
    switch self {
    case .string(let text): text.quoted
    case .array: "a list"
    case .object: "an object"
    case .number(let number) where !number.isFinite: "\(number)"
    default: compactText
    }
  }
}
