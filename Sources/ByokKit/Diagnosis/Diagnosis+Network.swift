extension Diagnosis {
  /// What stands between here and the providers, without asking anybody.
  mutating func lookAtNetwork(_ environment: Environment) {
    group = "network"
    let proxy = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].first(
      where: environment.contains)
    note("proxy", proxy.map { "\($0) is set" } ?? "none")
    guard let file = environment.value("SSL_CERT_FILE") else {
      return note("authorities", "the system's")
    }
    do throws(ReadFailure) {
      _ = try readFile(file, limit: 16 << 20)
      good("authorities", "those of '\(file)' (SSL_CERT_FILE)")
    } catch {
      bad(
        "authorities", "cannot read '\(file)': \(error.text)",
        mend: "unset SSL_CERT_FILE, or name a file with certificates in PEM form")
    }
  }

  /// Whether the providers that there are keys for answer; no key is sent.
  mutating func ask(_ providers: [Provider], _ session: Session, timeout: Double) {
    guard !providers.isEmpty else { return note("providers", "none to ask: there is no key") }
    let transport = session.transport
    let clock = session.clock
    let environment = session.environment
    let document = (try? Keystore.document(session.keystore)) ?? nil
    let places = providers.flatMap { provider in
      Self.addresses(of: provider, environment, document).map { (provider, $0) }
    }
    let answers = WorkerPool.map(places, workers: 8) { place in
      Self.answer(of: place.0, at: place.1, transport, clock, timeout: timeout)
    }
    for (place, answer) in zip(places, answers) {
      let name = place.0.id
      switch answer {
      case .success(let text): good(name, "\(place.1.origin): \(text)")
      case .failure(let failure):
        bad(
          name, "\(place.1.origin): \(failure.message)",
          mend: "is the address right, and a proxy needed (HTTPS_PROXY)?")
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
    let own = try? BaseURL(provider.baseURL, from: provider.id)
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
    of provider: Provider, at base: BaseURL, _ transport: any Transport, _ clock: Clock,
    timeout: Double
  ) -> Result<String, TransportFailure> {
    let start = clock.monotonic()
    let request = HTTPRequest(
      method: "GET", url: base.address(of: provider.modelList?.path ?? "/"), base: base,
      headers: provider.wire.headers(accepting: "application/json"), body: [], timeout: timeout)
    let body = WholeBody(limit: 64 << 10)
    guard let none = try? Secret(randomBytes: 0) else {
      return .failure(TransportFailure(cause: .unusable, message: "out of memory"))
    }
    do throws(TransportFailure) {
      try transport.send(request, keyLine: none, to: body)
    } catch {
      return .failure(error)
    }
    let milliseconds = Int(((clock.monotonic() - start) * 1000).rounded())
    return .success("HTTP \(body.head?.status ?? 0) in \(milliseconds) ms, asked without a key")
  }
}
