import Testing

@testable import ByokCore
@testable import ByokKit
@testable import byok

/// A command with an option and operand of every kind.
struct Sample: Command {
  var common = CommonOptions()
  var text: String?
  var count: Int?
  var ratio: Double?
  var time: Seconds?
  var all = false
  var bare = false
  var marks: [String] = []
  var first: String?
  var second: ProviderID?
  var others: [String] = []

  static let name = "sample"
  static let definition = CommandDefinition<Self>(
    summary: "Try the parser",
    operands: [
      .required("FIRST", \.first), .optional("SECOND", \.second),
      .repeating("OTHER", optional: true, \.others),
    ],
    options: [
      .value("text", short: "t", "TEXT", \.text, "A text"),
      .value("count", short: "c", "N", \.count, "A number"),
      .value("ratio", "NUMBER", \.ratio, "A fraction"),
      .value("time", "SECONDS", \.time, "A time"),
      .flag("all", short: "a", \.all, "A switch"),
      .flag("bare", short: "b", \.bare, "Another"),
      .repeating("mark", "TEXT", \.marks, "One of several"),
    ],
    json: true)

  func run(in session: inout Session) throws(ByokError) {}
}

/// A command whose operand is needed and repeats.
struct Repeater: Command {
  var common = CommonOptions()
  var words: [String] = []
  static let name = "repeater"
  static let definition = CommandDefinition<Self>(
    summary: "Repeat", operands: [.repeating("WORD", \.words)])
  func run(in session: inout Session) throws(ByokError) {}
}

/// A command that refuses keys.
struct Refuser: Command {
  var common = CommonOptions()
  var owner: String?
  static let name = "refuser"
  static let definition = CommandDefinition<Self>(
    summary: "Refuse", operands: [.required("OWNER", \.owner)])
  static var refusalOfKey: ByokError? { ByokError(.usage, "no keys here") }
  func run(in session: inout Session) throws(ByokError) {}
}

/// A command that runs another.
struct Runner: Command {
  var common = CommonOptions()
  var names: [String] = []
  var isLoud = false
  var program: [String] = []
  static let name = "runner"
  static let definition = CommandDefinition<Self>(
    summary: "Run",
    operands: [.repeating("NAME", optional: true, \.names), .command("COMMAND", \.program)],
    options: [.flag("loud", short: "l", \.isLoud, "A switch")])
  func run(in session: inout Session) throws(ByokError) {}
}

@Suite struct CommandParserTests {
  private static func parse(_ words: [String]) throws -> Sample {
    try #require(try CommandParser<Sample>.parse(words[...]))
  }

  @Test func `an option may be given several times`() throws {
    let words = ["x", "--mark", "a", "--mark=b", "--mark", ""]
    #expect(try Self.parse(words).marks == ["a", "b", ""])
    #expect(try Self.parse(["x"]).marks.isEmpty)
  }

  @Test(arguments: [
    ["--text", "v", "x"], ["--text=v", "x"], ["-t", "v", "x"], ["-tv", "x"], ["x", "--text", "v"],
    ["x", "--text=v"], ["x", "-t", "v"], ["x", "-tv"], ["-tv", "--", "x"],
    ["--text", "v", "--", "x"],
    ["-t", "u", "x", "--text=v"], ["-tu", "-tw", "-tv", "x"],
  ])
  func `a value is given in every spelling, and the last wins`(_ words: [String]) throws {
    let sample = try Self.parse(words)
    #expect(sample.text == "v")
    #expect(sample.first == "x")
  }

  @Test(arguments: [
    ("--text=", ""), ("--text=a=b", "a=b"), ("--text==", "="), ("-t=v", "=v"), ("-t-", "-"),
    ("--text=--all", "--all"), ("--text=-h", "-h"), ("-t--", "--"), ("--text= ", " "),
    ("--text=日本", "日本"), ("-tall", "all"),
  ])
  func `a value that is joined is taken as it is`(_ word: String, _ value: String) throws {
    #expect(try Self.parse([word, "x"]).text == value)
  }

  @Test(arguments: ["", "-", "-1", "-x", "--unknown", "-", "a b", "-all"])
  func `a value of its own word may be anything but an option`(_ value: String) throws {
    #expect(try Self.parse(["--text", value, "x"]).text == value)
    #expect(try Self.parse(["-t", value, "x"]).text == value)
  }

