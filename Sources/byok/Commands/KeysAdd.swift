internal import ByokCore
internal import ByokKit

/// `byok keys add`: seal a key.
struct KeysAdd: Command {
  var common = CommonOptions()
  var key: KeyReference?
  var file: String?
  var variable: String?
  var baseURL: String?
  var command: CommandWords?
  var filePath: String?
  var environmentFile: String?
  var server: String?
  var guesses = false
  var replaces = false
  var isForced = false
  var isDryRun = false
  var checks = false

  static let name = "keys add"

  static let definition = CommandDefinition<Self>(
    summary: "Add a key from the terminal, a pipe, a file or a variable",
    detail: [
      "The key is read from standard input, or prompted for on a terminal without being shown. It is"
        + " never accepted on the command line, which other processes and the shell history can see.",
      "The key is bound to the provider's base URL, or to --base-url, and is never sent anywhere else."
        + " mcp/LABEL is a key for the MCP server of --for, bound to its address or program: config.json"
        + " names it as ${key:mcp/LABEL}.",
      "Text that does not look like a key is refused: references (op://…), encrypted values,"
        + " placeholders, quotes, admin keys and OAuth tokens. A key in another provider's format needs"
        + " confirmation on a terminal. --force seals all of these.",
      "--command and --file-ref store a reference to the key instead of the key: at each use, the command"
        + " is run, without a shell, or the file is read.",
      "--guess detects the provider from the key's format, if only one provider has that format.",
      "--from-env-file seals the keys that a file sets in variables of known providers: .env files,"
        + " shell scripts, PowerShell, systemd or YAML. Every line that may contain a key and is left"
        + " out is reported with the reason, and the exit status is then 2. Two keys of one provider get"
        + " two labels. --dry-run shows what would be sealed under which name.",
    ],
    operands: [.optional("PROVIDER[/LABEL]", \.key, words: .names(.provider))],
    options: [
      .value("from-file", "FILE", \.file, "Read the key from FILE ('-': standard input)"),
      .value("from-env", "VARIABLE", \.variable, "Read the key from an environment variable"),
      .value("base-url", "URL", \.baseURL, "Bind the key to URL instead of the provider's own"),
      .value("for", "SERVER", \.server, "Seal mcp/LABEL for this MCP server"),
      .value("command", "CMD", \.command, "Store a command that prints the key"),
      .value("file-ref", "PATH", \.filePath, "Store the path of a file that contains the key"),
      .value(
        "from-env-file", "FILE", \.environmentFile, "Seal the keys in FILE ('-': standard input)"),
      .flag("guess", \.guesses, "Detect the provider from the key's format"),
      .flag("check", \.checks, "Check with the provider that the key works"),
      .flag("dry-run", \.isDryRun, "With --from-env-file: show what would be sealed"),
      .flag("replace", \.replaces, "Replace a key of the same name"),
      .flag("force", \.isForced, "Accept a key that does not look like one"),
    ],
    unlocks: true,
    examples: [
      Example(line: "byok keys add openai", purpose: "prompt for the key"),
      Example(
        line: "printf %s \"$KEY\" | byok keys add openai/work",
        purpose: "seal a second key under its own label"),
      Example(
        line: "wl-paste | byok keys add --guess",
        purpose: "seal a copied key, detecting the provider"),
      Example(
        line: "byok keys add groq --from-env GROQ_API_KEY",
        purpose: "read the key from a variable"),
      Example(
        line: "byok keys add openai --command 'pass show openai'",
        purpose: "get the key from a password manager at each use"),
      Example(
        line: "byok keys add mcp/github --for github",
        purpose: "seal a key for the MCP server 'github'"),
    ])

  static var refusalOfKey: ByokError? {
    ByokError(
      .usage,
      "keys are not accepted on the command line, where other processes and the shell's history "
        + "can see them",
      hints: [
        "byok keys add PROVIDER   asks for the key",
        "printf %s \"$KEY\" | byok keys add PROVIDER",
        "if that was a real key, replace it at its provider",
      ])
  }

  func run(in session: inout Session) throws(ByokError) {
    try checkSources()
    let configuration = try Configuration.load(session.locations)
    let providers = ProviderList(configuration)
    if let environmentFile {
      let options = KeyImport.Options(replaces: replaces, isForced: isForced, isDryRun: isDryRun)
      return try EnvironmentFileImport(providers: providers, options)
        .run(environmentFile, in: session)
    }
    if server != nil || key?.provider == KeyName.serverGroup {
      return try addForServer(configuration, session)
    }
    let name = guesses ? try addGuessed(session) : try addNamed(providers, session)
    AccountNotes(session, configuration).added([name])
    if checks {
      var check = KeysCheck()
      (check.common, check.keys) = (common, [KeyReference(argument: name.text)].compactMap(\.self))
      return try check.run(in: &session)
    }
    if session.console.stdinIsTerminal {
      session.console.note("byok keys check \(name.text)   asks whether it works")
    }
  }

