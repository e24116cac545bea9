internal import ByokCore
internal import ByokKit

/// `byok exec`: another program, with keys or a broker's token in its environment.
struct Exec: LimitsToken {
  var common = CommonOptions()
  var keys: [KeyReference] = []
  var assignments: [KeyAssignment] = []
  var isOnly = false
  var isBrokered = false
  var isDryRun = false
  var hasSummary = false
  var limits = BrokerLimitOptions()
  var program: [String] = []

  static let name = "exec"

  static let definition = CommandDefinition<Self>(
    summary: "Run a program with keys, or without holding them (--broker)",
    detail: [
      "Each key is set in its provider's variable, such as OPENAI_API_KEY. If it is bound to an address"
        + " other than the provider's, that is set in the matching variable, such as OPENAI_BASE_URL."
        + " Without PROVIDER and --env, the keys of all providers are set. Keys are chosen as for a"
        + " request, and the same rules apply to their addresses.",
      "The program replaces byok, without a shell: its exit status is the exit status; 127 if it was not"
        + " found, 126 if it cannot be run. It and its child processes can read the keys; other users"
        + " cannot, because nothing is written to disk or to a command line. Core files remain off.",
      "With --broker, the program gets no key, but an address on this machine and a token that is worth"
        + " something only there, in the variables that its SDK reads. byok sends its requests on, with the"
        + " key put in, to the one address that the key is for, until the program ends. 'byok help broker'"
        + " says what this protects, and what it does not.",
      "Whatever unlocks the keystore is not passed on: neither variables such as BYOK_PASSPHRASE and"
        + " CREDENTIALS_DIRECTORY, nor the descriptor of --unlock-fd.",
    ],
    operands: [
      .repeating("PROVIDER[/LABEL]", optional: true, \.keys, words: .names(.holder)),
      .command("COMMAND", \.program),
    ],
    options: [
      .repeating("env", "NAME=KEY", \.assignments, "Also set NAME to KEY (PROVIDER[/LABEL])"),
      .flag("only", \.isOnly, "Unset the variables of all other keys"),
    ] + CommandOption<Self>.under("Broker", brokerOptions),
    unlocks: true,
    examples: [
      Example(
        line: "byok exec openai -- python app.py", purpose: "run a program with OPENAI_API_KEY set"),
      Example(
        line: "byok exec --only anthropic/work groq -- make eval",
        purpose: "pass two keys, and no other from the environment"),
      Example(
        line: "byok exec --env LLM_KEY=openai/ci -- ./deploy.sh",
        purpose: "set a variable of another name"),
      Example(
        line: "byok exec --broker --max-cost 2 anthropic -- python agent.py",
        purpose: "run an agent that never sees the key, and spends $2 at most"),
    ])

  private static var brokerOptions: [CommandOption<Self>] {
    [
      .flag("broker", \.isBrokered, "Give the program a token for a broker instead of keys")
    ] + CommandOption<Self>.tokenLimits + [
      .flag("dry-run", \.isDryRun, "Print what the program would get, and run nothing"),
      .flag("summary", \.hasSummary, "Print requests and cost to stderr at the end"),
    ]
  }

  func run(in session: inout Session) throws(ByokError) {
    let configuration = try Configuration.load(session.locations)
    let lookup = KeyLookup(session, configuration)
    if isBrokered { return try runBrokered(configuration, lookup, session) }
    if let option = optionOfBroker {
      throw ByokError(.usage, "'\(option)' needs --broker", hint: "byok exec --broker \(option) …")
    }
    var exported = ExportedKeys(lookup, ProviderList(configuration), session.console)
    for key in keys { try exported.add(key) }
    if keys.isEmpty, assignments.isEmpty { try exported.addAll() }
    for assignment in assignments { try exported.add(assignment) }
    let variables = CPointers(
      environmentWithout: exported.withheld(isOnly: isOnly), adding: exported.lines)
    session.keystore.endDescriptors()
    throw .cannotRun(
      program[0], ProgramImage.replace(with: program, variables, session.inherited))
  }
}
