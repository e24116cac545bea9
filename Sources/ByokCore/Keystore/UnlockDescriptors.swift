extension UnlockSource {
  /// The descriptor of our caller's that it reads.
  private var descriptor: InheritedDescriptor? {
    switch self {
    case .file(KeystoreAccess.standardInputPath, _):
      InheritedDescriptor(KeystoreAccess.standardInput)
    case .file(let path, _): InheritedDescriptor(path: path)
    case .descriptor(let number, _): InheritedDescriptor(number)
    case .command, .environment: nil
    }
  }

  /// Keeps its descriptor from programs that are run from now on, but for a standard stream.
  package func withhold() {
    descriptor?.closeOnExec()
  }

  /// Keeps its descriptor from programs that are run from now on, once nothing more is read from it.
  func end() {
    descriptor?.closeOnExec()
    descriptor?.empty()
  }
}

extension KeystoreAccess {
  /// What reads a descriptor of our caller's and is named by an option or a variable, used or not.
  private var descriptorSources: [UnlockSource] {
    let paths = [options.file] + Self.fileVariables.map(environment.value)
    let numbers = [
      options.descriptor, environment.value(Self.descriptorVariable).flatMap { Int($0) },
    ]
    return paths.compactMap { $0.map { .file($0, named: "") } }
      + numbers.compactMap { $0.map { .descriptor(CInt(clamping: $0), named: "") } }
  }

  /// Keeps the descriptors that are named for unlocking from programs that are run from now on.
  ///
  /// Whether they are read is not known yet, so standard streams stay.
  package func withholdDescriptors() {
    for source in descriptorSources { source.withhold() }
  }

  /// Does the same to standard streams, before a program takes our place.
  package func endDescriptors() {
    for source in descriptorSources { source.end() }
  }
}
