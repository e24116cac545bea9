/// `byok chat`: one prompt in, one reply out.
struct Chat: Command {
  var common = CommonOptions()
  var words: [String] = []
  var model: String?
  var system: String?
  var temperature: Double?
  var topP: Double?
  var maxTokens: Int?
  var seed: Int?
  var stop: [String] = []
  var reasoning: ReasoningLevel?
  var api: ChatAPI?
  var isWhole = false
  var ignoresInput = false
  var key: Label?
  var baseURL: String?
  var timeout: Seconds?
  var retries: Int?
  var certificates: String?
  var showsReasoning = false
  var showsUsage = false
  var isUnlogged = false

  static let name = "chat"

  static let definition = CommandDefinition<Self>(
    summary: "Send one prompt to a model and print the reply",
    detail: [
      "The prompt is the words given, then, after a blank line, standard input if it is not a"
        + " terminal. The reply goes to standard output as it arrives, and nothing else does.",
      "MODEL is PROVIDER/MODEL-ID, an id that the built-in catalogue knows, or an alias from the"
        + " configuration. Without one, BYOK_MODEL, the configuration's model, or the default model"
        + " of the only provider with a key is used.",
      "What a model is known not to take, such as a temperature, is refused before it is asked.",
    ],
    operands: [.repeating("PROMPT", optional: true, \.words)],
    options: [
      .value("model", short: "m", "MODEL", \.model, "Ask MODEL, such as openai/gpt-5.4-mini"),
      .value("system", short: "s", "TEXT|@FILE", \.system, "Give the model instructions"),
      .value("temperature", "NUMBER", \.temperature, "How freely the model chooses its words"),
      .value("top-p", "NUMBER", \.topP, "Choose among the likeliest words of that share, 0 to 1"),
      .value("max-tokens", "N", \.maxTokens, "End the reply after N tokens"),
      .value("seed", "N", \.seed, "Choose the same words again, as far as the model can"),
      .repeating("stop", "TEXT", \.stop, "End the reply before TEXT; may be given again"),
      .value(
        "reasoning", "LEVEL", \.reasoning,
        "Think none, minimal, low, medium, high, xhigh, max"),
      .value("api", "chat|responses", \.api, "Use that API where the provider has both"),
      .flag("no-stream", \.isWhole, "Ask for the reply in one piece"),
      .flag("no-stdin", short: "n", \.ignoresInput, "Do not read standard input"),
      .value("key", "LABEL", \.key, "Use the sealed key of that label"),
      .value("base-url", "URL", \.baseURL, "Another address, to which the key must be bound"),
      .value("timeout", "SECONDS", \.timeout, "Give up after SECONDS (default: 1800)"),
      .value("retries", "N", \.retries, "Try again up to N times before any output (default: 3)"),
      .value("ca-file", "PEM", \.certificates, "Trust these authorities besides the system's"),
      .flag("show-reasoning", \.showsReasoning, "Print the model's thinking on stderr"),
      .flag("usage", short: "u", \.showsUsage, "Tell tokens and cost on stderr"),
      .flag("no-log", \.isUnlogged, "Do not note this request in the usage log"),
    ],
    json: true,
    unlocks: true,
    examples: [
      Example(
        line: "byok chat -m echo/echo 'It works'",
        purpose: "tries byok without key or network", runsAnywhere: true),
      Example(
        line: "git diff | byok chat -m openai/gpt-5.4-mini 'Write a commit message:'",
        purpose: "puts an instruction before what a pipe brings"),
      Example(
        line: "echo 'one two three' | byok chat -m echo/echo | wc -w",
        purpose: "goes on in a pipeline", runsAnywhere: true),
      Example(
        line: "byok chat -m echo/echo --json hello",
        purpose: "prints JSON with text and token counts",
        runsAnywhere: true),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let configuration = try Configuration.load(session.locations)
    let lookup = KeyLookup(session, configuration)
    let resolver = ModelResolver(
      configuration: configuration, providers: ProviderList(configuration),
      environment: session.environment, lookup: lookup)
    let choice = try resolver.resolve(model)
    for remark in choice.remarks { session.console.remark(remark) }
    let wire = try choice.wire(api)
    let settings = try ParameterCheck(choice, wire).accepted(self.settings)
    let key = try lookup.find(for: choice.provider, label: self.key?.text, baseURL: baseURL)
    session.console.detail("using \(key.source.text) at \(key.base.text)")
    var request = ChatRequest(model: choice.model, prompt: try prompt(session.console))
    request.system = try systemText()
    request.streams = !isWhole
    request.settings = settings
    request.facts = choice.facts
    request.quirks = choice.provider.quirks
    let exchange = ChatExchange(
      provider: choice.provider, wire: wire, transport: session.transport,
      clock: session.clock, console: session.console, retries: retries ?? 3,
      timeout: timeout?.count ?? 1800,
      extraCertificates: try certificates.map { (path) throws(ByokError) in
        try Self.authorities(path)
      })
    let isLogged = configuration.logs && !isUnlogged && !choice.provider.isOffline
    try ChatRun(
      exchange: exchange, request: request, console: session.console, clock: session.clock,
      log: isLogged ? try log(session.locations) : nil, isJSON: common.json,
      showsReasoning: showsReasoning, showsUsage: showsUsage
    ).run(with: key)
  }

  /// What the options ask of the model.
  var settings: ChatSettings {
    ChatSettings(
      temperature: temperature, topP: topP, maxTokens: maxTokens, seed: seed, stop: stop,
      reasoning: reasoning)
  }

  private func prompt(_ console: Console) throws(ByokError) -> String {
    let given = words.joined(separator: " ")
    var read = ""
    if !ignoresInput, !console.readsFromTerminal {
      read = try console.readText(
        patience: given.isEmpty ? nil : 2000,
        notice: "waiting for standard input to end; -n ignores it")
    }
    let prompt = [given, read].filter { !$0.isEmpty }.joined(separator: "\n\n")
    guard !prompt.isEmpty else {
      throw ByokError(
        .usage, "there is no prompt", hints: ["byok chat 'a question'", "echo text | byok chat"])
    }
    return prompt
  }

  /// The usage log; `nil` without a home folder, which a key from the environment does not need.
  private func log(_ locations: Locations) throws(ByokError) -> UsageLog? {
    do {
      return UsageLog(path: try locations.usageLog())
    } catch  where error == .noHome {
      return nil
    }
  }

  /// The instructions: the text itself, or a file's after `@`.
  private func systemText() throws(ByokError) -> String? {
    guard let system, system.hasPrefix("@") else { return system }
    let bytes = try Self.read(String(system.dropFirst()))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ByokError(.usage, "\(String(system.dropFirst()).quoted) is not UTF-8 text")
    }
    return text
  }

  /// The certificates in a file.
  static func authorities(_ path: String) throws(ByokError) -> [UInt8] {
    let bytes = try read(path)
    guard String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
      throw ByokError(.usage, "\(path.quoted) holds no certificate in PEM form")
    }
    return bytes
  }

  private static func read(_ path: String) throws(ByokError) -> [UInt8] {
    do throws(ReadFailure) {
      return try readFile(path, limit: 4 << 20)
    } catch {
      throw ByokError(.failure, "cannot read \(path.quoted): \(error.text)")
    }
  }
}

extension ReasoningLevel: ArgumentValue {
  static let expectation = "one of " + allCases.map(\.rawValue).joined(separator: ", ")

  init?(argument: String) { self.init(rawValue: argument) }
}
