internal import ByokCore
internal import ByokKit

/// One subcommand: its values are the stored properties, its interface is ``definition``.
///
/// A conforming type is created with its defaults, filled in by ``CommandParser``, then run.
protocol Command: Sendable, SendableMetatype {
  /// The words typed, such as `keys add`: told without making the whole definition.
  static var name: String { get }

  /// Everything help, man page, completions and parser know about the command.
  static var definition: CommandDefinition<Self> { get }

  /// Creates the command with every option at its default.
  init()

  /// The options that every command has.
  var common: CommonOptions { get set }

  /// What to say to a word that may be a key, or to a word too many that was likely one.
  static var refusalOfKey: ByokError? { get }

  /// Does the work.
  ///
  /// - Parameter session: The outside world: console, environment, transport.
  /// - Throws: A ``ByokError``, whose kind is the exit status.
  func run(in session: inout Session) throws(ByokError)
}

/// The options that every command has.
struct CommonOptions: Sendable {
  var unlock = UnlockOptions()
  var quiet = false
  var verbose = false
  var noInput = false
  var json = false
  var color: ColorChoice?
  /// A file of authorities that are trusted besides the system's.
  var certificates: String?
}

/// The declarative interface of one command: the single source for every rendering of it.
struct CommandDefinition<Values: Command>: Sendable {
  let operands: [CommandOperand<Values>]
  private let ownOptions: @Sendable () -> [CommandOption<Values>]
  private let hasJSON: Bool
  private let unlocks: Bool
  private let prose: @Sendable () -> Prose

  /// What documents say besides.
  private typealias Prose = (summary: String, detail: [String], examples: [Example])

  /// What a command line does not ask for is made when it is: most name no option, few ask for help.
  ///
  /// - Parameters:
  ///   - summary: One imperative fragment of at most 60 columns, no full stop.
  ///   - detail: Paragraphs of sentences.
  ///   - operands: In the order they are typed; only the last may repeat.
  ///   - options: The command's own; the common ones are added behind them.
  ///   - json: Whether the command has `--json`.
  ///   - unlocks: Whether it opens the keystore, and so has the options that say how.
  ///   - examples: What to copy; those that need no network are run by a test.
  init(
    summary: String, detail: @autoclosure @escaping @Sendable () -> [String] = [],
    operands: [CommandOperand<Values>] = [],
    options: @autoclosure @escaping @Sendable () -> [CommandOption<Values>] = [],
    json: Bool = false, unlocks: Bool = false,
    examples: @autoclosure @escaping @Sendable () -> [Example] = []
  ) {
    (self.operands, hasJSON, self.unlocks) = (operands, json, unlocks)
    ownOptions = options
    prose = { (summary, detail(), examples()) }
  }

  /// The command's own options, then the common ones.
  var options: [CommandOption<Values>] {
    ownOptions() + (hasJSON ? [.json] : []) + (unlocks ? CommandOption.unlock : [])
      + CommandOption.common
  }

  /// The documentation-only view, shared by help, man page and completions.
  var info: CommandInfo {
    let prose = prose()
    return CommandInfo(
      name: Values.name, summary: prose.summary, detail: prose.detail,
      operands: operands.map(\.info), options: options.map(\.info), examples: prose.examples)
  }
}

/// An option together with the property it sets.
struct CommandOption<Values: Command>: Sendable {
  private(set) var info: OptionInfo
  let set: @Sendable (inout Values, String) throws(ByokError) -> Void

  /// The options, listed under a heading.
  static func under(_ heading: String, _ options: [Self]) -> [Self] {
    options.map { option in
      var option = option
      option.info.heading = heading
      return option
    }
  }

  /// A switch: present is `true`.
  static func flag(
    _ long: String, short: Character? = nil, _ property: Property<Values, Bool>,
    _ summary: String
  ) -> Self {
    let info = OptionInfo(long: long, short: short, metavariable: nil, summary: summary)
    return Self(info: info) { values, _ in values[keyPath: property] = true }
  }

  /// An option that takes one value.
  static func value<Value: ArgumentValue>(
    _ long: String, short: Character? = nil, _ metavariable: String,
    _ property: Property<Values, Value?>, _ summary: String
  ) -> Self {
    let info = OptionInfo(
      long: long, short: short, metavariable: metavariable, summary: summary,
      words: Value.words ?? WordKind(metavariable))
    return Self(info: info) { (values, text) throws(ByokError) in
      guard let value = Value(argument: text) else {
        throw .invalidValue(
          option: long, value: text, expected: Value.expectation, words: info.words)
      }
      values[keyPath: property] = value
    }
  }

