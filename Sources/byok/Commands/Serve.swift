internal import ByokCore
internal import ByokKit

/// `byok serve`: a broker on its own, for programs that have a token.
struct Serve: Command {
  var common = CommonOptions()
  var keys: [KeyReference] = []
  var address: ListeningAddress?
  var hosts: [String] = []
  var isForEveryone = false

  static let name = "serve"
  private static let usualAddress = ListeningAddress.loopback(port: 4141, isIPv6: false)

  static let definition = CommandDefinition<Self>(
    summary: "Pass on requests of programs that have a token",
    detail: [
      "Listens on this machine until it is stopped, and passes requests on to the providers of your keys,"
        + " or of those that are named, with the key put in: /openai/v1 is OpenAI's address. Programs show"
        + " a token of 'byok serve token'. Keys are read once, at the start; tokens that are added or"
        + " removed meanwhile count within seconds.",
      "A socket that systemd has opened is used instead of --listen. 'byok help broker' has the units, and"
        + " says what this protects.",
    ],
    operands: [
      .repeating("PROVIDER[/LABEL]", optional: true, \.keys, words: .names(.holder))
    ],
    options: [
      .value(
        "listen", "ADDRESS", \.address,
        "Listen at 127.0.0.1:PORT, [::1]:PORT or unix:PATH (4141)"),
      .repeating("host", "NAME", \.hosts, "Also answer requests for the host NAME"),
      .flag("any-user", \.isForEveryone, "Also answer programs of other users"),
      .certificates,
    ],
    unlocks: true,
    examples: [
      Example(line: "byok serve openai anthropic", purpose: "serve two providers on port 4141"),
      Example(
        line: "byok serve --listen unix:$XDG_RUNTIME_DIR/byok.sock", purpose: "serve at a socket"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let configuration = try Configuration.load(session.locations)
    let lookup = KeyLookup(session, configuration)
    let file = try TokenFile(session)
    let entries = try file.entries()
    guard !entries.isEmpty else {
      throw ByokError(.usage, "no tokens yet", hint: "byok serve token add NAME")
    }
    var brokered = BrokeredKeys(lookup, configuration, session)
    for key in keys { try brokered.add(key) }
    if keys.isEmpty { try brokered.addAll() }
    session.takesSignals = false
    let broker = Broker(
      brokered.routes, tokens: entries.map { ($0.token, $0.use) },
      try Broker.Outside(session, configuration))
    let manager = ServiceManager(session.environment)
    let listener = try listen(manager)
    let console = session.console
    let ids = brokered.routes.map { "/\($0.provider.id)" }.joined(separator: ", ")
    try BrokerService(broker, session, hosts: hosts, isForEveryone: isForEveryone)
      .run(listener, until: nil) {
        console.note("listening on \(listener.address.text) for \(ids)")
        manager.report(.ready)
      } tick: {
        keep(broker, file, console)
      }
    manager.report(.stopping)
  }

  /// Notes what was done with tokens, and learns which ones there are now.
  private func keep(_ broker: Broker, _ file: TokenFile, _ console: Console) {
    do {
      try file.note(broker.use)
      broker.know(try file.entries().map { ($0.token, $0.use) })
    } catch {
      console.warn(error)
    }
  }

  private func listen(_ manager: ServiceManager) throws(ByokError) -> ListeningSocket {
    if manager.hasSockets {
      guard manager.socketCount == 1, let listener = manager.socket() else {
        throw ByokError(.usage, "LISTEN_FDS must name one socket that takes connections")
      }
      guard listener.isLoopback else {
        throw ByokError(
          .usage, "the socket can be reached from other machines",
          hint: "ListenStream=127.0.0.1:4141   in the .socket unit")
      }
      return listener
    }
    let address = address ?? Self.usualAddress
    do throws(Errno) {
      return try ListeningSocket(address)
    } catch {
      throw ByokError(.failure, "cannot listen on \(address.text): \(error.text)")
    }
  }
}
