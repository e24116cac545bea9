/// Seals the keys that a file of `NAME=VALUE` lines holds for the providers that byok knows.
struct EnvironmentFileImport {
  let providers: ProviderList
  let replaces: Bool

  /// A key to seal.
  private struct Found {
    let name: KeyName
    let base: BaseURL
    let assignment: EnvironmentFile.Assignment
  }

  /// - Throws: A usage error when the file holds no key that is recognised; what sealing throws.
  func run(_ path: String, in session: Session) throws(ByokError) {
    let file = try read(path)
    let found = try recognise(file)
    guard !found.isEmpty else {
      throw ByokError(
        .usage, "\(path.quoted) sets no variable of a provider that byok knows",
        hint:
          "such as \(Provider.builtIn.prefix(3).flatMap(\.keyVariables).joined(separator: ", "))")
    }
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
        let secret = try KeyText.check(raw, from: "\(path.quoted), \(key.assignment.name)")
        try keystore.seal(
          SealedKey(baseURL: key.base.text, secret: secret), as: key.name, origin: key.base.origin,
          kind: .apiKey, now: now)
        sealed.append("\(key.name.text) (\(key.assignment.name))")
      }
    }
    if !sealed.isEmpty { session.console.remark("sealed \(sealed.joined(separator: ", "))") }
    guard !kept.isEmpty else { return }
    throw ByokError(
      .failure, "there are keys already, which are kept: \(kept.joined(separator: ", "))",
      hint: "--replace replaces them")
  }

  private func read(_ path: String) throws(ByokError) -> EnvironmentFile {
    let file: OpenFile
    do {
      file = try OpenFile(reading: path)
    } catch {
      throw ByokError(.failure, "cannot read \(path.quoted): \(error.text)")
    }
    let text = try Secret.reading(file.descriptor, limit: EnvironmentFile.limit) { failure in
      ByokError(.failure, "cannot read \(path.quoted): \(failure.text)")
    }
    guard let text else {
      throw ByokError(.usage, "\(path.quoted) is over \(EnvironmentFile.limit >> 20) MiB")
    }
    return EnvironmentFile(text)
  }

  /// The first variable of each provider that is set, bound to the address that the file gives.
  private func recognise(_ file: borrowing EnvironmentFile) throws(ByokError) -> [Found] {
    var found: [Found] = []
    // As in a shell, the last of several lines counts.
    let set = Dictionary(
      file.assignments.filter { !$0.value.isEmpty }.map { ($0.name, $0) }
    ) { $1 }
    for provider in providers.all {
      guard let variable = provider.keyVariables.first(where: { set[$0] != nil }),
        let assignment = set[variable]
      else { continue }
      var address = provider.baseURL
      if let given = set[provider.baseURLVariable] { address = file.plainText(given) }
      let base = try BaseURL(address, from: provider.baseURLVariable)
      found.append(
        Found(
          name: KeyName(provider: provider.id, label: KeyName.defaultLabel), base: base,
          assignment: assignment))
    }
    return found
  }
}