  /// An option that may be given several times, with one value each.
  static func repeating<Value: ArgumentValue>(
    _ long: String, short: Character? = nil, _ metavariable: String,
    _ property: Property<Values, [Value]>, _ summary: String
  ) -> Self {
    let info = OptionInfo(
      long: long, short: short, metavariable: metavariable, summary: summary,
      words: Value.words ?? WordKind(metavariable), repeats: true)
    return Self(info: info) { (values, text) throws(ByokError) in
      guard let value = Value(argument: text) else {
        throw .invalidValue(
          option: long, value: text, expected: Value.expectation, words: info.words)
      }
      values[keyPath: property].append(value)
    }
  }

  static var json: Self {
    .flag("json", \.common.json, "Print JSON")
  }

  static var certificates: Self {
    .value(
      "ca-file", "PEM", \.common.certificates, "Trust these certificate authorities, too")
  }

  static var unlock: [Self] {
    under(
      "Unlocking the keystore",
      [
        .value(
          "unlock-file", "PATH", \.common.unlock.file,
          "Read the key or passphrase from PATH"),
        .value(
          "unlock-fd", "N", \.common.unlock.descriptor,
          "Read the passphrase from file descriptor N"),
        .value(
          "unlock-command", "CMD", \.common.unlock.command,
          "Run CMD to get the passphrase (without a shell)"),
        .value(
          "unlock-slot", "SLOT", \.common.unlock.slot,
          "Try only this slot (number or name), at any cost"),
      ])
  }

  /// The options that may also be given before the command's name.
  static var shared: [Self] { common + unlock + [.json, .certificates] }

  static var common: [Self] {
    under(
      OptionInfo.commonHeading,
      [
        .flag("quiet", short: "q", \.common.quiet, "Suppress warnings and notes"),
        .flag("verbose", short: "v", \.common.verbose, "Print progress details to stderr"),
        .flag("no-input", \.common.noInput, "Never prompt; fail and say what is missing"),
        .value("color", "WHEN", \.common.color, "Use colour: auto, always or never"),
      ])
  }
}

extension CommandOption {
  /// The options of another command that this one has in it, those of certain names.
  static func of<Inner>(
    _ options: [CommandOption<Inner>], in inner: Property<Values, Inner>, _ names: Set<String>
  ) -> [Self] {
    options.filter { names.contains($0.info.long) }.map { option in
      Self(info: option.info) { (values, text) throws(ByokError) in
        try option.set(&values[keyPath: inner], text)
      }
    }
  }
}

/// A positional argument together with the property it sets.
struct CommandOperand<Values: Command>: Sendable {
  let info: OperandInfo
  let set: @Sendable (inout Values, String) throws(ByokError) -> Void

  static func required<Value: ArgumentValue>(
    _ metavariable: String, _ property: Property<Values, Value?>, words: WordKind? = nil
  ) -> Self {
    let words = words ?? Value.words ?? WordKind(metavariable)
    return single(
      OperandInfo(metavariable: metavariable, isOptional: false, repeats: false, words: words),
      property)
  }

  static func optional<Value: ArgumentValue>(
    _ metavariable: String, _ property: Property<Values, Value?>, words: WordKind? = nil
  ) -> Self {
    let words = words ?? Value.words ?? WordKind(metavariable)
    return single(
      OperandInfo(metavariable: metavariable, isOptional: true, repeats: false, words: words),
      property)
  }

  static func repeating<Value: ArgumentValue>(
    _ metavariable: String, optional isOptional: Bool = false,
    _ property: Property<Values, [Value]>, words: WordKind? = nil
  ) -> Self {
    let info = OperandInfo(
      metavariable: metavariable, isOptional: isOptional, repeats: true,
      words: words ?? Value.words ?? WordKind(metavariable))
    return Self(info: info) { (values, text) throws(ByokError) in
      values[keyPath: property].append(try value(metavariable, text))
    }
  }

  /// The words behind `--`: a command for byok to run, of which nothing is byok's own.
  static func command(
    _ metavariable: String, _ property: Property<Values, [String]>,
    optional isOptional: Bool = false
  ) -> Self {
    let info = OperandInfo(
      metavariable: metavariable, isOptional: isOptional, repeats: true, words: .command)
    return Self(info: info) { values, text in values[keyPath: property].append(text) }
  }

  private static func single<Value: ArgumentValue>(
    _ info: OperandInfo, _ property: Property<Values, Value?>
  ) -> Self {
    Self(info: info) { (values, text) throws(ByokError) in
      values[keyPath: property] = try value(info.metavariable, text)
    }
  }

  private static func value<Value: ArgumentValue>(
    _ metavariable: String, _ text: String
  ) throws(ByokError) -> Value {
    guard let value = Value(argument: text) else {
      throw .invalidOperand(
        metavariable, value: text, expected: Value.expectation, words: Value.words ?? .text)
    }
    return value
  }
}
