internal import ByokCore
internal import ByokKit

/// `byok exec`: another program, with keys in its environment.
struct Exec: Command {
  var common = CommonOptions()
  var keys: [KeyReference] = []
  var assignments: [KeyAssignment] = []
  var isOnly = false
  var program: [String] = []

  static let name = "exec"

  static let definition = CommandDefinition<Self>(
    summary: "Run a program with keys in its environment",
    detail: [
      "Each key is put under its provider's own variable, such as OPENAI_API_KEY, and where it is"
        + " bound to another address than the provider's, that goes into the matching variable, such"
        + " as OPENAI_BASE_URL. Without a PROVIDER and without --env, every provider that has a key"
        + " gives it. Which key that is, and where it may go, is decided as for a request.",
      "The program takes byok's place, without a shell: its exit status is the status; 127 if there"
        + " is no such program, 126 if it cannot be run. It and what it starts can read the keys;"
        + " nobody else can, for nothing is written or stands on a command line. Core files stay off.",
      "What unlocks the keystore is not passed on: neither variables such as BYOK_PASSPHRASE and"
        + " CREDENTIALS_DIRECTORY, nor the descriptor of --unlock-fd.",
    ],
    operands: [
      .repeating("PROVIDER[/LABEL]", optional: true, \.keys, words: .names(.holder)),
      .command("COMMAND", \.program),
    ],
    options: [
      .repeating("env", "NAME=KEY", \.assignments, "Put KEY (PROVIDER[/LABEL]) under NAME as well"),
      .flag("only", \.isOnly, "Take the variables of all other keys away"),
    ],
    unlocks: true,
    examples: [
      Example(
        line: "byok exec openai -- python app.py", purpose: "runs it with OPENAI_API_KEY set"),
      Example(
        line: "byok exec --only anthropic/work groq -- make eval",
        purpose: "two keys, and none that the environment has besides"),
      Example(
        line: "byok exec --env LLM_KEY=openai/ci -- ./deploy.sh",
        purpose: "for a program that wants the key under a name of its own"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let configuration = try Configuration.load(session.locations)
    let lookup = KeyLookup(
      environment: session.environment, keystore: session.keystore,
      defaults: DefaultKey(configuration))
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
