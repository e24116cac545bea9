internal import ByokCore
internal import ByokKit

/// Fills a command's values from the words that follow its name.
///
/// The grammar: `--name value`, `--name=value`, `-n value`, `-nvalue`, grouped switches, options
/// before or after operands, and `--`, behind which every word is an operand. Names are never
/// abbreviated. It only stores: no file is opened and nothing is asked before all words are
/// understood.
struct CommandParser<Values: Command> {
  private var values = Values()
  private var operands = Values.definition.operands[...]
  private lazy var options = Values.definition.options
  private var rest: ArraySlice<String>

  /// The command with its values, or `nil` when the words ask for help.
  ///
  /// - Throws: A usage error.
  static func parse(_ words: ArraySlice<String>) throws(ByokError) -> Values? {
    var parser = Self(rest: words)
    if let command = parser.command, !command.info.isOptional { try command.checkIsGiven(words) }
    guard try parser.consume() else { return nil }
    return parser.values
  }

  /// The operand that is a command line, if there is one.
  private var command: CommandOperand<Values>? {
    Values.definition.operands.last.flatMap { $0.info.isCommand ? $0 : nil }
  }

  private init(rest: ArraySlice<String>) {
    self.rest = rest
  }

  private mutating func consume() throws(ByokError) -> Bool {
    while let word = rest.popFirst() {
      if word == "--" {
        guard let command else {
          for word in rest { try setOperand(word) }
          break
        }
        if operands.first?.info.isCommand == false { try checkNothingIsMissing() }
        for word in rest { try command.set(&values, word) }
        return true
      }
      if word == "--help" || word == "-h" { return false }
      if word.hasPrefix("--") {
        try setLong(word.dropFirst(2))
      } else if word.hasPrefix("-"), word != "-" {
        guard try setShort(word.dropFirst()) else { return false }
      } else {
        try setOperand(word)
      }
    }
    try checkNothingIsMissing()
    return true
  }

  private mutating func checkNothingIsMissing() throws(ByokError) {
    guard let next = operands.first, !next.info.isOptional, !isRepeating else { return }
    throw .missingOperand(next.info.metavariable, of: Values.definition.info)
  }

  /// Whether the next operand has already taken a word and takes more.
  private var isRepeating = false

  private mutating func setLong(_ word: Substring) throws(ByokError) {
    let pieces = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let long = String(pieces.first ?? "")
    guard let option = options.first(where: { $0.info.long == long }) else {
      throw .unknownOption("--" + long, in: Values.definition.info)
    }
    if option.info.metavariable == nil {
      guard pieces.count == 1 else { throw .needlessValue(option: long) }
      try option.set(&values, "")
    } else if pieces.count == 2 {
      try option.set(&values, String(pieces[1]))
    } else {
      try option.set(&values, try nextValue(of: option.info))
    }
  }

  /// Sets the switches of a group, whose last letter may take a value.
  ///
  /// `false` when it asks for help.
  private mutating func setShort(_ group: Substring) throws(ByokError) -> Bool {
    var letters = group
    while let letter = letters.popFirst() {
      if letter == "h" { return false }
      if letter == "=", let last = group.dropLast(letters.count + 1).last,
        let option = options.first(where: { $0.info.short == last })
      {
        throw .needlessValue(option: option.info.long)
      }
      guard let option = options.first(where: { $0.info.short == letter }) else {
        throw .unknownOption("-" + String(letter), in: Values.definition.info)
      }
      guard option.info.metavariable != nil else {
        try option.set(&values, "")
        continue
      }
      let value = letters.isEmpty ? try nextValue(of: option.info) : String(letters)
      try option.set(&values, value)
      break
    }
    return true
  }

  /// The word behind an option; one that is itself an option was hardly meant as a value.
  private mutating func nextValue(of option: OptionInfo) throws(ByokError) -> String {
    guard let value = rest.first else { throw .missingValue(option: option, next: nil) }
    let isOption = options.contains { known in
      value == "--" + known.info.long || known.info.short.map { value == "-\($0)" } ?? false
    }
    let isWord = ["--", "--help", "-h"].contains(value)
    guard !isOption, !isWord else { throw .missingValue(option: option, next: value) }
    rest.removeFirst()
    return value
  }

  private mutating func setOperand(_ word: String) throws(ByokError) {
    if operands.isEmpty || KeyShape.mayBeKey(word), let refusal = Values.refusalOfKey {
      throw refusal
    }
    guard let operand = operands.first else {
      throw .unexpectedOperand(word, of: Values.definition.info)
    }
    if operand.info.isCommand { throw .unmarkedCommand(word, of: Values.definition.info) }
    try operand.set(&values, word)
    isRepeating = operand.info.repeats
    if !isRepeating { operands.removeFirst() }
  }
}

extension Command {
  static var refusalOfKey: ByokError? { nil }
}

extension CommandOperand {
  /// Looks for a command line before anything else is understood: without `--`, its words would be
  /// taken for byok's own.
  fileprivate func checkIsGiven(_ words: ArraySlice<String>) throws(ByokError) {
    let own = words.prefix { $0 != "--" }
    if own.contains("--help") || own.contains("-h") || words.count > own.count + 1 { return }
    throw .missingCommandLine(info.metavariable, of: Values.definition.info)
  }
}
