package import ByokCore

/// Reads a key from where the user keeps it: a file, a variable, a pipe or the terminal.
package struct KeyReader {
  package let console: Console
  package let environment: Environment
  /// Whether what does not look like a key is taken anyway.
  package let isForced: Bool
  /// Whether the key is for another address than the provider's.
  package let isForElsewhere: Bool
  /// The server of tools that the key is for; `nil` for a provider.
  package var server: String?

  package init(
    console: Console, environment: Environment, isForced: Bool = false,
    isForElsewhere: Bool = false
  ) {
    self.console = console
    self.environment = environment
    (self.isForced, self.isForElsewhere) = (isForced, isForElsewhere)
  }

  /// Reads the key.
  ///
  /// - Parameters:
  ///   - file: The path of a file, `-` for standard input, or `nil`.
  ///   - variable: The name of an environment variable, or `nil`.
  ///   - provider: Whose key it is, for the question on the terminal; `nil` if nobody knows yet.
  /// - Returns: The key, checked.
  /// - Throws: A usage error when the key breaks a rule or nobody can be asked; a failure when
  ///   something cannot be read.
  package func read(file: String?, variable: String?, provider: Provider?) throws(ByokError)
    -> Secret
  {
    if let variable {
      guard let raw = try environment.secret(variable) else {
        throw ByokError(.usage, "the variable \(variable.quoted) is not set or empty")
      }
      return try accept(raw, from: variable.quoted, provider)
    }
    if let file, file != "-" { return try read(file: file, provider) }
    guard console.stdinIsTerminal else { return try readStandardInput(provider) }
    return try ask(provider)
  }

  /// What follows `byok keys add` where the key is to be given again.
  private func target(_ provider: Provider?) -> String {
    server.map { "\(KeyName.serverGroup)/LABEL --for \($0)" } ?? provider?.id ?? "--guess"
  }

  /// The key, unless it is something else.
  private func accept(
    _ raw: borrowing Secret, from source: String, _ provider: Provider?
  ) throws(ByokError) -> Secret {
    if let provider {
      let screening = KeyScreening(provider, isForced: isForced, takesAny: isForElsewhere)
      if let refusal = screening.refusal(of: raw, from: source) { throw refusal }
    } else if !isForced, let form = raw.withBytes({ KeyForm.flaw(of: $0) }) {
      var failure = ByokError.notKey(form, source: source, provider: target(nil))
      if server != nil, form.isOfProviders { failure.hints = failure.hints.suffix(1) }
      throw failure
    }
    return try KeyValidation.check(raw, from: source)
  }

  private func read(file path: String, _ provider: Provider?) throws(ByokError) -> Secret {
    let file: OpenFile
    do {
      file = try OpenFile(reading: path)
    } catch {
      throw ByokError(.failure, "cannot read \(path.quoted): \(error.text)")
    }
    if let warning = PrivateDirectory.readableByOthers(file, path: path) { console.warn(warning) }
    return try read(file.descriptor, from: path.quoted, provider)
  }

  private func readStandardInput(_ provider: Provider?) throws(ByokError) -> Secret {
    do {
      return try read(console.input, from: "standard input", provider)
    } catch  where error.code == .emptyKey {
      var error = error
      error.hints = [
        "printf %s \"$KEY\" | byok keys add \(target(provider))",
        "on a terminal, byok asks for it without echo",
      ]
      throw error
    }
  }

  private func read(
    _ descriptor: CInt, from source: String, _ provider: Provider?
  ) throws(ByokError) -> Secret {
    let raw = try Secret.reading(descriptor, limit: KeystoreGrammar.secretLimit + 1024) { failure in
      ByokError(.failure, "cannot read the key from \(source): \(failure.text)")
    }
    guard let raw else { throw .keyTooLong(source) }
    return try accept(try raw.text(from: source), from: source, provider)
  }

  private func ask(_ provider: Provider?) throws(ByokError) -> Secret {
    guard console.mayAsk, let prompt = TerminalPrompt() else {
      throw ByokError(
        .usage, "no key is given, and byok cannot prompt for it",
        hint: "printf %s \"$KEY\" | byok keys add \(target(provider))")
    }
    let owner = provider?.name ?? server.map { "the server '\($0)'" }
    let raw = try prompt.secret("key\(owner.map { " for \($0)" } ?? "") (not shown)")
    return try accept(raw, from: "the terminal", provider)
  }
}
