/// How a slot is named on the command line: by its number or by its name.
package enum SlotReference: ArgumentValue, Equatable {
  case number(Int)
  case name(String)

  package static let expectation = "the number or the name of a slot"

  package init?(argument: String) {
    if let number = KeystoreGrammar.decimal(Array(argument.utf8)[...]) {
      self = .number(number)
    } else if let name = SlotName(argument: argument) {
      self = .name(name.text)
    } else {
      return nil
    }
  }

  /// The slot that is meant; `nil` if there is none.
  package func slot(among slots: [KeystoreSlot]) -> KeystoreSlot? {
    switch self {
    case .number(let number): slots.first { $0.number == number }
    case .name(let name): slots.first { $0.name == name }
    }
  }

  /// As it was typed, a name in quotes.
  package var text: String {
    switch self {
    case .number(let number): String(number)
    case .name(let name): "'\(name)'"
    }
  }
}

/// A slot's name as a word of the command line: a label, but no number, which other slots may have.
package struct SlotName: ArgumentValue, Equatable {
  package static let expectation = "\(Label.expectation) that is not a number"
  package let text: String

  package init?(argument: String) {
    guard let label = Label(argument: argument),
      KeystoreGrammar.decimal(Array(argument.utf8)[...]) == nil
    else { return nil }
    text = label.text
  }
}
