package import ByokCore

/// A key of `config.json` as one row: reading, checks, listings, completion and manual are rendered
/// from it.
package struct ConfigurationKey: Sendable {
  /// What may be there.
  package enum Shape: Sendable {
    case value
    /// An object, whose members have rows of their own.
    case group
    /// Either of the two.
    case valueOrGroup
  }

  /// What it takes, from the type of its value.
  struct Form {
    /// What its value must be, as the end of "it must be …".
    let expectation: String
    /// The words that it takes, where these are few.
    var choices: [String] = []
  }

  typealias Reading =
    @Sendable (inout Configuration, ConfigurationEntry) throws(ByokError) -> Void

  /// Its name, such as `providers.ID.base_url`; a part in capitals is a name of the user's choice,
  /// and `[]` stands for each element of a list.
  package let name: String
  package let shape: Shape
  /// One line, no final full stop.
  package let summary: String
  /// What counts where it is not set, in words; `nil` where nothing does.
  package var standard: String?
  /// Whether listings leave out its value.
  package var isHidden = false
  /// Made when it is asked for: every command that reads a file makes this table, and needs few
  /// rows.
  private let form: @Sendable () -> Form
  /// Reads the value; of an object, after its members.
  let read: Reading

  init(
    _ name: String, shape: Shape = .value, _ summary: String, standard: String? = nil,
    form: @autoclosure @escaping @Sendable () -> Form, read: @escaping Reading
  ) {
    (self.name, self.shape, self.summary) = (name, shape, summary)
    (self.standard, self.form, self.read) = (standard, form, read)
  }

  /// What its value must be, as the end of "it must be …".
  package var expectation: String { form().expectation }
  /// The words that it takes, where these are few.
  package var choices: [String] { form().choices }

  /// The parts of the name.
  package var parts: [String] {
    name.split(separator: ".").flatMap { part in
      part.hasSuffix(Self.element)
        ? [String(part.dropLast(Self.element.count)), Self.element] : [String(part)]
    }
  }

  /// The part of a name that stands for each element of a list.
  static let element = "[]"

  /// Whether it is within a list, and so not set by itself.
  package var isOfElement: Bool { name.contains(Self.element) }

  /// Whether a part of a name stands for one of the user's choice.
  package static func isPlaceholder(_ part: String) -> Bool { part.first?.isUppercase == true }
}

/// The value of a key in `config.json`.
struct ConfigurationEntry {
  /// The key's name with the user's part in it, for messages.
  let place: String
  /// The user's parts of the name, in their order.
  let names: [String]
  /// The number of the element that it is in; 0 where it is in no list.
  let index: Int
  let value: JSONValue

  /// The first of the user's parts of the name; empty where it has none.
  var name: String { names.first ?? "" }

  /// The value as a type.
  ///
  /// - Throws: A usage error that names the place.
  func read<Value: ConfigurationValue>(as type: Value.Type) throws(ByokError) -> Value {
    guard let value = Value(configured: value) else {
      throw wrong("must be \(Value.configured), not \(self.value.shown)")
    }
    return value
  }

  /// A usage error that names the place.
  func wrong(_ rule: String) -> ByokError {
    ByokError(.usage, "\(Sanitizer.oneLine(place)) \(rule)")
  }
}

extension ConfigurationKey {
  package typealias Settable<Value> = Property<Configuration, Value>
  /// A property that is named when it is needed: of most rows, that is never.
  typealias Lazy<Property> = @Sendable () -> Property

  /// A key with one value.
  static func value<Value: ConfigurationValue>(
    _ name: String, _ property: @autoclosure @escaping Lazy<Settable<Value?>>, _ summary: String,
    standard: String? = nil
  ) -> Self {
    Self(name, summary, standard: standard, form: .init(Value.self)) {
      (configuration, entry) throws(ByokError) in
      configuration[keyPath: property()] = try entry.read(as: Value.self)
    }
  }

  /// A key with one value under each name of the user's choice.
  static func value<Value: ConfigurationValue>(
    _ name: String, in property: @autoclosure @escaping Lazy<Settable<[String: Value]>>,
    _ summary: String
  ) -> Self {
    Self(name, summary, form: .init(Value.self)) { (configuration, entry) throws(ByokError) in
      configuration[keyPath: property()][entry.name] = try entry.read(as: Value.self)
    }
  }

  /// A member of what is under a name of the user's choice.
  static func member<Row: Configurable, Value: ConfigurationValue>(
    _ name: String, in rows: @autoclosure @escaping Lazy<Settable<[String: Row]>>,
    _ property: @autoclosure @escaping Lazy<Property<Row, Value?>>, _ summary: String,
    standard: String? = nil
  ) -> Self {
    Self(name, summary, standard: standard, form: .init(Value.self)) {
      (configuration, entry) throws(ByokError) in
      let value = try entry.read(as: Value.self)
      configuration[keyPath: rows()][entry.name, default: Row()][keyPath: property()] = value
    }
  }
}

extension ConfigurationKey.Form {
  init<Value: ConfigurationValue>(_ type: Value.Type) {
    self.init(expectation: Value.configured, choices: Value.choices)
  }

  init(_ expectation: String, choices: [String] = []) {
    self.init(expectation: expectation, choices: choices)
  }
}

/// A value under a name of the user's choice, at first with nothing set.
protocol Configurable: Sendable, SendableMetatype {
  init()
}
