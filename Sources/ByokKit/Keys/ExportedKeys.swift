package import ByokCore

/// The variables by which another program gets keys.
///
/// Which key a provider's is, and where it may go, is decided as for a request: see ``KeyLookup``.
package struct ExportedKeys {
  private let lookup: KeyLookup
  private let providers: ProviderList
  private let console: Console
  /// What is set.
  package private(set) var lines: [VariableLine] = []
  /// What each variable that holds a key holds, for messages.
  private var contents: [String: String] = [:]
  /// Variables of the environment that are replaced, or hold another key of a provider's.
  private var replaced: Set<String> = []

  package init(_ lookup: KeyLookup, _ providers: ProviderList, _ console: Console) {
    (self.lookup, self.providers, self.console) = (lookup, providers, console)
  }

  /// Adds a key under its provider's own variable.
  ///
  /// - Throws: `noKey` when there is none, or it may not go where a variable says; a usage error
  ///   when the variable holds another key already.
  package mutating func add(_ reference: KeyReference) throws(ByokError) {
    let provider = try providers.find(reference.provider)
    try add(provider, label: reference.label)
    guard reference.label == nil,
      let variable = provider.setVariables(in: lookup.environment).first,
      let names = try? ProvidersWithKeys.names(lookup.keystore),
      names.contains(where: { $0.provider == provider.id })
    else { return }
    console.note(
      "\(variable) is set and overrides the sealed key; to use that: \(provider.id)/LABEL")
  }

  /// Adds the key of every provider that has one.
  ///
  /// Of several providers that read the same variable, the one whose own it is gets it.
  ///
  /// - Throws: `noKey` when there is no key at all; what ``add(_:)`` throws.
  package mutating func addAll() throws(ByokError) {
    let candidates = providers.all.filter { !$0.isOffline && $0.retirement == nil }
    let providersWithKeys = try lookup.providersWithKeys(among: candidates)
    guard !providersWithKeys.isEmpty else {
      throw ByokError(.noKey, "no keys yet", hint: "byok keys add openai")
    }
    let owners = providersWithKeys.filter { $0.keyVariables.first.map($0.owns) ?? false }
    let ids = Set(owners.map(\.id))
    for provider in owners + providersWithKeys.filter({ !ids.contains($0.id) }) {
      if let reason = reasonToLeaveOut(provider) {
        console.note("\(provider.id) is left out: \(reason)")
      } else {
        try add(provider, label: nil)
      }
    }
  }

  private func reasonToLeaveOut(_ provider: Provider) -> String? {
    guard let variable = provider.keyVariables.first else { return "it has no variable" }
    return contents[variable].map { "\(variable) holds \($0)" }
  }

  /// Adds a key under a variable that the user names.
  ///
  /// - Throws: As ``add(_:)``.
  package mutating func add(_ assignment: KeyAssignment) throws(ByokError) {
    guard !assignment.key.name.isOfServer else { return try addOfServer(assignment) }
    let provider = try providers.find(assignment.key.provider)
    let key = try find(provider, label: assignment.key.label)
    guard key.source != .notNeeded else { throw .noKey(for: provider) }
    try set(assignment.variable, to: key.secret, key.source.text)
  }

  /// Adds the key of a server of tools, which only a variable that the user names may hold.
  private mutating func addOfServer(_ assignment: KeyAssignment) throws(ByokError) {
    let reference = assignment.key
    guard
      let keystore = try Keystore.open(
        lookup.keystore, provider: reference.provider, label: reference.label)
    else { throw .noSuchKey(reference.name) }
    let name = try lookup.defaults.name(reference, in: keystore.entries)
    guard let entry = keystore[name] else { throw .noSuchKey(name) }
    let secret = try keystore.unseal(entry).resolve(try entry.keyKind())
    try set(assignment.variable, to: secret, KeySource.keystore(name).text)
  }

  private mutating func add(_ provider: Provider, label: String?) throws(ByokError) {
    let key = try find(provider, label: label)
    switch key.source {
    case .notNeeded, .credential:
      console.detail("\(provider.id) has no key, and needs none")
    case .environment(let variable):
      contents[variable] = key.source.text
      console.detail("\(variable) stays as it is")
    case .keystore(let name):
      guard let variable = provider.keyVariables.first else {
        throw ByokError(
          .usage, "\(provider.id) has no variable for its key",
          hints: ["--env NAME=\(name.text)", "or name one as key_env in config.json"])
      }
      try set(variable, to: key.secret, key.source.text)
      // Another key of the provider's there would be the one that some programs take.
      replaced.formUnion(provider.keyVariables)
      try setAddress(of: provider, key.base)
    }
  }

  private func find(_ provider: Provider, label: String?) throws(ByokError) -> ChosenKey {
    guard !provider.isOffline else {
      throw ByokError(.usage, "\(provider.id) answers offline and has no key")
    }
    guard !provider.usesCredentials else {
      let isBrokered = provider.dialects.contains { !$0.brokered.isEmpty }
      throw ByokError(
        .usage, "\(provider.id) uses another tool's credentials, which byok does not export",
        hints: isBrokered ? ["byok exec --broker \(provider.id) -- COMMAND"] : [])
    }
    return try lookup.find(for: provider, label: label, baseURL: nil)
  }

  private mutating func set(
    _ variable: String, to secret: borrowing Secret, _ content: String
  ) throws(ByokError) {
    if let other = contents[variable] {
      throw ByokError(
        .usage, "\(variable) cannot hold both \(other) and \(content)",
        hint: "give one a variable of its own: --env NAME=PROVIDER/LABEL")
    }
    contents[variable] = content
    replaced.insert(variable)
    lines.append(try VariableLine(variable, secret))
    console.detail("\(variable) holds \(content)")
  }

  /// Says where the key goes, where that is not the provider's own address.
  private mutating func setAddress(of provider: Provider, _ base: BaseURL) throws(ByokError) {
    guard (try? ProviderAddress(provider) { _ in nil }.current()) != base else { return }
    let own = AddressVariable(name: provider.baseURLVariable)
    let ofSDK = provider.ownAddressVariables.filter { $0.leavesOut != nil }
    for variable in ofSDK.contains(where: { $0.name == own.name }) ? ofSDK : [own] + ofSDK {
      let text = variable.text(of: base)
      replaced.insert(variable.name)
      lines.append(try VariableLine(variable.name, text: text))
      console.detail("\(variable.name) is \(text)")
    }
  }

  /// Which variables the program does not inherit, as their beginnings.
  ///
  /// - Parameter isOnly: Whether it gets no other provider's key.
  /// - Returns: Beginnings such as `OPENAI_API_KEY=`.
  package func withheld(isOnly: Bool) -> [String] {
    var names = replaced
    if isOnly {
      names.formUnion(providers.all.flatMap(\.keyVariables).filter { contents[$0] == nil })
    }
    return SecretCommand.withheldVariables + names.map { "\($0)=" }
  }
}

/// A key and the variable that is to hold it: `NAME=PROVIDER/LABEL`.
package struct KeyAssignment: ArgumentValue, Equatable {
  package static let expectation = "NAME=PROVIDER or NAME=PROVIDER/LABEL"
  package static let words: WordKind? = .names(.assignment)
  package let variable: String
  package let key: KeyReference

  package init?(argument: String) {
    guard let equals = argument.firstIndex(of: "=") else { return nil }
    let name = String(argument[..<equals])
    let isName = name.utf8.allSatisfy { byte in
      let character = Character(Unicode.Scalar(byte))
      return byte == UInt8(ascii: "_") || character.isASCII && character.isLetter
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    guard isName, let first = name.first, !first.isNumber,
      let key = KeyReference(argument: String(argument[equals...].dropFirst()))
    else { return nil }
    (variable, self.key) = (name, key)
  }
}
