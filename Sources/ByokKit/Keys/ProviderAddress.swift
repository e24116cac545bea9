package import ByokCore

/// Finds a provider's address: the one that a variable gives, or its own with the user's part in
/// it.
///
/// Used for keys that are not sealed, and to bind one that is about to be.
package struct ProviderAddress {
  package let provider: Provider
  /// What a variable holds; `nil` if it is not set.
  package let value: (String) -> String?
  /// Whether plain `http` may be used on other machines: never with a key.
  private let allowsHTTP: Bool

  package init(_ provider: Provider, _ value: @escaping (String) -> String?) {
    (self.provider, self.value, allowsHTTP) = (provider, value, false)
  }

  /// - Parameters:
  ///   - provider: Whose address is to be found.
  ///   - environment: Which variables there are.
  ///   - hasKey: Whether a key is sent there.
  package init(_ provider: Provider, in environment: Environment, hasKey: Bool = true) {
    (self.provider, value) = (provider, environment.content)
    allowsHTTP = provider.allowsHTTP && !hasKey
  }

  /// The address that a variable gives, and which one does.
  ///
  /// - Throws: A usage error when it is no address that byok uses.
  func fromVariable() throws(ByokError) -> (variable: String, base: BaseURL)? {
    for variable in provider.readAddressVariables {
      guard let text = value(variable.name) else { continue }
      let completes = variable.name != provider.baseURLVariable || !provider.parts.isEmpty
      let base = try provider.base(
        variable.url(text), from: variable.name, completesPath: completes, allowsHTTP: allowsHTTP)
      return (variable.name, try variable.whole(base, allowsHTTP: allowsHTTP))
    }
    return nil
  }

  /// The first part that no variable gives; `nil` if the address is known.
  ///
  /// - Throws: A usage error when a variable gives an address that byok does not use.
  func missingPart() throws(ByokError) -> AddressPart? {
    guard try fromVariable() == nil else { return nil }
    return provider.parts.first { part in
      part.standard == nil && !part.variables.contains { value($0) != nil }
    }
  }

  /// The address for keys from the environment.
  ///
  /// - Throws: A usage error when it is no address that byok uses, or a part of it is missing.
  package func current() throws(ByokError) -> BaseURL {
    if let base = try fromVariable()?.base { return base }
    return try filled { (part) throws(ByokError) in
      throw ByokError(
        .usage, "\(provider.id) needs \(part.meaning)",
        hints: [
          "set \((part.variables + provider.ownAddressVariables.map(\.name)).joined(separator: " or "))",
          "or seal the key with its address: byok keys add \(provider.id)",
        ])
    }
  }

  /// The address that a new key is bound to.
  ///
  /// - Parameters:
  ///   - option: The value of `--base-url`, if given.
  ///   - ask: Asks the user for a part; `nil` where nobody can be asked.
  /// - Returns: The address.
  /// - Throws: What `ask` throws; a usage error when it is no address that byok uses, or a part of
  ///   it is missing.
  package func binding(
    option: String?, ask: (AddressPart) throws(ByokError) -> String?
  ) throws(ByokError) -> BaseURL {
    if let option {
      return try provider.base(
        option, from: "--base-url", completesPath: !provider.parts.isEmpty)
    }
    // An address of the environment may be meant for another key, where the provider has its own.
    if !provider.parts.isEmpty, let base = try fromVariable()?.base { return base }
    return try filled { (part) throws(ByokError) in
      guard let text = try ask(part) else { throw .missing(part, of: provider) }
      guard AddressPart.isValid(text) else { throw .invalid(text, for: part.meaning) }
      return text
    }
  }

  /// The provider's own address, with its parts filled in.
  private func filled(
    otherwise ask: (AddressPart) throws(ByokError) -> String
  ) throws(ByokError) -> BaseURL {
    var text = provider.baseURL
    for part in provider.parts {
      text.replace("{\(part.name)}", with: try content(of: part, otherwise: ask))
    }
    return try BaseURL(text, from: provider.id, allowsHTTP: allowsHTTP)
  }

  private func content(
    of part: AddressPart, otherwise ask: (AddressPart) throws(ByokError) -> String
  ) throws(ByokError) -> String {
    for variable in part.variables {
      guard let text = value(variable) else { continue }
      guard AddressPart.isValid(text) else { throw .invalid(text, for: variable) }
      return text
    }
    if let standard = part.standard { return standard }
    return try ask(part)
  }
}

