package import ByokCore

/// Finds the keys that a file of variables holds for the providers that byok knows.
package struct EnvironmentFileImport {
  package let providers: ProviderList
  package let options: KeyImport.Options
  /// All variables that hold keys.
  private let variables: [String]

  package init(providers: ProviderList, _ options: KeyImport.Options) {
    self.providers = providers
    self.options = options
    variables = providers.all.filter { $0.retirement == nil }.flatMap(\.keyVariables)
  }

  /// Seals them, and reports what is left out.
  ///
  /// - Throws: A usage error when the file holds no key, or one that is not sealed; what sealing
  ///   throws.
  package func run(_ path: String, in session: Session) throws(ByokError) {
    let source = path == "-" ? "standard input" : path.quoted
    let file = try EnvironmentFile(
      try Secret.reading(path: path, session.console), from: source)
    let keys = try keys(in: file, from: source)
    guard !keys.found.isEmpty || !keys.leftOut.isEmpty else {
      throw ByokError(
        .usage, "\(source) sets no variable of a provider that byok knows",
        hint:
          "such as \(Provider.builtIn.prefix(3).flatMap(\.keyVariables).joined(separator: ", "))")
    }
    try keys.run(file, in: session)
  }

  /// What the file holds.
  ///
  /// - Throws: A failure when memory is out.
  package func keys(
    in file: borrowing EnvironmentFile, from source: String
  ) throws(ByokError) -> KeyImport {
    var keys = KeyImport(from: source, options)
    // As in a shell, the last of several lines counts.
    var set: [String: Int] = [:]
    for (index, assignment) in file.assignments.enumerated() where !assignment.isEmpty {
      if let earlier = set[assignment.name], variables.contains(assignment.name) {
        try noteOverridden(earlier, by: index, of: file, in: &keys)
      }
      set[assignment.name] = index
    }
    for provider in providers.all where provider.retirement == nil {
      for variable in provider.keyVariables where provider.owns(variable) {
        guard let index = set[variable] else { continue }
        try take(index, of: provider, file, set, in: &keys)
      }
    }
    for (index, assignment) in file.assignments.enumerated()
    where !assignment.isEmpty && !variables.contains(assignment.name) {
      try noteUnknown(index, of: file, in: &keys)
    }
    for stray in file.strays { noteStray(stray, of: file, in: &keys) }
    return keys
  }

  private func take(
    _ index: Int, of provider: Provider, _ file: borrowing EnvironmentFile, _ set: [String: Int],
    in keys: inout KeyImport
  ) throws(ByokError) {
    let assignment = file.assignments[index]
    if provider.bearerVariables.contains(assignment.name) {
      let reason =
        "\(assignment.name) holds a bearer token, which byok takes from the variable alone"
      return keys.leaveOut(.init(line: assignment.line, reason: reason))
    }
    if let doubt = assignment.doubt {
      return keys.leaveOut(
        .init(line: assignment.line, reason: "the value of \(assignment.name) is unclear: \(doubt)")
      )
    }
    var values: [String: String] = [:]
    for name in provider.variablesOfAddress {
      values[name] = set[name].map { file.plainText(file.assignments[$0]) }
    }
    try keys.take(
      index, of: file, as: provider, label: nil, called: assignment.name, line: assignment.line,
      address: { [values] in values[$0] })
  }

  /// The provider whose variable a name goes on from, as `OPENAI_API_KEY_WORK` does.
  private func namesake(of name: String) -> Provider? {
    providers.all.first { provider in
      provider.retirement == nil && provider.keyVariables.contains { name.hasPrefix($0 + "_") }
    }
  }

  private func noteOverridden(
    _ earlier: Int, by later: Int, of file: borrowing EnvironmentFile, in keys: inout KeyImport
  ) throws(ByokError) {
    let isSame = try file.key(at: earlier).equals(try file.key(at: later))
    guard !isSame else { return }
    let (assignment, line) = (file.assignments[earlier], file.assignments[later].line)
    keys.leaveOut(
      .init(
        line: assignment.line, reason: "\(assignment.name) is set to another value in line \(line)")
    )
  }

  /// Notes a variable that no provider reads, whose value looks like a key or sets another variable.
  private func noteUnknown(
    _ index: Int, of file: borrowing EnvironmentFile, in keys: inout KeyImport
  ) throws(ByokError) {
    let assignment = file.assignments[index]
    let name = assignment.name.shown
    let value = try file.key(at: index)
    if let likeness = value.withBytes({ KeyLikeness.first(in: $0) }) {
      keys.leaveOut(
        .init(
          line: assignment.line,
          reason: "\(name), a variable of no provider, looks like \(likeness.name)",
          hints: likeness.hints, isLoss: likeness.isForModels))
    } else if let other = value.withBytes({ KeyLikeness.variable(in: $0, among: variables) }) {
      keys.leaveOut(
        .init(line: assignment.line, reason: "\(other) is named within the value of \(name)"))
    } else if let provider = namesake(of: assignment.name), value.count >= 16 {
      keys.leaveOut(
        .init(
          line: assignment.line,
          reason: "\(name) looks like another key of \(provider.name)",
          hints: ["byok keys add \(provider.id)/LABEL   seals it"]))
    }
  }

  /// Notes text that is no assignment, but names a variable of a provider or looks like a key.
  private func noteStray(
    _ stray: EnvironmentFile.Stray, of file: borrowing EnvironmentFile, in keys: inout KeyImport
  ) {
    let (name, likeness) = file.withBytes(of: stray) { bytes in
      (KeyLikeness.variable(in: bytes, among: variables), KeyLikeness.first(in: bytes))
    }
    if let name {
      keys.leaveOut(
        .init(
          line: stray.line, reason: "\(name) is not set in a way that byok reads",
          hints: ["write it as \(name)=KEY"]))
    } else if let likeness {
      keys.leaveOut(
        .init(
          line: stray.line, reason: "something there looks like \(likeness.name)",
          hints: likeness.hints, isLoss: likeness.isForModels))
    }
  }
}

extension EnvironmentFile: KeyFile {
  package borrowing func key(at index: Int) throws(ByokError) -> Secret {
    try secret(assignments[index])
  }
}
