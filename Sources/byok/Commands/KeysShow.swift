internal import ByokCore
internal import ByokKit

/// `byok keys show`: one key's facts, or the key itself.
struct KeysShow: Command {
  var common = CommonOptions()
  var key: KeyReference?
  var reveals = false
  var isSure = false

  static let name = "keys show"

  static let definition = CommandDefinition<Self>(
    summary: "Show details of a key, or the key itself",
    detail: [
      "--reveal prints only the key to standard output. On a terminal, where it would remain visible,"
        + " confirmation or --yes is required."
    ],
    operands: [.required("PROVIDER[/LABEL]", \.key)],
    options: [
      .flag("reveal", \.reveals, "Print the key itself"),
      .flag("yes", short: "y", \.isSure, "Do not ask before printing to a terminal"),
    ],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok keys show openai", purpose: "show fingerprint, dates and address"),
      Example(
        line: "byok keys show openai/work --reveal | wl-copy",
        purpose: "copy the key to the clipboard"
      ),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let reference = key else { return }
    if reveals, common.json { throw .conflict("--reveal", "--json") }
    // Whether it is the default is told by the provider's other keys.
    guard
      let keystore = try Keystore.open(
        session.keystore, provider: reference.provider, label: reveals ? reference.label : nil)
    else { throw .noSuchKey(reference.name) }
    let configuration = try Configuration.load(session.locations)
    let defaults = DefaultKey(configuration)
    let name = try defaults.name(reference, in: keystore.entries)
    guard let entry = keystore[name] else { throw .noSuchKey(name) }
    let key = try keystore.unseal(entry)
    if reveals { return try reveal(key, entry, session.console) }
    var facts = KeyInventory.facts(of: entry, key)
    facts.isDefault =
      !name.isOfServer && defaults.name(of: name.provider, in: keystore.entries) == name
    let provider = ProviderList(configuration).all.first { $0.id == name.provider }
    let isOverridden = provider?.setVariables(in: session.environment).isEmpty == false
    facts.isEffective = facts.isDefault && !isOverridden
    let log = UsageLog(path: try session.locations.usageLog())
    facts.lastUsed = LastUses(log, of: [facts.used]).time(of: facts.used)
    if common.json { return try session.console.write(facts.document, pretty: true) }
    try session.console.write(facts.listing(now: session.clock.now()))
  }

  private func reveal(
    _ key: consuming SealedKey, _ entry: KeyEntry, _ console: Console
  ) throws(ByokError) {
    let name = entry.name
    let secret = try key.resolve(try entry.keyKind())
    if console.stdoutIsTerminal, !isSure {
      guard console.mayAsk, let prompt = TerminalPrompt() else {
        throw ByokError(
          .usage, "the key would remain on the screen", hint: "--yes prints it anyway")
      }
      guard try prompt.confirms("print the key \(name.text) on the screen?") else {
        throw ByokError(.failure, "the key was not printed")
      }
    }
    console.note("printing the key \(name.text) in clear")
    try secret.withBytes { (bytes) throws(ByokError) in try console.write(bytes) }
    try console.write("\n")
  }
}

extension KeyFacts {
  /// The facts as lines for a person.
  fileprivate func listing(now: Double) -> FactList {
    let place = server.map { ("bound to", TableCell($0)) } ?? ("base URL", TableCell(baseURL))
    let rows: [(String, TableCell)] = [
      ("name", TableCell("\(provider)/\(label ?? "")")), ("key", TableCell(masked)),
      ("fingerprint", TableCell(fingerprint ?? "-")), place,
      ("kind", TableCell(kind)), ("added", .datedTime(created, now: now)),
      ("updated", .datedTime(updated, now: now)),
    ]
    let uses: [(String, TableCell)] = [
      ("last used", .datedTime(lastUsed.flatMap(LogTime.timestamp), now: now)),
      ("default", TableCell(isDefault ? "yes" : "no")),
      ("in use", TableCell(isEffective ? "yes" : "no")),
    ]
    return FactList((rows + (isOfServer ? [] : uses)).map { ($0, [$1]) }, width: 12)
  }
}
