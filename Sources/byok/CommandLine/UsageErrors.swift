internal import ByokCore
internal import ByokKit

extension ByokError {
  /// A first word that is no command.
  static func unknownCommand(_ word: String, among names: [String]) -> Self {
    let isQuestion = word.contains { $0.isWhitespace || $0 == "?" }
    let hint: String
    if isQuestion, !KeyShape.mayBeKey(word) {
      hint = "to ask a model: byok chat \(shellQuoted(word))"
    } else if let other = OtherWords.hint(for: word) {
      hint = other
    } else if let near = Suggestion.command(for: word, among: names) {
      hint = "did you mean 'byok \(near)'?"
    } else {
      let question = KeyShape.mayBeKey(word) ? "" : " " + shellQuoted(word)
      hint = "run 'byok --help' for the list; to ask a model: byok chat\(question)"
    }
    return Self(.usage, "unknown command \(word.quoted)", hint: hint)
  }

  static func unknownCommand(_ word: String, among names: [String], in group: String) -> Self {
    let hint = Suggestion.command(for: word, among: names)
      .map { "did you mean 'byok \(group) \($0)'?" }
    return Self(
      .usage, "unknown command \((KeyShape.mayBeKey(word) ? word : group + " " + word).quoted)",
      hint: hint ?? "run 'byok \(group) --help' for the list")
  }

  /// An option before a command, or of a command that is not named.
  ///
  /// - Parameters:
  ///   - words: The command line from the option on.
  ///   - isOfChat: Whether `chat` has the option.
  /// - Returns: The failure, with the command that the user most likely meant.
  static func unknownOption(in words: [String], isOfChat: Bool) -> Self {
    let line = words.map(shellQuoted).joined(separator: " ")
    let isShown = !words.contains { KeyShape.mayBeKey($0) }
    return Self(
      .usage, "unknown option \((words.first ?? "").quoted)",
      hint: isOfChat
        ? "options follow the command: byok chat \(isShown ? line : "…")" : "run 'byok --help'")
  }

  /// A word as a shell takes it for one; of a long text, that there is one.
  private static func shellQuoted(_ word: String) -> String {
    let isPlain = word.allSatisfy { character in
      character.isASCII && (character.isLetter || character.isNumber)
        || "-_./:,=@%+".contains(character)
    }
    if isPlain, !word.isEmpty { return word }
    return word.count > 60 ? "'…'" : "'\(word.replacing("'", with: "'\\''"))'"
  }

  static func missingCommand(after group: String, among names: [String]) -> Self {
    Self(
      .usage, "'byok \(group)' needs a command: \(names.joined(separator: ", "))",
      hint: "run 'byok \(group) --help'")
  }

  static func unknownOption(_ name: String, in command: CommandInfo) -> Self {
    let names = command.options.map { "--" + $0.long } + ["--help"]
    // A beginning says more than a likeness: '--temp' is '--temperature', not '--help'.
    let longer = name.count > 3 ? names.filter { $0.hasPrefix(name) } : []
    // So does an end: '--env-file' is '--from-env-file'.
    let ends = name.count > 5 ? names.filter { $0.hasSuffix("-" + name.dropFirst(2)) } : []
    let nearest =
      name.hasPrefix("--") ? Suggestion.nearest(to: name, among: names) ?? ends.first : nil
    let meant = (1...3).contains(longer.count) ? longer : nearest.map { [$0] } ?? []
    var hints = [
      meant.isEmpty
        ? "run 'byok \(command.name) --help'"
        : "did you mean \(meant.map { "'\($0)'" }.joined(separator: " or "))?"
    ]
    if command.operands.last?.repeats == true {
      hints.append("to use it as an argument, put '--' before it")
    }
    return Self(.usage, "unknown option \(name.quoted)", hints: hints)
  }

  static func missingValue(option: OptionInfo, next: String?) -> Self {
    let name = "--" + option.long
    let form = "\(name) \(option.metavariable ?? "")"
    guard let next else { return Self(.usage, "option '\(name)' needs a value: \(form)") }
    return Self(
      .usage, "option '\(name)' needs a value, but \(next.quoted) follows",
      hint: "if that is the value, write '\(name)=\(next)'")
  }

  static func needlessValue(option: String) -> Self {
    Self(.usage, "option '--\(option)' takes no value")
  }

  static func missingOperand(_ name: String, of command: CommandInfo) -> Self {
    Self(.usage, "missing \(name)", hint: "usage: byok \(command.usage)")
  }

  static func missingCommandLine(_ name: String, of command: CommandInfo) -> Self {
    Self(
      .usage, "missing '-- \(name)': keys are passed to a program, never printed",
      hint: "usage: byok \(command.usage)")
  }

  static func unexpectedOperand(_ word: String, of command: CommandInfo) -> Self {
    Self(.usage, "unexpected argument \(word.quoted)", hint: "usage: byok \(command.usage)")
  }

  static func unmarkedCommand(_ word: String, of command: CommandInfo) -> Self {
    var failure = unexpectedOperand(word, of: command)
    failure.hints.append("a program and its arguments follow '--'")
    return failure
  }

  static func invalidValue(
    option: String, value: String, expected: String, words: WordKind = .text
  ) -> Self {
    Self(
      .usage, "option '--\(option)' needs \(expected), not \(value.quoted)",
      hints: words.hints(for: value))
  }

  static func invalidOperand(
    _ name: String, value: String, expected: String, words: WordKind = .text
  ) -> Self {
    Self(
      .usage, "\(name) must be \(expected), not \(value.quoted)", hints: words.hints(for: value))
  }
}

extension WordKind {
  /// The choice that was meant.
  fileprivate func hints(for word: String) -> [String] {
    guard case .choices(let choices) = self else { return [] }
    return Suggestion.nearest(to: word.lowercased(), among: choices)
      .map { ["did you mean '\($0)'?"] } ?? []
  }
}
