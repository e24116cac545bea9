internal import ByokCore
internal import ByokKit

extension ByokError {
  static func unknownCommand(_ word: String, among names: [String], in group: String) -> Self {
    let prefix = group.isEmpty ? "byok" : "byok \(group)"
    let hint = Suggestion.command(for: word, among: names)
      .map { "did you mean '\(prefix) \($0)'?" }
    let isWhole = group.isEmpty || KeyShape.mayBeKey(word)
    return Self(
      .usage, "unknown command \((isWhole ? word : group + " " + word).quoted)",
      hint: hint ?? "run '\(prefix) --help' for the list")
  }

  static func missingCommand(after group: String, among names: [String]) -> Self {
    Self(
      .usage, "'byok \(group)' needs a command: \(names.joined(separator: ", "))",
      hint: "run 'byok \(group) --help'")
  }

  static func unknownOption(_ name: String, in command: CommandInfo) -> Self {
    let names = command.options.map { "--" + $0.long } + ["--help"]
    let nearest = name.hasPrefix("--") ? Suggestion.nearest(to: name, among: names) : nil
    var hints = nearest.map { ["did you mean '\($0)'?"] } ?? ["run 'byok \(command.name) --help'"]
    if command.operands.last?.repeats == true {
      hints.append("to give it as a word, put '--' before it")
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
      .usage, "missing '-- \(name)': a program gets the keys, and nothing prints them",
      hint: "usage: byok \(command.usage)")
  }

  static func unexpectedOperand(_ word: String, of command: CommandInfo) -> Self {
    Self(.usage, "unexpected argument \(word.quoted)", hint: "usage: byok \(command.usage)")
  }

  static func invalidValue(option: String, value: String, expected: String) -> Self {
    Self(.usage, "option '--\(option)' needs \(expected), not \(value.quoted)")
  }

  static func invalidOperand(_ name: String, value: String, expected: String) -> Self {
    Self(.usage, "\(name) must be \(expected), not \(value.quoted)")
  }
}
