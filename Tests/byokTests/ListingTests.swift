import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore

/// Listings as a terminal of some width and a pipe get them.
@Suite struct ListingTests {
  private let home: Home

  init() throws {
    var home = try Home()
    home.variables["GROQ_API_KEY"] = Script.fixtureKey
    for folder in [".config/byok", ".local/state/byok"] {
      try FileManager.default.createDirectory(
        atPath: home.folder.path(folder), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    }
    try home.folder.write(
      """
      {
        budget: { day: 1000 }, aliases: { fast: 'own/small' },
        templates: { review: { system: 'Name what is wrong, then what is right, in ten words.' } },
        providers: { own: {
          base_url: 'http://127.0.0.1:9/v1', key_env: ['OWN_API_KEY'], notes: ['Of this test.'],
          models: ['small', { id: 'a-large-model-whose-name-is-long-enough-to-be-cut-2026-11-29' }],
        } },
        models: { 'own/small': {
          input_price: 0.15, output_price: 0.6, context_window: 128000, max_output_tokens: 8192 } },
      }
      """, to: ".config/byok/config.json")
    try home.folder.write(
      [("own", "small", 4, 0.25), ("own", "a-large-model-whose-name-is-long", 90_000, 1.5)]
        .map { provider, model, tokens, cost in
          #"{"time":"2026-11-20T10:00:00Z","provider":"\#(provider)","model":"\#(model)","key":"work","#
            + #""input_tokens":\#(tokens),"output_tokens":7,"cost_usd":\#(cost),"status":0,"ms":5}"#
            + "\n"
        }.joined(), to: ".local/state/byok/usage.jsonl")
    for name in ["openai/work", "own", "anthropic/a-label-that-is-long"] {
      var program = home.byok("keys", "add", name, "--force")
      program.input = .bytes(Array(Script.fixtureKey.utf8))
      #expect(try program.run().status == 0)
    }
    self.home = home
  }

  private static let listings = [
    ["keys", "list"], ["keys", "show", "openai/work"], ["keys", "slots"], ["models", "own/"],
    ["models"], ["models", "show", "own/small"], ["models", "show", "openai/gpt-5.4-mini"],
    ["providers"], ["providers", "show", "own"], ["config", "list"],
    ["config", "list", "--all"], ["creds", "list"], ["usage"], ["usage", "--by", "day"], ["doctor"],
  ]

  /// What a terminal of a width displays.
  private func screen(_ words: [String], _ columns: UInt16, _ more: [String: String] = [:]) throws
    -> String
  {
    let terminal = try PseudoTerminal(columns: columns)
    var home = home
    home.variables.merge(more) { $1 }
    var program = home.byok()
    program.arguments = words
    program.onTerminal(terminal, streams: [1])
    #expect(try program.start().wait().status < 2)
    return terminal.screen.replacing("\r\n", with: "\n")
  }

  @Test(arguments: listings, [60, 80, 200] as [UInt16])
  func `no line is wider than the terminal`(words: [String], columns: UInt16) throws {
    let lines = try screen(words, columns).split(separator: "\n").map(String.init)
    for line in lines where line.columns > columns {
      // Only a word that fits no line is longer: it is to be copied whole.
      let longest = line.split(separator: " ").map { String($0).columns }.max() ?? 0
      #expect(longest > Int(columns) - 32, "\(line)")
    }
  }

  @Test func `a wide terminal shows everything`() throws {
    let screen = try screen(["models", "own/"], 200)
    #expect(
      screen == """
        MODEL                                                             CONTEXT  OUTPUT  IN $/M  OUT $/M  FROM
        own/a-large-model-whose-name-is-long-enough-to-be-cut-2026-11-29        -       -       -        -  configuration
        own/small                                                            128k    8192    0.15     0.60  configuration

        """)
  }

  @Test func `a narrow terminal shows what matters most`() throws {
    #expect(
      try screen(["models", "own/"], 60) == """
        MODEL                               CONTEXT  IN $/M  OUT $/M
        own/a-large-m…to-be-cut-2026-11-29        -       -        -
        own/small                              128k    0.15     0.60

        """)
  }

  @Test(arguments: [
    (["TERM": "xterm"], true), (["TERM": "dumb"], false), ([:], false),
    (["TERM": "xterm", "NO_COLOR": "1"], false),
  ])
  func `colour is used where the terminal has it and nobody forbids it`(
    variables: [String: String], isColored: Bool
  ) throws {
    #expect(try screen(["keys", "list"], 80, variables).contains("\u{1b}[32m*") == isColored)
    #expect(
      try screen(["keys", "list", "--color", "never"], 80, variables).contains("\u{1b}[") == false)
    #expect(try screen(["--color=always", "keys", "list"], 80, variables).contains("\u{1b}[32m*"))
  }

  @Test func `errors are coloured on a terminal`() throws {
    let terminal = try PseudoTerminal()
    var home = home
    home.variables["TERM"] = "xterm"
    var program = home.byok("keys", "lst")
    program.onTerminal(terminal, streams: [2])
    #expect(try program.start().wait().status == 2)
    #expect(
      terminal.screen == "\u{1b}[31mbyok:\u{1b}[0m unknown command 'keys lst'\r\n"
        + "\u{1b}[2mbyok: hint: did you mean 'byok keys list'?\u{1b}[0m\r\n")
  }

  @Test(arguments: listings) func `a pipe gets no colour`(words: [String]) throws {
    var home = home
    home.variables["TERM"] = "xterm"
    var program = home.byok()
    program.arguments = words
    let run = try program.run()
    #expect(!run.output.contains("\u{1b}"))
    #expect(!run.errors.contains("\u{1b}"))
  }

  @Test func `a pipe gets the same bytes at all times`() throws {
    let goldens = [
      (
        ["models", "own/"],
        """
        MODEL                                                             CONTEXT  OUTPUT  IN     OUT    CAN  STATUS  FROM           NEEDS
        own/a-large-model-whose-name-is-long-enough-to-be-cut-2026-11-29  -        -       -      -      -    active  configuration
        own/small                                                         128000   8192    $0.15  $0.60  -    active  configuration

        """
      ),
      (
        ["usage", "-q"],
        """
        MODEL                                 REQUESTS  FAILED  INPUT  OUTPUT   COST
        own/a-large-model-whose-name-is-long         1       -  90000       7  $1.50
        own/small                                    1       -      4       7  $0.25
        total                                        2       -  90004      14  $1.75

        """
      ),
      (
        ["keys", "list"],
        """
           NAME                            KEY    FROM          BASE URL                        UPDATED
        *  anthropic/a-label-that-is-long  …wxyz  keystore      https://api.anthropic.com/v1    TIME
        *  groq                            …wxyz  GROQ_API_KEY  https://api.groq.com/openai/v1  -
        *  openai/work                     …wxyz  keystore      https://api.openai.com/v1       TIME
        *  own/default                     …wxyz  keystore      http://127.0.0.1:9/v1           TIME

        """
      ),
    ]
    for (words, golden) in goldens {
      var program = home.byok()
      program.arguments = words
      let output = try program.run().output
      #expect(
        output.replacing(/20..-..-..T..:..:..Z/, with: "TIME") == golden, "\(output)")
    }
  }
}