  private func addNamed(
    _ providers: ProviderList, _ session: Session
  ) throws(ByokError) -> KeyName {
    guard let key else {
      var failure = ByokError.missingOperand("PROVIDER[/LABEL]", of: Self.info)
      failure.hints = ["byok keys add openai", "byok providers   lists the providers"]
      throw failure
    }
    let provider = try providers.find(key.provider)
    try provider.checkTakesKeys()
    if let variable, provider.bearerVariables.contains(variable) {
      throw ByokError(
        .usage, "\(variable) holds a bearer token, and a sealed key is sent as an API key",
        hint: "byok reads the token from the variable itself")
    }
    if !replaces { try SealedKeys(session.keystore).checkIsNew(key.name) }
    let base = try binding(of: provider, session)
    let secret = try secret(for: provider, session)
    if kind == .apiKey { try screen(secret, for: provider, session.console) }
    try seal(secret, as: key.name, base, session)
    return key.name
  }

  /// Asks about a key in another provider's format; where nobody can be asked, refuses it.
  private func screen(
    _ secret: borrowing Secret, for provider: Provider, _ console: Console
  ) throws(ByokError) {
    let screening = KeyScreening(provider, isForced: isForced, takesAny: baseURL != nil)
    if let other = screening.otherOwner(of: secret) {
      let failure = ByokError.otherFormat("the key", other, than: provider)
      guard console.mayAsk, console.stdinIsTerminal, let prompt = TerminalPrompt() else {
        throw failure
      }
      guard try prompt.confirms("\(failure.message); seal it anyway?") else { throw failure }
    }
    if let note = screening.note(on: secret) { console.note(note) }
  }

  /// Seals a key under the provider that its format identifies.
  private func addGuessed(_ session: Session) throws(ByokError) -> KeyName {
    let secret = try secret(for: nil, session)
    let provider = try KeyGuess.owner(of: secret)
    let name = KeyName(provider: provider.id, label: KeyName.defaultLabel)
    if !replaces { try SealedKeys(session.keystore).checkIsNew(name) }
    session.console.note("this looks like a key of \(provider.name)")
    try seal(secret, as: name, try binding(of: provider, session), session)
    return name
  }

  func seal(
    _ secret: consuming Secret, as name: KeyName, _ base: BaseURL, _ session: Session,
    place: String? = nil
  ) throws(ByokError) {
    let kind = kind
    let lastFour = kind == .apiKey ? KeyValidation.lastFour(of: secret) : nil
    try SealedKeys(session.keystore)
      .seal(secret, as: name, kind, boundTo: base, replacing: replaces)
    let facts = (lastFour.map { "…\($0), " } ?? "") + "bound to \(place ?? base.origin)"
    session.console.note("sealed \(name.text) (\(facts))")
  }

  /// The address that the key is bound to; asks for the part of it that only the user knows.
  private func binding(of provider: Provider, _ session: Session) throws(ByokError) -> BaseURL {
    let console = session.console
    return try ProviderAddress(provider, in: session.environment)
      .binding(option: baseURL) { (part) throws(ByokError) in
        guard console.mayAsk, console.stdinIsTerminal, let prompt = TerminalPrompt() else {
          return nil
        }
        return try prompt.text(part.meaning)
      }
  }

  private var kind: KeyKind {
    command != nil ? .command : filePath != nil ? .file : .apiKey
  }

  private func checkSources() throws(ByokError) {
    let given = [
      ("--from-file", file != nil), ("--from-env", variable != nil), ("--command", command != nil),
      ("--file-ref", filePath != nil), ("--from-env-file", environmentFile != nil),
    ].filter(\.1).map(\.0)
    guard given.count < 2 else { throw .conflict(given[0], given[1]) }
    if guesses {
      if key != nil { throw .conflict("--guess", "PROVIDER") }
      let other = given.first { !["--from-file", "--from-env"].contains($0) }
      if let other { throw .conflict("--guess", other) }
    }
    // Password managers name what they hold by UUIDs.
    let words = command?.words ?? []
    if words.contains(where: { KeyShape.mayBeKey($0, exceptUUIDs: true) }),
      let refusal = Self.refusalOfKey
    {
      throw refusal
    }
    guard environmentFile != nil else {
      guard !isDryRun else {
        throw ByokError(.usage, "--dry-run needs --from-env-file FILE")
      }
      return
    }
    if checks { throw .conflict("--from-env-file", "--check") }
    if key != nil { throw .conflict("--from-env-file", "PROVIDER") }
    if baseURL != nil { throw .conflict("--from-env-file", "--base-url") }
  }

  /// What is to be sealed: the key, or a reference to it.
  func secret(
    for provider: Provider?, _ session: Session
  ) throws(ByokError) -> Secret {
    if let text = command?.line ?? filePath {
      if let filePath, !filePath.hasPrefix("/") {
        throw ByokError(.usage, "--file-ref needs an absolute path, not \(filePath.quoted)")
      }
      if let filePath { try SealedKey.checkReference(filePath, session.console) }
      return try Secret(copying: Array(text.utf8).span)
    }
    var reader = KeyReader(
      console: session.console, environment: session.environment, isForced: isForced,
      isForElsewhere: baseURL != nil)
    reader.server = server
    return try reader.read(file: file, variable: variable, provider: provider)
  }
}