extension Provider {
  /// The variables that say where it is.
  package var variablesOfAddress: [String] {
    readAddressVariables.map(\.name) + parts.flatMap(\.variables)
  }

  /// Those of the row that byok reads.
  var ownAddressVariables: [AddressVariable] { addressVariables.filter { !$0.isForPrograms } }

  /// Those that hold a whole address, the one that is made from the id first.
  fileprivate var readAddressVariables: [AddressVariable] {
    let own = ownAddressVariables
    let isInRow = own.contains { $0.name == baseURLVariable }
    return (isInRow ? [] : [AddressVariable(name: baseURLVariable)]) + own
  }

  /// An address of this provider's that somebody wrote.
  ///
  /// The path of a chat at the end, which vendors' pages show with it, is dropped.
  ///
  /// - Parameters:
  ///   - text: What somebody wrote.
  ///   - source: Where it is, for the message.
  ///   - completesPath: Whether a host alone is given the path of this row.
  ///   - allowsHTTP: Whether plain `http` may be used on other machines.
  /// - Returns: The address.
  /// - Throws: A usage error that says which rule it breaks.
  fileprivate func base(
    _ text: String, from source: String, completesPath: Bool, allowsHTTP: Bool = false
  ) throws(ByokError) -> BaseURL {
    let pathEnd = text.firstIndex(of: "?") ?? text.endIndex
    let chat = "/chat/completions"
    let path = text[..<pathEnd]
    let whole = path.hasSuffix(chat) ? path.dropLast(chat.count) + text[pathEnd...] : text[...]
    let base = try BaseURL(String(whole), from: source, allowsHTTP: allowsHTTP)
    guard completesPath, base.path.isEmpty, let ownPath, !ownPath.contains("{") else { return base }
    return try BaseURL(base.origin + ownPath, from: source, allowsHTTP: allowsHTTP)
  }

  private var ownPath: Substring? {
    let host = baseURL.firstRange(of: "://").map { baseURL[$0.upperBound...] }
    return host.flatMap { host in host.firstIndex(of: "/").map { host[$0...] } }
  }
}

extension AddressVariable {
  /// The address with what the vendor's own SDK adds to it, unless that is there already.
  fileprivate func whole(_ base: BaseURL, allowsHTTP: Bool) throws(ByokError) -> BaseURL {
    guard let leavesOut, !base.path.hasSuffix(leavesOut), base.query.isEmpty else { return base }
    return try BaseURL(base.text + leavesOut, from: name, allowsHTTP: allowsHTTP)
  }

  /// The address as the vendor's own SDK expects it.
  func text(of base: BaseURL) -> String {
    guard let leavesOut, base.query.isEmpty, base.path.hasSuffix(leavesOut) else {
      return base.text
    }
    return String(base.text.dropLast(leavesOut.count))
  }
}

extension ByokError {
  fileprivate static func missing(_ part: AddressPart, of provider: Provider) -> Self {
    let placeholder = part.name.uppercased()
    let example = provider.baseURL.replacing("{\(part.name)}", with: placeholder)
    return Self(
      .usage, "\(provider.id) needs \(part.meaning)",
      hints: [
        "set \(part.variables.joined(separator: " or "))",
        "or give the whole address: --base-url \(example)",
        "on a terminal, byok asks for it",
      ])
  }

  fileprivate static func invalid(_ text: String, for place: String) -> Self {
    Self(.usage, "\(place) must be letters, digits and hyphens, not \(text.quoted)")
  }
}
