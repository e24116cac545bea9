package import ByokCore

/// Finds keys that another tool has under names of its own.
package struct NamedKeys {
  package let providers: ProviderList
  package let options: KeyImport.Options

  package init(providers: ProviderList, _ options: KeyImport.Options) {
    self.providers = providers
    self.options = options
  }

  /// A key, and what its tool calls the provider and the key.
  private struct Named {
    let index: Int
    let line: Int?
    let called: String
    var provider: String
    var label: String?
    /// Where the tool sends it; `nil` where it is not said.
    var address: String?
  }

  /// Seals what a file of a tool holds.
  ///
  /// - Returns: Whether it holds anything.
  /// - Throws: A usage error when it holds a key that is not sealed; `damaged` when it is invalid; what
  ///   sealing throws.
  package func run(_ file: KeyTool.File, in session: Session) throws(ByokError) -> Bool {
    let source = file.path == "-" ? "standard input" : file.path.quoted
    let text = try Secret.reading(path: file.path, session.console)
    switch file.form {
    case .variables:
      let variables = try EnvironmentFile(text, from: source)
      let keys = try EnvironmentFileImport(providers: providers, options)
        .keys(in: variables, from: source)
      return try run(keys, variables, in: session)
    case .members:
      let document = try CredentialDocument(text, from: source)
      guard document.kind(of: CredentialDocument.root) == .object else {
        throw ByokError(.damaged, "\(source) does not hold names and keys")
      }
      return try run(
        try keys(members(of: document), in: document, from: source), document, in: session)
    case .providers, .clients, .sections, .options:
      let settings = try EnvironmentFile(text, from: source)
      let named = Self.named(in: settings, file.form)
      return try run(try keys(named, in: settings, from: source), settings, in: session)
    }
  }

  private func run<File: KeyFile & ~Copyable>(
    _ keys: KeyImport, _ file: borrowing File, in session: Session
  ) throws(ByokError) -> Bool {
    guard !keys.found.isEmpty || !keys.leftOut.isEmpty else { return false }
    try keys.run(file, in: session)
    return true
  }

  private func keys<File: KeyFile & ~Copyable>(
    _ named: [Named], in file: borrowing File, from source: String
  ) throws(ByokError) -> KeyImport {
    var keys = KeyImport(from: source, options)
    for key in named {
      guard let (provider, label) = try owner(of: key, in: file) else {
        keys.leaveOut(
          .init(
            line: key.line, reason: "unknown provider \(key.called.quoted)",
            hints: ["byok keys add PROVIDER/LABEL   seals its key"]))
        continue
      }
      guard provider.retirement == nil, !provider.isOffline, !provider.usesCredentials else {
        keys.leaveOut(
          .init(
            line: key.line, reason: "\(provider.name), \(key.called.quoted), takes no key",
            isLoss: false))
        continue
      }
      try keys.take(
        key.index, of: file, as: provider, label: label, called: key.called, line: key.line,
        address: { _ in nil })
    }
    return keys
  }

  /// The provider that a name means, else the one at the address, else the one whose keys have this
  /// format.
  private func owner<File: KeyFile & ~Copyable>(
    of key: Named, in file: borrowing File
  ) throws(ByokError) -> (provider: Provider, label: String?)? {
    if let provider = provider(called: key.provider) {
      return (provider, key.label.flatMap(KeyImport.label))
    }
    let label = KeyImport.label(from: key.label ?? key.called)
    if let address = key.address, let base = try? BaseURL(address, from: ""),
      let provider = Provider.builtIn.first(where: { (try? $0.base().origin) == base.origin })
    {
      return (provider, label)
    }
    let secret = try file.key(at: key.index)
    return (try? KeyGuess.owner(of: secret)).map { ($0, label) }
  }

  private func provider(called name: String) -> Provider? {
    let variable = name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
    let all = providers.all
    return all.first { $0.id == name } ?? all.first { $0.otherNames.contains(name) }
      ?? all.first { provider in
        [variable, variable + "_API_KEY"].contains {
          provider.keyVariables.contains($0) && provider.owns($0)
        }
      }
  }

  // MARK: What the files call them

  private func members(of document: borrowing CredentialDocument) -> [Named] {
    // Of several members of a name the last counts.
    var last: [String: Named] = [:]
    for index in document.children(of: CredentialDocument.root) {
      // A name that begins with slashes is a note of the tool's own.
      guard let name = document.name(of: index), document.kind(of: index) == .string,
        !document.range(of: index).isEmpty, !name.hasPrefix("//")
      else { continue }
      last[name] = Named(index: index, line: nil, called: name, provider: name)
    }
    return last.values.sorted { $0.index < $1.index }
  }

  private static func named(
    in file: borrowing EnvironmentFile, _ form: KeyTool.Form
  ) -> [Named] {
    let all = file.assignments
    return all.indices.compactMap { index -> Named? in
      let item = all[index]
      guard !item.isEmpty else { return nil }
      func key(_ provider: String) -> Named {
        Named(index: index, line: item.line, called: provider, provider: provider)
      }
      switch form {
      case .providers: return key(item.name)
      case .sections:
        guard item.name == "api-key", let parent = parent(of: index, in: all) else { return nil }
        return key(all[parent].name)
      case .options:
        if item.isItem {
          let parent = parent(of: index, in: all)
          return parent.map { ["api-key", "set-env"].contains(all[$0].name) } == true
            ? key(item.name) : nil
        }
        let ending = "-api-key"
        return item.name.hasSuffix(ending) ? key(String(item.name.dropLast(ending.count))) : nil
      case .clients:
        return item.name == "api_key" ? client(of: index, in: file) : nil
      case .members, .variables: return nil
      }
    }
  }

  /// The assignment in whose section one is.
  private static func parent(of index: Int, in all: [EnvironmentFile.Assignment]) -> Int? {
    all[..<index].lastIndex { !$0.isItem && $0.indentation < all[index].indentation }
  }

  /// The client of a list whose key an assignment is.
  private static func client(of index: Int, in file: borrowing EnvironmentFile) -> Named {
    let all = file.assignments
    let depth = all[index].indentation
    let start =
      all[...index].lastIndex { $0.indentation < depth || $0.isItem && $0.indentation == depth }
      ?? index
    let next = all[(index + 1)...].firstIndex {
      $0.indentation < depth || $0.isItem && $0.indentation == depth
    }
    func value(_ name: String) -> String? {
      let member = all[start..<(next ?? all.count)].first {
        $0.indentation == depth && $0.name == name
      }
      return member.map { file.plainText($0) }
    }
    let (kind, name) = (value("type") ?? "", value("name"))
    let isOfMany = kind.hasSuffix("-compatible") || kind.isEmpty
    let provider = isOfMany ? name ?? kind : kind
    return Named(
      index: index, line: all[index].line, called: name ?? kind, provider: provider,
      label: isOfMany ? nil : name, address: value("api_base"))
  }
}

extension CredentialDocument: KeyFile {
  package borrowing func key(at index: Int) throws(ByokError) -> Secret { try secret(index) }
}
