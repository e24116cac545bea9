internal import ByokCore
internal import ByokKit

/// `byok doctor`: what is installed, readable, locked and reachable.
struct Doctor: Command {
  var common = CommonOptions()
  var asksProviders = false
  var timeout: Seconds?

  static let name = "doctor"

  static let definition = CommandDefinition<Self>(
    summary: "Check installation, files, locks and connections",
    detail: [
      "Each line has a mark: ✓ is good, ✗ is a problem with a fix, · is information.",
      "No line contains a secret, a key's label or an account, and the home folder is shown as '~':"
        + " the output may be pasted into a bug report. Nothing is sent without --network, and no key"
        + " is sent with it.",
      "The exit status is 1 if there is a problem.",
    ],
    options: [
      .flag("network", \.asksProviders, "Ask the providers of your keys, without a key"),
      .value("timeout", "SECONDS", \.timeout, "Timeout per provider, in seconds (default: 10)"),
    ],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok doctor", purpose: "find problems"),
      Example(line: "byok doctor --network", purpose: "check whether the providers can be reached"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    // A passphrase that would be asked for is told as what is missing.
    session.console.mayAsk = false
    var diagnosis = Diagnosis(home: session.environment.value("HOME"))
    diagnosis.lookAtProgram()
    diagnosis.lookAtFiles(session.locations)
    diagnosis.lookAtKeystore(session.keystore)
    diagnosis.lookAtConversations(session)
    // What is wrong with it has been told.
    let valid = try? Configuration.load(session.locations)
    let configuration = valid ?? Configuration()
    let providers = ProviderList(configuration)
    diagnosis.lookAtKeys(session, configuration)
    diagnosis.lookAtCreds(session, configuration)
    diagnosis.lookAtServers(session, configuration)
    diagnosis.lookAtNetwork(session.environment)
    diagnosis.lookAtBrokers(BrokerProcess.word, (Serve.name, ["token"]), session)
    if asksProviders {
      let providersWithKeys = valid.map { ProvidersWithKeys(session, $0) }
      let asked = providers.all.filter {
        !$0.isOffline && $0.retirement == nil && providersWithKeys?.owns($0) == true
      }
      diagnosis.ask(asked, session, configuration, timeout: timeout?.count ?? 10)
    }
    if common.json {
      try session.console.write(.array(diagnosis.facts.map(\.document)), pretty: true)
    } else {
      try session.console.write(diagnosis)
    }
    let count = diagnosis.badCount
    guard count > 0 else { return }
    var failure = ByokError(.failure, "\(count.counted("problem")) found")
    failure.reporting = .inWords
    throw failure
  }
}
