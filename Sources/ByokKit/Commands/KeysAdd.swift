/// `byok keys add`: seal a key.
struct KeysAdd: Command {
  var common = CommonOptions()
  var key: KeyReference?
  var file: String?
  var variable: String?
  var baseURL: String?
  var replaces = false

  static let name = "keys add"

  static let definition = CommandDefinition<Self>(
    summary: "Seal a key from the terminal, a pipe, a file or a variable",
    detail: [
      "The key is read from standard input, or asked for without echo on a terminal. It is never"
        + " taken from the command line, which other processes and the shell's history can see.",
      "The key is bound to the provider's address, or to the one of --base-url, and is never sent"
        + " anywhere else.",
    ],
    operands: [.required("PROVIDER[/LABEL]", \.key)],
    options: [
      .value("from-file", "FILE", \.file, "Read the key from FILE ('-': standard input)"),
      .value("from-env", "NAME", \.variable, "Read the key from the variable NAME"),
      .value("base-url", "URL", \.baseURL, "Bind the key to URL instead of the provider's own"),
      .flag("replace", \.replaces, "Replace the key that is there"),
    ],
    unlocks: true,
    examples: [
      Example(line: "byok keys add openai", purpose: "asks for the key, without echo"),
      Example(
        line: "printf %s \"$KEY\" | byok keys add openai/work",
        purpose: "seals a second key under a label of its own"),
      Example(
        line: "byok keys add groq --from-env GROQ_API_KEY",
        purpose: "takes the key from a variable"),
    ])

  static var refusalOfKey: ByokError? {
    ByokError(
      .usage,
      "keys are not taken from the command line, where other processes and the shell's history "
        + "can see them",
      hints: [
        "byok keys add PROVIDER   asks for the key",
        "printf %s \"$KEY\" | byok keys add PROVIDER",
        "if that was a real key, replace it at its provider",
      ])
  }

  func run(in session: inout Session) throws(ByokError) {
    guard let key else { return }
    if file != nil, variable != nil { throw .conflict("--from-file", "--from-env") }
    let configuration = try Configuration.load(session.locations)
    let provider = try ProviderList(configuration).find(key.provider)
    guard !provider.isOffline else {
      throw ByokError(.usage, "\(provider.id) answers offline and takes no key")
    }
    let base = try BaseURL(
      baseURL ?? provider.baseURL, from: baseURL == nil ? provider.id : "--base-url")
    if !replaces { try checkIsNew(key.name, session) }
    let intake = KeyIntake(console: session.console, environment: session.environment)
    let secret = try intake.read(file: file, variable: variable, provider: provider)
    let facts = "\(KeyText.lastFour(of: secret).map { "…\($0), " } ?? "")bound to \(base.origin)"
    let sealed = SealedKey(baseURL: base.text, secret: secret)
    try Keystore.update(session.keystore, create: true) {
      (keystore) throws(ByokError) in
      guard replaces || keystore[key.name] == nil else { throw Self.exists(key.name) }
      let now = Timestamp(seconds: Int(session.clock.now()))
      try keystore.seal(sealed, as: key.name, origin: base.origin, kind: .apiKey, now: now)
    }
    session.console.remark("sealed \(key.name.text) (\(facts))")
  }

  /// Tells early: nobody should type a key that will then not be stored.
  private func checkIsNew(_ name: KeyName, _ session: Session) throws(ByokError) {
    guard let keystore = try Keystore.open(session.keystore), keystore[name] != nil else { return }
    throw Self.exists(name)
  }

  private static func exists(_ name: KeyName) -> ByokError {
    ByokError(
      .failure, "there is a key '\(name.text)' already",
      hints: [
        "byok keys add \(name.text) --replace",
        "or give this one a label: byok keys add \(name.provider)/LABEL",
      ])
  }
}
