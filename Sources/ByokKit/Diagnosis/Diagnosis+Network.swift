package import ByokCore

extension Diagnosis {
  /// The text between here and the providers, without asking anybody.
  package mutating func lookAtNetwork(_ environment: Environment) {
    group = "network"
    lookAtProxy(NetworkEnvironment(environment: environment))
    lookAtLibraryVariables(environment)
    guard let file = environment.value("SSL_CERT_FILE") else {
      return note("authorities", "the system's")
    }
    do throws(ReadFailure) {
      _ = try readFile(file, limit: 16 << 20)
      good(
        "authorities", "those of '\(file)' (SSL_CERT_FILE); the system's for keys that are sealed")
    } catch {
      bad(
        "authorities", "cannot read '\(file)': \(error.text)",
        fix: "unset SSL_CERT_FILE, or name a file with certificates in PEM form")
    }
  }

  /// Reports the variables that users may expect to be obeyed.
  private mutating func lookAtLibraryVariables(_ environment: Environment) {
    for variable in LibraryVariable.all {
      if variable.isObeyed(in: environment) {
        note(variable.name, "is set and obeyed, because of \(LibraryVariable.consent)")
      } else if variable.isIgnored(in: environment) {
        let consent = variable.isForFIPS ? ", unless \(LibraryVariable.consent)=1 is set" : ""
        note(variable.name, "is set and ignored\(consent)")
      }
    }
  }

  /// Reports the variable that names a proxy, but not the proxy itself.
  private mutating func lookAtProxy(_ network: NetworkEnvironment) {
    note("proxy", network.proxyVariable(isSecure: true).map { "\($0) is set" } ?? "none")
    guard let exemptions = network.exemptions else { return }
    let (name, wrong) = (exemptions.variable, exemptions.list.ineffective)
    guard !wrong.isEmpty else { return note(name, "lists what is reached without a proxy") }
    let words = wrong.map(\.quoted).joined(separator: ", ")
    bad(
      name, "\(words) \(wrong.count == 1 ? "has" : "have") no effect",
      fix: "write host, host:port, .domain, an address or a network such as 10.0.0.0/8")
  }

  /// Whether the providers that there are keys for answer; no key is sent.
  package mutating func ask(
    _ providers: [Provider], _ session: Session, _ configuration: Configuration, timeout: Double
  ) {
    guard !providers.isEmpty else { return note("providers", "no provider to ask: no keys") }
    var session = session
    session.transport = session.transport(configuration)
    let client = ClientSession(session)
    let environment = session.environment
    let document = (try? Keystore.document(session.keystore)) ?? nil
    let places = providers.flatMap { provider in
      Self.addresses(of: provider, environment, document).map { (provider, $0) }
    }
    let answers = WorkerPool.map(places, workers: 8) { place in
      Self.answer(of: place.0, at: place.1, client, timeout: timeout)
    }
    let network = NetworkEnvironment(environment: environment)
    for (place, answer) in zip(places, answers) {
      let name = place.0.id
      let way = network.route(to: place.1).reason.map { ", \($0)" } ?? ""
      switch answer {
      case .success(let text): good(name, "\(place.1.origin): \(text)\(way)")
      case .failure(let failure):
        bad(
          name, "\(place.1.origin): \(failure.message)\(way)",
          fix: "is the address right, and a proxy needed (HTTPS_PROXY)?")
      }
    }
  }

  /// Where a provider's keys go.
  private static func addresses(
    of provider: Provider, _ environment: Environment, _ document: KeystoreDocument?
  ) -> [BaseURL] {
    var texts = document?.entries.entries(of: provider.id).flatMap(\.origins) ?? []
    var bases: [BaseURL] = []
    if provider.ownVariable(in: environment) != nil,
      let base = try? ProviderAddress(provider, in: environment).current()
    {
      bases.append(base)
      texts.removeAll { $0 == base.origin }
    }
    let own = try? provider.base()
    var seen: Set<String> = []
    for text in texts where seen.insert(text).inserted {
      if let own, own.origin == text {
        bases.append(own)
      } else {
        (try? BaseURL(text, from: provider.id)).map { bases.append($0) }
      }
    }
    return bases
  }

  private static func answer(
    of provider: Provider, at base: BaseURL, _ session: ClientSession, timeout: Double
  ) -> Result<String, TransportFailure> {
    let start = session.clock.monotonic()
    let client = ProviderClient(provider, nil, session, .once(timeout))
    let endpoint = DocumentEndpoint(provider.modelList?.path ?? "/")
    let answer: Result<WholeAnswer, TransportFailure>
    do throws(ByokError) {
      answer = try client.whole(endpoint, key: try ChosenKey(noneAt: base))
    } catch {
      return .failure(TransportFailure(cause: .unusable, message: error.message))
    }
    return answer.map { answer in
      let milliseconds = Int(((session.clock.monotonic() - start) * 1000).rounded())
      return "HTTP \(answer.head?.status ?? 0) in \(milliseconds) ms, asked without a key"
    }
  }
}
