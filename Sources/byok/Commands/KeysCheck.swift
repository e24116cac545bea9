internal import ByokCore
internal import ByokKit
internal import Synchronization

/// `byok keys check`: whether keys work.
struct KeysCheck: Command {
  var common = CommonOptions()
  var keys: [KeyReference] = []
  var isOfAll = false
  var probes = false
  var model: String?
  var timeout: Seconds?
  var maxAge: CacheTime?
  var isForGitHub = false
  var junit: String?

  static let name = "keys check"

  static let definition = CommandDefinition<Self>(
    summary: "Check whether keys work, without spending tokens",
    detail: [
      "Checks every key, or the given ones; PROVIDER alone means all of its keys. Eight keys are checked"
        + " in parallel, each by a request that costs nothing and that fails with a wrong key. Verdicts"
        + " are shown as they arrive. If the response to a wrong key is not known, as with providers of"
        + " your own, the request is repeated with a made-up key: if that is refused, your key works."
        + " Otherwise the verdict is 'unknown', unless --probe sends a one-token chat, which is recorded"
        + " in the usage log. Its model is MODEL, or one from config.json, the catalogue, or the list"
        + " fetched by 'byok models --refresh'.",
      "Verdicts: valid; valid_limited (it works, but with restricted scopes or rate limits); no_credit;"
        + " rejected; expired; unreachable; unknown. The provider's message and facts about the account"
        + " follow.",
      "Credentials of other tools that may be used (see 'byok creds allow') are checked too, and renewed"
        + " first if they have expired and byok may do that; Qwen Code's need --probe.",
      "A key is sent only to the address that it is bound to. The exit status is 0 if every key works,"
        + " otherwise 4 if one is refused, 3 if one is not available, or 5, 8 or 9. A key that could not"
        + " be checked ('unknown') is a warning, not a failure.",
    ],
    operands: [
      .repeating("PROVIDER[/LABEL]", optional: true, \.keys, words: .names(.holder))
    ],
    options: [
      .flag("all", \.isOfAll, "Check every key (the default)"),
      .flag("probe", \.probes, "Send a one-token chat if nothing else proves the key"),
      .value("model", "MODEL", \.model, "Probe with MODEL"),
      .value("timeout", "SECONDS", \.timeout, "Timeout per key, in seconds (default: 15)"),
      .value("max-age", "TIME", \.maxAge, "Reuse verdicts up to this age, such as 1h"),
      .flag("github", \.isForGitHub, "Print annotations for GitHub Actions, and a summary"),
      .value("junit", "FILE", \.junit, "Write a JUnit report to FILE"),
      .certificates,
    ],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok keys check", purpose: "check all keys"),
      Example(
        line: "byok keys check openai/ci -q", purpose: "check in a script, by the exit status"),
      Example(
        line: "byok keys check gateway --probe --model fast", purpose: "check with a one-token chat"
      ),
      Example(
        line: "byok keys check --github --junit keys.xml", purpose: "check in a daily workflow"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    if isOfAll, let key = keys.first { throw .conflict("--all", key.text) }
    if common.json, isForGitHub { throw .conflict("--json", "--github") }
    if common.json, junit == "-" { throw .conflict("--json", "--junit -") }
    try checkModel()
    try junitFile?.check()
    let results = try results(session)
    do throws(ByokError) {
      try LastChecks.keep(results, session.locations, clock: session.clock)
    } catch {
      session.console.note("cannot store the verdicts: \(error.message)")
    }
    try report(results, session)
    if !common.quiet { warn(results, session.console) }
    if let failure = failure(results) { throw failure }
  }

  // MARK: Which keys

  private func facts(
    _ inventory: KeyInventory, _ providers: ProviderList, _ discovery: CredentialDiscovery
  ) throws(ByokError) -> [KeyFacts] {
    guard !keys.isEmpty else {
      // Creds that byok would not use are nobody's worry.
      let all = try inventory.facts().filter { discovery.mayUse($0) && !$0.isOfServer }
      guard !all.isEmpty else {
        throw ByokError(.noKey, "no keys to check", hint: "byok keys add PROVIDER")
      }
      return all
    }
    var facts: [KeyFacts] = []
    for key in keys {
      guard !key.name.isOfServer else {
        throw ByokError(
          .usage, "\(key.text) is for an MCP server, not for a provider",
          hint: "byok mcp check SERVER   asks whether the server works with it")
      }
      let own = try inventory.facts(of: key.provider)
      let found = own.filter { key.label == nil || $0.label == key.label }
      if found.isEmpty {
        if key.label == nil, !CredentialTool.all.contains(where: { $0.id == key.provider }) {
          throw .noKey(for: try providers.find(key.provider))
        }
        throw .noSuchKey(key.name)
      }
      for fact in found
      where !facts.contains(where: { $0.checkName == fact.checkName && $0.source == fact.source }) {
        facts.append(fact)
      }
    }
    return facts
  }

  private func results(_ session: Session) throws(ByokError) -> [KeyCheckResult] {
    let configuration = try Configuration.load(session.locations)
    let client = try ClientSession(session, configuration)
    let providers = ProviderList(configuration)
    let checker = checker(client, providers, session.locations)
    let discovery = CredentialDiscovery(session, configuration.creds)
    try Self.openKeystore(session)
    var inventory = KeyInventory(
      environment: session.environment, keystore: session.keystore,
      defaults: DefaultKey(configuration), providers: providers)
    inventory.creds = discovery.keyFacts
    let facts = try facts(inventory, providers, discovery)
    let keys = try CheckedKey.Gathering(
      session: session, providers: providers, discovery: discovery,
      probe: CredentialProbe(session, configuration, client)
    ).keys(facts)
    let showsLines = !common.json && !common.quiet && junit != "-"
    let sheet = Mutex(CheckTable(facts, client.console, showsLines: showsLines))
    var open = Array(keys.indices)
    if let maxAge {
      let last = LastChecks.read(session.locations)
      open.removeAll { place in
        guard
          let result = last.result(
            of: facts[place], within: maxAge.seconds, now: session.clock.now())
        else { return false }
        sheet.withLock { $0.add(result, at: place) }
        return true
      }
    }
    _ = WorkerPool.map(open, workers: Self.width, watch: client.requests.watch()) { place in
      let result = checker.check(keys[place])
      sheet.withLock { $0.add(result, at: place) }
    }
    if let problem = sheet.withLock({ $0.problem }) { throw problem }
    return sheet.withLock { $0.results.compactMap(\.self) }
  }

  private func checker(
    _ client: ClientSession, _ providers: ProviderList, _ locations: Locations
  ) -> KeyChecker {
    var checker = KeyChecker(
      client, timeout: timeout?.count ?? KeyChecker.standardTimeout, probes: probes)
    checker.model = model
    if probes { checker.known = (try? Configuration.load(locations)).map(KnownModels.init) }
    return checker
  }

  /// How many are asked for at once.
  private static let width = 8

  /// A keystore that nothing unlocks is the end, and not a list of names.
  private static func openKeystore(_ session: Session) throws(ByokError) {
    if try session.locations.hasKeystore { _ = try Keystore.open(session.keystore) }
  }

  // MARK: What is reported

  private func report(
    _ results: [KeyCheckResult], _ session: Session
  ) throws(ByokError) {
    if common.json {
      try session.console.write(.array(results.map(\.document)), pretty: true)
    }
    if isForGitHub {
      try session.console.write(GitHubReport.annotations(results))
      if let path = session.environment.value("GITHUB_STEP_SUMMARY") {
        append(Array(GitHubReport.summary(results).utf8), to: path, session.console)
      }
    }
    guard let junit else { return }
    let report = JUnitReport.text("byok keys check", results.map(\.testCase))
    if junit == "-" { return try session.console.write(report) }
    try junitFile?.replace(with: Array(report.utf8).span)
  }

  private var junitFile: OutputFile? {
    junit.flatMap { $0 == "-" ? nil : OutputFile(path: $0) }
  }

  /// Appends to the workflow's summary; the keys are as good or bad as they are without it.
  private func append(_ bytes: [UInt8], to path: String, _ console: Console) {
    do {
      try OpenFile(appendingTo: path).writeAll(bytes.span)
    } catch {
      console.warn(
        ByokError(
          .failure, "cannot write the summary to \(path.quoted): \(error.text)",
          hint: "GITHUB_STEP_SUMMARY names it"))
    }
  }

  /// Warns of the keys of which nothing is known.
  private func warn(_ results: [KeyCheckResult], _ console: Console) {
    for result in results where result.finding.isOpen {
      let says = result.says.isEmpty ? "" : ": \(result.says)"
      let hint = "byok keys check \(result.key.listedName) --probe   sends a one-token chat"
      let canProbe = !probes && result.key.source != .creds
      console.warn(ByokError(.failure, result.statement + says, hints: canProbe ? [hint] : []))
    }
  }

  private func checkModel() throws(ByokError) {
    guard let model else { return }
    guard probes else { throw ByokError(.usage, "--model needs --probe", hint: "add --probe") }
    guard !KeyShape.mayBeKey(model, exceptUUIDs: true) else {
      throw ByokError(.usage, "the value of --model looks like an API key; nothing was sent")
    }
  }

  /// The failure that the verdicts stand for.
  private func failure(_ results: [KeyCheckResult]) -> ByokError? {
    let bad = results.filter { $0.finding.failure != nil }
    guard !bad.isEmpty else { return nil }
    let kind = ByokError.Kind.mostSevere(of: bad.compactMap(\.finding.failure))
    let worst = bad.first { $0.finding.failure == kind } ?? bad[0]
    var error = ByokError(kind, Self.message(bad, worst, of: results.count))
    let usesCredentials = worst.key.kind == KeyKind.oauth.rawValue
    if kind == .keyRejected, worst.key.source == .keystore, !usesCredentials {
      error.hints.append("byok keys add \(worst.name) --replace   takes another one")
    }
    error.provider = .init(id: worst.key.provider)
    error.reporting = common.quiet ? .nowhere : .inWords
    return error
  }

  private static func message(
    _ bad: [KeyCheckResult], _ worst: KeyCheckResult, of count: Int
  ) -> String {
    let words = worst.statement + (worst.finding.message.map { ": \($0)" } ?? "")
    guard bad.count == 1 else {
      return "\(bad.count) of \(count) keys are not known to work; \(words)"
    }
    return worst.finding.verdict == .unknown ? words : "the key \(words)"
  }
}
