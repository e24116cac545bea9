internal import ByokCore

/// Something in a response about the account of a key.
struct AccountFact: Equatable, Sendable {
  /// What it says of the key besides.
  enum Meaning: String, CaseIterable, Sendable {
    /// The key is good only if it is true.
    case worksIfTrue = "works_if_true"
    /// The key is not good if it is true.
    case refusedIfTrue = "refused_if_true"
    /// There is credit only if it is true.
    case creditIfTrue = "credit_if_true"
    /// There is credit only if it is more than nothing; where it is not told, there is no limit.
    case creditIfPositive = "credit_if_positive"
  }

  /// The member of JSON output.
  let name: String
  /// The members that lead to it; a number is a place in a list.
  let path: [String]
  let meaning: Meaning?

  init(_ name: String, path: [String], meaning: Meaning? = nil) {
    (self.name, self.path, self.meaning) = (name, path, meaning)
  }

  init(_ name: String, _ path: String..., meaning: Meaning? = nil) {
    self.init(name, path: path, meaning: meaning)
  }

  /// A request that is only about the account.
  struct LookUp: Equatable, Sendable {
    /// As ``BaseURL/address(of:)`` reads it.
    let path: String
    let facts: [AccountFact]
  }

  /// A fact with its value from a response.
  struct Value: Equatable, Sendable {
    package let name: String
    package let value: JSONValue
    package var meaning: Meaning?

    /// Those of `facts` that are in a response.
    package static func all(_ facts: [AccountFact], in document: JSONValue) -> [Value] {
      facts.compactMap { fact in
        var place: JSONValue? = document
        for step in fact.path {
          place =
            place?[step]
            ?? Int(step).flatMap { number in
              place?.elements.flatMap { $0.indices.contains(number) ? $0[number] : nil }
            }
        }
        switch place {
        case nil, .object, .array: return nil
        case .some(let value): return Value(name: fact.name, value: value, meaning: fact.meaning)
        }
      }
    }

    /// The verdict that it alone is enough for; `nil` where it speaks for the key, or of other
    /// things.
    package var verdict: KeyVerdict? {
      switch meaning {
      case .worksIfTrue: value == .bool(false) ? .rejected : nil
      case .refusedIfTrue: value == .bool(true) ? .rejected : nil
      case .creditIfTrue: value == .bool(false) ? .noCredit : nil
      case .creditIfPositive: value.double.map { $0 <= 0 } == true ? .noCredit : nil
      case nil: nil
      }
    }

    /// For a person: `remaining_usd 3.5`.
    package var text: String {
      switch value {
      case .string(let text): "\(name) \(text)"
      default: "\(name) \(value.compactText)"
      }
    }

    /// The same without the key, and in one line.
    func redacted(_ key: borrowing Secret) -> Value {
      guard case .string(let text) = value else { return self }
      let line = Redaction.oneLine(text, key: key, limit: 100)
      return Value(name: name, value: .string(line), meaning: meaning)
    }
  }
}