  @Test(arguments: ["--all", "-a", "--count", "--json", "--", "--help", "-h"])
  func `an option is not taken for a value`(_ word: String) {
    let message = "option '--text' needs a value, but '\(word)' follows"
    let hint = "if that is the value, write '--text=\(word)'"
    for option in ["--text", "-t", "-at"] {
      #expect(throws: ByokError(.usage, message, hint: hint)) {
        try Self.parse([option, word, "x"])
      }
    }
  }

  @Test(arguments: ["--text", "-t", "-at", "-bat"])
  func `a value that is missing is named`(_ word: String) {
    #expect(throws: ByokError(.usage, "option '--text' needs a value: --text TEXT")) {
      try Self.parse(["x", word])
    }
  }

  @Test(arguments: [
    ["-a", "-b"], ["-ab"], ["-ba"], ["--all", "--bare"], ["-aab"], ["x", "-ab"],
    ["--all", "-b", "-a"],
  ])
  func `switches are given alone and in groups`(_ words: [String]) throws {
    let sample = try Self.parse(words + (words.contains("x") ? [] : ["x"]))
    #expect(sample.all)
    #expect(sample.bare)
  }

  @Test(arguments: [["-abtv"], ["-abt", "v"], ["-ab", "-tv"]])
  func `the last letter of a group may take a value`(_ words: [String]) throws {
    let sample = try Self.parse(words + ["x"])
    #expect(sample.all && sample.bare)
    #expect(sample.text == "v")
  }

  @Test(arguments: ["--all=yes", "--all=", "--quiet=1"])
  func `a switch takes no value`(_ word: String) {
    let option = word.prefix { $0 != "=" }
    #expect(throws: ByokError(.usage, "option '\(option)' takes no value")) {
      try Self.parse([word, "x"])
    }
  }

  @Test(
    arguments: [
      (["--", "--all"], "--all"), (["--", "-a"], "-a"), (["--", "--"], "--"), (["-"], "-"),
      ([""], ""), (["--", ""], ""), (["a b"], "a b"), (["--", "-h"], "-h"),
      (["--", "--help"], "--help"),
    ] as [([String], String)])
  func `an operand is whatever is no option`(_ words: [String], _ operand: String) throws {
    let sample = try Self.parse(words)
    #expect(sample.first == operand)
    #expect(!sample.all)
  }

  @Test func `operands are taken in order, among options`() throws {
    let sample = try Self.parse(["one", "-a", "two", "--count=3", "three", "--", "four", "-b"])
    #expect(sample.first == "one")
    #expect(sample.second == ProviderID(argument: "two"))
    #expect(sample.others == ["three", "four", "-b"])
    #expect(sample.count == 3)
    #expect(!sample.bare)
  }

  @Test(arguments: [[], ["-a"], ["--"], ["--text", "v"]])
  func `an operand that is missing is named`(_ words: [String]) {
    #expect(
      throws: ByokError(
        .usage, "missing FIRST", hint: "usage: byok sample [options] FIRST [SECOND] [OTHER...]")
    ) { try Self.parse(words) }
  }

  @Test func `one that repeats is needed once`() throws {
    #expect(
      throws: ByokError(.usage, "missing WORD", hint: "usage: byok repeater [options] WORD...")
    ) {
      try CommandParser<Repeater>.parse([])
    }
    #expect(try CommandParser<Repeater>.parse(["a"])?.words == ["a"])
    #expect(try CommandParser<Repeater>.parse(["a", "b", "c"])?.words == ["a", "b", "c"])
  }

  @Test(arguments: [
    ["-h"], ["--help"], ["x", "-h"], ["-ah"], ["-a", "--help"], ["x", "y", "z", "--help"],
    ["--help", "--unknown"], ["-hx"],
  ])
  func `help is asked for anywhere`(_ words: [String]) throws {
    #expect(try CommandParser<Sample>.parse(words[...]) == nil)
  }

  @Test(arguments: [
    ("--al", "did you mean '--all'?"), ("--al=1", "did you mean '--all'?"),
    ("--txet", "did you mean '--text'?"), ("--cuont", "did you mean '--count'?"),
    ("--hlep", "did you mean '--help'?"), ("--JSON", "run 'byok sample --help'"),
    ("--unheard-of", "run 'byok sample --help'"), ("-x", "run 'byok sample --help'"),
    ("-A", "run 'byok sample --help'"), ("--=x", "run 'byok sample --help'"),
  ])
  func `an unknown option gets a hint, never a guess`(_ word: String, _ hint: String) throws {
    let error = try #require(throws: ByokError.self) { try Self.parse([word, "x"]) }
    #expect(error.kind == .usage)
    #expect(error.message == "unknown option '\(word.prefix { $0 != "=" })'")
    #expect(error.hints == [hint, "to use it as an argument, put '--' before it"])
  }

  @Test func `in a group the unknown letter is named`() {
    #expect(throws: ByokError.self) { try Self.parse(["-az", "x"]) }
    let hints = ["run 'byok refuser --help'"]
    #expect(throws: ByokError(.usage, "unknown option '-z'", hints: hints)) {
      try CommandParser<Refuser>.parse(["-qz"])
    }
  }

  @Test(arguments: [
    ("--count=x", "option '--count' needs a whole number, 0 or more, not 'x'"),
    ("--count=-1", "option '--count' needs a whole number, 0 or more, not '-1'"),
    ("--count=1.5", "option '--count' needs a whole number, 0 or more, not '1.5'"),
    ("--count=", "option '--count' needs a whole number, 0 or more, not ''"),
    (
      "--count=99999999999999999999",
      "option '--count' needs a whole number, 0 or more, not '99999999999999999999'"
    ),
    ("-cx", "option '--count' needs a whole number, 0 or more, not 'x'"),
    ("--ratio=x", "option '--ratio' needs a number, not 'x'"),
    ("--ratio=nan", "option '--ratio' needs a number, not 'nan'"),
    ("--time=0", "option '--time' needs a number of seconds above 0, not '0'"),
  ])
  func `a value of the wrong kind is refused in the user's words`(
    _ word: String, _ message: String
  ) {
    #expect(throws: ByokError(.usage, message)) { try Self.parse([word, "x"]) }
  }

  @Test func `an operand of the wrong kind is refused too`() {
    let message = "SECOND must be \(ProviderID.expectation), not 'NO'"
    #expect(throws: ByokError(.usage, message)) { try Self.parse(["x", "NO"]) }
  }

  @Test func `a word too many is refused`() {
    let hint = "usage: byok help [options] [TOPIC...]"
    #expect(hint == "usage: byok " + Help.definition.info.usage)
    #expect(throws: ByokError(.usage, "no keys here")) {
      try CommandParser<Refuser>.parse(["a", "b"])
    }
    #expect(
      throws: ByokError(
        .usage, "unexpected argument 'b'", hint: "usage: byok keys list [options] [PROVIDER]")
    ) { try CommandParser<KeysList>.parse(["a", "b"]) }
  }

  @Test(arguments: [["sk-abcdefghijklmnop"], ["a", "word"], ["--", "sk-abcdefghijklmnop"]])
  func `a command that refuses keys does so before it looks`(_ words: [String]) {
    #expect(throws: ByokError(.usage, "no keys here")) {
      try CommandParser<Refuser>.parse(words[...])
    }
  }

  @Test func `the common options are there`() throws {
    let common = try Self.parse(["-q", "-v", "--no-input", "--json", "x"]).common
    #expect(common.quiet && common.verbose && common.noInput && common.json)
  }

  @Test func `words behind -- are a command of its own`() throws {
    let words = ["a", "-l", "b", "--", "run", "--", "-l", "--help", "sk-0123456789abcdef"]
    let runner = try #require(try CommandParser<Runner>.parse(words[...]))
    #expect(runner.names == ["a", "b"])
    #expect(runner.isLoud)
    #expect(runner.program == Array(words[4...]))
    let bare = try #require(try CommandParser<Runner>.parse(["--", "run"]))
    #expect(bare.names.isEmpty && bare.program == ["run"])
  }

  @Test(arguments: [[], ["a"], ["a", "--"], ["a", "-x"], ["-c"]])
  func `a command that is not there is missed before all else`(_ words: [String]) {
    #expect(throws: ByokError.missingCommandLine("COMMAND", of: Runner.definition.info)) {
      try CommandParser<Runner>.parse(words[...])
    }
  }

  @Test func `help is given without a command`() throws {
    #expect(try CommandParser<Runner>.parse(["--help"])?.names == nil)
    #expect(try CommandParser<Runner>.parse(["a", "-h", "--", "run"])?.names == nil)
  }
}
