/// Whether a server is asked through a proxy, and why.
package enum ProxyRoute: Equatable, Sendable {
  /// Directly: no variable names a proxy for it.
  case direct
  /// Directly, as it is this machine, though a variable names a proxy.
  case loopback
  /// Directly, as an entry of that variable says.
  case exempt(variable: String, entry: String)
  /// Through the proxy that a variable names.
  case proxy(variable: String)

  /// The way in words, without the proxy's address; `nil` for the usual one.
  package var reason: String? {
    switch self {
    case .direct, .loopback: nil
    case .exempt(let variable, let entry): "without a proxy: \(variable) has \(entry.quoted)"
    case .proxy(let variable): "through the proxy of \(variable)"
    }
  }

  /// The variable that names the proxy that is used.
  var variable: String? {
    if case .proxy(let variable) = self { variable } else { nil }
  }
}

extension NetworkEnvironment {
  /// How a server is asked.
  ///
  /// libcurl takes the proxy from the same variables; whether it is used is decided here alone.
  package func route(to base: BaseURL) -> ProxyRoute {
    guard let variable = proxyVariable(isSecure: base.isSecure) else { return .direct }
    // A proxy has no business with what stays on this machine.
    if base.isLoopback { return .loopback }
    guard let (name, exemptions) = exemptions, let entry = exemptions.entry(exempting: base) else {
      return .proxy(variable: variable)
    }
    return .exempt(variable: name, entry: entry)
  }

  /// The variable that names a proxy; `nil` for none.
  ///
  /// Of `http_proxy`, the capitals do not count, as with curl.
  package func proxyVariable(isSecure: Bool) -> String? {
    let own = isSecure ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
    return (own + ["all_proxy", "ALL_PROXY"]).first(where: environment.contains)
  }

  /// The list of servers without a proxy, and the variable that has it.
  package var exemptions: (variable: String, list: ProxyExemptions)? {
    for variable in ["no_proxy", "NO_PROXY"] {
      if let text = environment.value(variable) { return (variable, ProxyExemptions(text)) }
    }
    return nil
  }

  /// The route in words, without user and password of a proxy.
  package func text(of route: ProxyRoute) -> String {
    switch route {
    case .direct: "no proxy"
    case .loopback: "no proxy: it is this machine"
    case .exempt(let variable, let entry): "no proxy: \(variable) has \(entry.quoted)"
    case .proxy(let variable):
      "through the proxy \(Self.shown(environment.value(variable) ?? "")) (\(variable))"
    }
  }

  /// A proxy's address without what may be secret: user, password, path and query.
  static func shown(_ proxy: String) -> String {
    let word = proxy.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
    let scheme = proxy[word.endIndex...].hasPrefix("://") ? word + "://" : ""
    // A password may hold anything, also what ends a host.
    let end = proxy.lastIndex(of: "@").map(proxy.index(after:))
    let rest = end.map { proxy[$0...] } ?? proxy.dropFirst(scheme.count)
    return Sanitizer.oneLine(scheme + rest.prefix { !"/?#".contains($0) })
  }
}
