package import ByokCore

/// A file that holds keys, each at a number of its own.
package protocol KeyFile: ~Copyable {
  /// A copy of a key.
  ///
  /// - Throws: A failure when memory is out.
  borrowing func key(at index: Int) throws(ByokError) -> Secret
}

/// The keys found in a file, where each of them goes, and what is left out.
///
/// Whoever imports a file removes it then: what is not sealed is reported.
package struct KeyImport {
  /// A key to seal.
  package struct Found: Sendable {
    package let name: KeyName
    package let base: BaseURL
    /// Whether it is bound to another address than the provider's own.
    package let isElsewhere: Bool
    /// What the file calls it.
    package let called: String
    package let line: Int?
    package let index: Int
  }

  /// Something in the file that is not sealed.
  package struct LeftOut: Sendable {
    package let line: Int?
    package let reason: String
    package var hints: [String] = []
    /// Whether a key would be lost with the file.
    package var isLoss = true
  }

  /// How it is done.
  package struct Options: Sendable {
    package var replaces = false
    package var isForced = false
    package var isDryRun = false

    package init(replaces: Bool = false, isForced: Bool = false, isDryRun: Bool = false) {
      (self.replaces, self.isForced, self.isDryRun) = (replaces, isForced, isDryRun)
    }
  }

  /// What messages call the file.
  package let source: String
  package let options: Options
  package private(set) var found: [Found] = []
  package private(set) var leftOut: [LeftOut] = []

  package init(from source: String, _ options: Options) {
    (self.source, self.options) = (source, options)
  }

  // MARK: Finding

  /// Notes something that is not sealed.
  package mutating func leaveOut(_ item: LeftOut) { leftOut.append(item) }

  /// Takes a key up, or notes why it is not one.
  ///
  /// - Parameters:
  ///   - index: Where the file has it.
  ///   - file: The file.
  ///   - provider: Whose key the file says it is.
  ///   - label: Its label; where the provider has a key already, `called` becomes the label.
  ///   - called: What the file calls it.
  ///   - line: Where that is.
  ///   - address: The variables that the file sets, which may give an address.
  /// - Throws: A failure when memory is out.
  package mutating func take<File: KeyFile & ~Copyable>(
    _ index: Int, of file: borrowing File, as provider: Provider, label: String?, called: String,
    line: Int?, address: @escaping (String) -> String?
  ) throws(ByokError) {
    let raw = try file.key(at: index)
    let called = called.shown
    do throws(ByokError) {
      let screening = KeyScreening(provider, isForced: options.isForced)
      if let refusal = screening.refusal(of: raw, from: called) { throw refusal }
      let key = try KeyValidation.check(raw, from: called)
      if let other = screening.otherOwner(of: key) {
        throw .otherFormat("the key from \(called)", other, than: provider)
      }
      let base = try binding(of: provider, address)
      let own = provider.parts.isEmpty ? try provider.base().text : base.text
      guard let name = try name(for: key, of: provider, label: label, called: called, file) else {
        return
      }
      found.append(
        Found(
          name: name, base: base, isElsewhere: base.text != own, called: called, line: line,
          index: index))
    } catch {
      leaveOut(LeftOut(line: line, reason: error.message, hints: error.hints))
    }
  }

  private func binding(
    of provider: Provider, _ value: @escaping (String) -> String?
  ) throws(ByokError) -> BaseURL {
    let address = ProviderAddress(provider, value)
    if let part = try address.missingPart() {
      throw ByokError(
        .usage, "a key for \(provider.id) is there, but not \(part.meaning)",
        hints: [
          "add a line \(part.variables.first ?? "")=…", "or seal it: byok keys add \(provider.id)",
        ])
    }
    return try address.current()
  }

  /// The name of a key; `nil` if the same key has one already.
  private func name<File: KeyFile & ~Copyable>(
    for key: borrowing Secret, of provider: Provider, label: String?, called: String,
    _ file: borrowing File
  ) throws(ByokError) -> KeyName? {
    let own = found.filter { $0.name.provider == provider.id }
    for other in own {
      let known = try KeyValidation.check(try file.key(at: other.index), from: other.called)
      if known.equals(key) { return nil }
    }
    let first = KeyName(provider: provider.id, label: label ?? KeyName.defaultLabel)
    guard own.contains(where: { $0.name == first }) else { return first }
    let words = [called] + (2...own.count + 2).map { "\(called)-\($0)" }
    let labels = words.compactMap(Self.label)
    let free = labels.first { label in !own.contains { $0.name.label == label } }
    return KeyName(provider: provider.id, label: free ?? "key-\(own.count + 1)")
  }

  /// A label made of what somebody calls a key; `nil` if it cannot be one, or looks like a key.
  package static func label(from text: String) -> String? {
    guard !KeyShape.mayBeKey(text) else { return nil }
    let parts = text.lowercased().split { character in
      !character.isASCII || !(character.isLetter || character.isNumber || ".".contains(character))
    }
    let label = String(parts.joined(separator: "-").drop { $0 == "." }.prefix(64))
    return KeystoreGrammar.isLabel(Array(label.utf8)[...]) ? label : nil
  }

  // MARK: Sealing

  /// Seals what was found, and reports it all.
  ///
  /// - Throws: A usage error when a key would be lost with the file; a failure when a key of that
  ///   name is kept; what sealing throws.
  package func run<File: KeyFile & ~Copyable>(
    _ file: borrowing File, in session: Session
  ) throws(ByokError) {
    let console = session.console
    let (kept, declined) = try seal(file, in: session)
    let leftOut = (leftOut + declined).sorted { ($0.line ?? 0) < ($1.line ?? 0) }
    for item in leftOut {
      let place = item.line.map { "line \($0): " } ?? ""
      console.warn(ByokError(.usage, "left out: \(place)\(item.reason)"))
    }
    let lost = leftOut.filter(\.isLoss)
    guard lost.isEmpty else {
      var hints: [String] = []
      for hint in lost.flatMap(\.hints) where !hints.contains(hint) { hints.append(hint) }
      let words = lost.count.counted("key")
      throw ByokError(
        .usage, "\(words) in \(source) \(options.isDryRun ? "would not be" : "not") sealed",
        hints: ["keep the file until all are sealed"] + hints.prefix(6))
    }
    if !kept.isEmpty { throw .keysAreKept(kept) }
  }

  private func seal<File: KeyFile & ~Copyable>(
    _ file: borrowing File, in session: Session
  ) throws(ByokError) -> (kept: [String], declined: [LeftOut]) {
    if options.isDryRun {
      try show(in: session)
      return ([], [])
    }
    let (keys, declined) = try wanted(session.console)
    guard !keys.isEmpty else { return ([], declined) }
    let notes = AccountNotes(session, try Configuration.load(session.locations))
    var sealed: [Found] = []
    var kept: [String] = []
    try Keystore.update(session.keystore, create: true) { (keystore) throws(ByokError) in
      let now = Timestamp(seconds: Int(session.clock.now()))
      for key in keys {
        let secret = try KeyValidation.check(try file.key(at: key.index), from: key.called)
        if !options.replaces, let entry = keystore[key.name] {
          let isSame = try keystore.unseal(entry).secret.equals(secret)
          if !isSame { kept.append(key.name.text) }
          continue
        }
        try keystore.seal(
          SealedKey(baseURL: key.base.text, secret: secret), as: key.name, origin: key.base.origin,
          kind: .apiKey, now: now)
        sealed.append(key)
      }
    }
    if !sealed.isEmpty {
      let words = sealed.map(\.text).joined(separator: ", ")
      session.console.note("sealed \(words)")
      notes.added(sealed.map(\.name))
    }
    return (kept, declined)
  }

  /// The keys that may go where the file says, and those that may not.
  private func wanted(
    _ console: Console
  ) throws(ByokError) -> (keys: [Found], declined: [LeftOut]) {
    var declined: [LeftOut] = []
    var keys: [Found] = []
    for key in found {
      if try isWanted(key, console) {
        keys.append(key)
      } else {
        let reason = "\(key.called) was not to be bound to \(key.base.origin)"
        declined.append(LeftOut(line: key.line, reason: reason))
      }
    }
    return (keys, declined)
  }

  /// Asks whether a key may be bound to an address that the file names, where somebody can be
  /// asked.
  private func isWanted(_ key: Found, _ console: Console) throws(ByokError) -> Bool {
    guard key.isElsewhere, console.mayAsk, console.stdinIsTerminal, let prompt = TerminalPrompt()
    else { return true }
    return try prompt.confirms("bind \(key.name.text) to \(key.base.origin)?")
  }

  private func show(in session: Session) throws(ByokError) {
    guard !found.isEmpty else { return }
    let rows = found.map {
      [
        TableCell($0.name.text), TableCell($0.called), TableCell($0.line.map(String.init) ?? ""),
        .address($0.base.text),
      ]
    }
    let columns = [
      TableColumn("KEY", least: 14), TableColumn("FROM", rank: 2, least: 10),
      TableColumn("LINE", isNumber: true, rank: 3), TableColumn("BASE URL", rank: 1, least: 16),
    ]
    try session.console.write(Table(columns, rows))
  }
}

extension KeyImport.Found {
  /// The name and what the file calls it, with the address where that is not the provider's own.
  fileprivate var text: String {
    let source = called == name.label ? [] : [called]
    let facts = source + (isElsewhere ? ["bound to \(base.origin)"] : [])
    return facts.isEmpty ? name.text : "\(name.text) (\(facts.joined(separator: ", ")))"
  }
}

extension ByokError {
  /// Keys that were not replaced.
  static func keysAreKept(_ names: [String]) -> Self {
    Self(
      .failure,
      "keys with these names already exist and are kept: \(names.joined(separator: ", "))",
      hint: "--replace replaces them")
  }
}
