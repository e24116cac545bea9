/// A key of `config.json` as one row: reading, checks, listings, completion and manual are rendered
/// from it.
struct ConfigurationKey: Sendable {
  /// What may stand there.
  enum Shape: Sendable {
    case value
    /// An object, whose members have rows of their own.
    case group
    /// Either of the two.
    case valueOrGroup
  }

  /// Its name, such as `providers.ID.base_url`; a part in capitals is a name of the user's choice.
  let name: String
  let shape: Shape
  /// What its value must be, as the end of "it must be …".
  let expectation: String
  /// One line, no final full stop.
  let summary: String
  /// What counts where it is not set, in words; `nil` where nothing does.
  var standard: String?
  /// Whether listings leave out its value.
  var isHidden = false
  /// Takes what stands there; of an object, after its members.
  let read: @Sendable (inout Configuration, ConfigurationEntry) throws(ByokError) -> Void

  /// The parts of the name.
  var parts: [String] { name.split(separator: ".").map(String.init) }

  /// Whether a part of a name stands for one of the user's choice.
  static func isPlaceholder(_ part: String) -> Bool { part.first?.isUppercase == true }
}

/// What stands in `config.json` for a key.
struct ConfigurationEntry {
  /// The key's name with the user's part in it, for messages.
  let place: String
  /// The user's part of the name; empty where it has none.
  let name: String
  let value: JSONValue

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
  typealias Settable<Value> = Property<Configuration, Value>

  /// A key with one value.
  static func value<Value: ConfigurationValue>(
    _ name: String, _ property: Settable<Value?>, _ summary: String, standard: String? = nil
  ) -> Self {
    Self(
      name: name, shape: .value, expectation: Value.configured, summary: summary,
      standard: standard
    ) { (configuration, entry) throws(ByokError) in
      configuration[keyPath: property] = try entry.read(as: Value.self)
    }
  }

  /// A key with one value under each name of the user's choice.
  static func value<Value: ConfigurationValue>(
    _ name: String, in property: Settable<[String: Value]>, _ summary: String
  ) -> Self {
    Self(name: name, shape: .value, expectation: Value.configured, summary: summary) {
      (configuration, entry) throws(ByokError) in
      configuration[keyPath: property][entry.name] = try entry.read(as: Value.self)
    }
  }

  /// A member of what stands under a name of the user's choice.
  static func member<Row: Configurable, Value: ConfigurationValue>(
    _ name: String, in rows: Settable<[String: Row]>, _ property: Property<Row, Value?>,
    _ summary: String
  ) -> Self {
    Self(name: name, shape: .value, expectation: Value.configured, summary: summary) {
      (configuration, entry) throws(ByokError) in
      let value = try entry.read(as: Value.self)
      configuration[keyPath: rows][entry.name, default: Row()][keyPath: property] = value
    }
  }
}

/// What stands under a name of the user's choice, at first with nothing set.
protocol Configurable: Sendable, SendableMetatype {
  init()
}
