internal import ByokCore
internal import ByokKit

/// `byok keys import`: seal the keys that another tool keeps in plain text.
struct KeysImport: Command {
  var common = CommonOptions()
  var tool: KeyTool?
  var file: String?
  var replaces = false
  var isForced = false
  var isDryRun = false

  static let name = "keys import"

  static let definition = CommandDefinition<Self>(
    summary: "Import keys that another tool keeps in plain text",
    detail: [
      "TOOL is llm (keys.json in LLM_USER_PATH or ~/.config/io.datasette.llm), aichat (config.yaml and"
        + " .env), mods (mods.yml), gptme (credentials.toml, config.toml), fabric (.env) or aider"
        + " (.aider.conf.yml, .aider/oauth-keys.env). FILE is another file; '-' is standard input.",
      "A key with the name of a provider becomes its default key. For other names, the key's format must"
        + " identify the provider, and the name becomes the label. Every key that is left out is reported"
        + " with the reason, and the exit status is then 2. The files are not changed: delete them when"
        + " all keys are sealed.",
      "For files with lines NAME=VALUE, use 'byok keys add --from-env-file FILE'.",
    ],
    operands: [.required("TOOL", \.tool), .optional("FILE", \.file)],
    options: [
      .flag("dry-run", \.isDryRun, "Show what would be sealed, without sealing it"),
      .flag("replace", \.replaces, "Replace keys of the same name"),
      .flag("force", \.isForced, "Accept keys that do not look like keys"),
    ],
    unlocks: true,
    examples: [
      Example(line: "byok keys import llm", purpose: "import the keys of llm"),
      Example(
        line: "byok keys import aichat --dry-run", purpose: "show what would be imported"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let tool else { return }
    let configuration = try Configuration.load(session.locations)
    let keys = NamedKeys(
      providers: ProviderList(configuration),
      KeyImport.Options(replaces: replaces, isForced: isForced, isDryRun: isDryRun))
    let own: [KeyTool.File]
    if let file {
      own = [tool.file(named: file)]
    } else {
      own = try tool.files(in: session.environment)
    }
    let there = file == nil ? own.filter { fileExists($0.path) } : own
    // One file that cannot be read, or holds nothing, does not stop the others.
    var failures: [ByokError] = []
    var isAnythingThere = false
    for file in there.isEmpty ? Array(own.prefix(1)) : there {
      do throws(ByokError) {
        if try keys.run(file, in: session) { isAnythingThere = true }
      } catch {
        failures.append(error)
      }
    }
    if let last = failures.popLast() {
      for failure in failures { session.console.warn(failure) }
      throw last
    }
    guard !isAnythingThere else { return }
    throw ByokError(
      .usage, "no key of a provider is in \(there.map(\.path.quoted).joined(separator: ", "))",
      hint: "byok keys add PROVIDER   seals a key")
  }
}
