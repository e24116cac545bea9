internal import ByokCore
internal import ByokKit

/// What a reader sees of a command.
struct CommandInfo: Sendable {
  /// The words typed, such as `keys add`.
  let name: String
  /// One line, imperative, no final full stop.
  let summary: String
  /// Paragraphs.
  let detail: [String]
  /// The operands, in order.
  let operands: [OperandInfo]
  /// The options, in the order help lists them.
  let options: [OptionInfo]
  let examples: [Example]

  /// The usage line without `byok`, such as `keys rm [options] PROVIDER[/LABEL]...`.
  var usage: String {
    ([name, "[options]"] + operands.map(\.usage)).joined(separator: " ")
  }
}

/// A command line to copy, and what it does.
struct Example: Sendable {
  /// A line for a shell.
  let line: String
  /// What it does, as a fragment without a full stop.
  let purpose: String
  /// Whether it runs anywhere, without network, key or file; a test then runs it.
  var runsAnywhere = false
}

/// What a reader sees of an operand.
struct OperandInfo: Sendable {
  /// The placeholder.
  let metavariable: String
  /// Whether it may be left out.
  let isOptional: Bool
  /// Whether it takes all words that are left.
  let repeats: Bool
  /// What a shell offers for it.
  let words: WordKind
  /// Whether it is a command line of its own, behind `--`.
  var isCommand: Bool { words == .command }

  var usage: String {
    let name =
      isCommand ? "-- \(metavariable) [ARG...]" : metavariable + (repeats ? "..." : "")
    return isOptional ? "[\(name)]" : name
  }
}

/// What a reader sees of an option.
struct OptionInfo: Sendable {
  /// The name after `--`.
  let long: String
  /// The letter after `-`, if any.
  let short: Character?
  /// The value's placeholder; `nil` for a switch.
  let metavariable: String?
  /// One line of help.
  let summary: String
  /// The heading under which help lists it; `nil` for that of all others.
  var heading: String?
  /// What a shell offers for the value.
  var words = WordKind.text
  /// Whether it may be given again.
  var repeats = false

  /// The heading of the options that every command has.
  static let commonHeading = "Common options"
}
