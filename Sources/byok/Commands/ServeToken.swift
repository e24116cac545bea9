internal import ByokCore
internal import ByokKit

/// `byok serve token`: the tokens that programs show to `byok serve`.
struct ServeToken: LimitsToken {
  var common = CommonOptions()
  var action: Action?
  var label: Label?
  var limits = BrokerLimitOptions()
  var providers: [String] = []

  /// What to do.
  enum Action: String, CaseIterable, ArgumentValue {
    case add, list, rm

    static let expectation = "add, list or rm"

    init?(argument: String) { self.init(rawValue: argument) }
  }

  static let name = "serve token"

  static let definition = CommandDefinition<Self>(
    summary: "Add, list or remove the tokens of 'byok serve'",
    detail: [
      "'add' prints a new token, once: byok keeps a digest of it. Without options it is good for every"
        + " provider that is served, without limits and for ever; budgets of config.json hold in any case."
        + " 'list' shows limits, requests and cost so far. A token that is removed ends within seconds,"
        + " and requests under way end by themselves."
    ],
    operands: [.required("ACTION", \.action), .optional("NAME", \.label, words: .text)],
    options: [
      .repeating("providers", "PROVIDER[,...]", \.providers, "Allow only these providers")
    ] + CommandOption<Self>.tokenLimits,
    json: true,
    examples: [
      Example(
        line: "byok serve token add editor --max-cost 5 --for 30d",
        purpose: "a token for a month and $5"),
      Example(line: "byok serve token list", purpose: "all tokens and what they cost"),
      Example(line: "byok serve token rm editor", purpose: "revoke one"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let file = try TokenFile(session)
    let option = limits.firstOption ?? (providers.isEmpty ? nil : "--providers")
    if let option, action != .add {
      throw ByokError(.usage, "'\(option)' is only for 'byok serve token add'")
    }
    switch action {
    case .add: try add(try name("add"), to: file, session)
    case .rm: try remove(try name("rm"), from: file, session)
    case .list, nil: try list(file, session)
    }
  }

  private func name(_ action: String) throws(ByokError) -> String {
    guard let label else {
      throw ByokError(.usage, "NAME is missing", hint: "byok serve token \(action) NAME")
    }
    return label.text
  }

  private func add(_ name: String, to file: TokenFile, _ session: Session) throws(ByokError) {
    let configuration = try Configuration.load(session.locations)
    let known = ProviderList(configuration)
    let now = session.clock.now()
    var limits = limits.limits(now: now)
    for id in providers.flatMap({ $0.split(separator: ",").map(String.init) }) {
      limits.providers.append(try known.find(id).id)
    }
    let secret = try BrokerToken.make()
    let digest = secret.withBytes { TokenDigest(of: $0) }
    let token = KnownToken(name: name, digest: digest, limits: limits)
    try file.change { (entries) throws(ByokError) in
      guard !entries.contains(where: { $0.token.name == name }) else {
        throw ByokError(
          .usage, "there is a token \(name.quoted) already", hint: "byok serve token rm \(name)")
      }
      entries.append(.init(token, createdAt: Timestamp(seconds: Int(now))))
    }
    session.console.note("the token \(name.quoted), which is not shown again:")
    try secret.withBytes { (bytes) throws(ByokError) in try session.console.write(bytes) }
    try session.console.write("\n")
  }

  private func remove(
    _ name: String, from file: TokenFile, _ session: Session
  ) throws(ByokError) {
    try file.change { (entries) throws(ByokError) in
      guard let index = entries.firstIndex(where: { $0.token.name == name }) else {
        let nearest = Suggestion.nearest(to: name, among: entries.map(\.token.name))
        throw ByokError(
          .usage, "there is no token \(name.quoted)",
          hint: nearest.map { "did you mean '\($0)'?" } ?? "byok serve token list")
      }
      entries.remove(at: index)
    }
    session.console.note("removed the token \(name.quoted)")
  }

  private func list(_ file: TokenFile, _ session: Session) throws(ByokError) {
    let entries = try file.entries()
    if common.json {
      return try session.console.write(.array(entries.map(\.document)), pretty: true)
    }
    guard !entries.isEmpty else {
      return session.console.note("no tokens yet; byok serve token add NAME adds one")
    }
    let now = session.clock.now()
    let rows = entries.map { entry -> [TableCell] in
      [
        TableCell(entry.token.name), .time(entry.createdAt, now: now),
        TableCell("\(entry.use.requests)"), TableCell(Usage.dollars(entry.use.spent)),
        TableCell(entry.token.limits.words(now: now)),
      ]
    }
    let columns = [
      "NAME", TableColumn("ADDED", rank: 2), TableColumn("REQUESTS", rank: 3), "COST",
      TableColumn("LIMITS", rank: 1, least: 20),
    ]
    try session.console.write(Table(columns, rows))
  }
}

extension BrokerLimits {
  /// The limits for a listing; `none` without any.
  fileprivate func words(now: Double) -> String {
    var words: [String] = []
    if let maxCost { words.append("\(Usage.dollars(maxCost.amount)) together") }
    if let maxRequests { words.append(maxRequests.counted("request")) }
    if let perMinute { words.append("\(perMinute) a minute") }
    if let parallel { words.append("\(parallel) at a time") }
    if !providers.isEmpty { words.append("providers \(providers.joined(separator: ","))") }
    if !models.isEmpty { words.append("models \(models.joined(separator: ","))") }
    if allowsFiles { words.append("files") }
    if let expiry {
      let time = Timestamp(seconds: Int(expiry))
      words.append(expiry > now ? "ends \(time.relative(to: now))" : "ended")
    }
    return words.isEmpty ? "none" : words.joined(separator: "; ")
  }
}
