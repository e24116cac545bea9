package import ByokCore

/// Seals the keys that a file of `NAME=VALUE` lines holds for the providers that byok knows.
package struct EnvironmentFileImport {
  package let providers: ProviderList
  package let replaces: Bool

  package init(providers: ProviderList, replaces: Bool) {
    self.providers = providers
    self.replaces = replaces
  }

  /// A key to seal.
  private struct Found {
    package let name: KeyName
    package let base: BaseURL
    package let assignment: EnvironmentFile.Assignment
  }

  /// A provider whose key is there, and the part of its address that is not.
  private typealias Incomplete = (provider: Provider, part: AddressPart)

  /// - Throws: A usage error when the file holds no key that is recognised; what sealing throws.
  package func run(_ path: String, in session: Session) throws(ByokError) {
    let file = EnvironmentFile(try Secret.reading(path: path))
    let (found, incomplete) = try recognise(file)
    guard !found.isEmpty || !incomplete.isEmpty else {
      throw ByokError(
        .usage, "\(path.quoted) sets no variable of a provider that byok knows",
        hint:
          "such as \(Provider.builtIn.prefix(3).flatMap(\.keyVariables).joined(separator: ", "))")
    }
    let (sealed, kept) = found.isEmpty ? ([], []) : try seal(found, of: file, at: path, session)
    if !sealed.isEmpty { session.console.remark("sealed \(sealed.joined(separator: ", "))") }
    if let (provider, part) = incomplete.first {
      throw ByokError(
        .usage, "\(path.quoted) has a key for \(provider.id), but not \(part.meaning)",
        hints: [
          "add a line \(part.variables.first ?? "")=…", "or seal it: byok keys add \(provider.id)",
        ])
    }
    if !kept.isEmpty { throw .keysAreKept(kept) }
  }

  /// The names of those that are sealed, and of those that were there already.
  private func seal(
    _ found: [Found], of file: borrowing EnvironmentFile, at path: String, _ session: Session
  ) throws(ByokError) -> (sealed: [String], kept: [String]) {
    var sealed: [String] = []
    var kept: [String] = []
    try Keystore.update(session.keystore, create: true) { (keystore) throws(ByokError) in
      let now = Timestamp(seconds: Int(session.clock.now()))
      for key in found {
        guard replaces || keystore[key.name] == nil else {
          kept.append(key.name.text)
          continue
        }
        let raw = try file.secret(key.assignment)
        let secret = try KeyValidation.check(raw, from: "\(path.quoted), \(key.assignment.name)")
        try keystore.seal(
          SealedKey(baseURL: key.base.text, secret: secret), as: key.name, origin: key.base.origin,
          kind: .apiKey, now: now)
        sealed.append("\(key.name.text) (\(key.assignment.name))")
      }
    }
    return (sealed, kept)
  }

  /// The first variable of each provider that is set, bound to the address that the file gives.
  private func recognise(
    _ file: borrowing EnvironmentFile
  ) throws(ByokError) -> (found: [Found], incomplete: [Incomplete]) {
    var found: [Found] = []
    var incomplete: [Incomplete] = []
    // As in a shell, the last of several lines counts.
    let set = Dictionary(
      file.assignments.filter { !$0.value.isEmpty }.map { ($0.name, $0) }
    ) { $1 }
    for provider in providers.all where provider.retirement == nil {
      // A sealed key would travel in the other field.
      let variables = provider.keyVariables.filter {
        set[$0] != nil && !provider.bearerVariables.contains($0)
      }
      guard variables.contains(where: provider.owns), let variable = variables.first,
        let assignment = set[variable]
      else { continue }
      var values: [String: String] = [:]
      for name in provider.variablesOfAddress {
        values[name] = set[name].map { file.plainText($0) }
      }
      let address = ProviderAddress(provider) { [values] in values[$0] }
      if let part = try address.missingPart() {
        incomplete.append((provider, part))
        continue
      }
      found.append(
        Found(
          name: KeyName(provider: provider.id, label: KeyName.defaultLabel),
          base: try address.current(), assignment: assignment))
    }
    return (found, incomplete)
  }
}

extension ByokError {
  /// Keys that were not replaced.
  package static func keysAreKept(_ names: [String]) -> Self {
    Self(
      .failure, "there are keys already, which are kept: \(names.joined(separator: ", "))",
      hint: "--replace replaces them")
  }
}
