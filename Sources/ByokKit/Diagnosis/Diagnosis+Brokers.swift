package import ByokCore

extension Diagnosis {
  /// Which brokers run, and whether this is a program of one.
  ///
  /// - Parameters:
  ///   - word: The argument by which the process of a broker is known.
  ///   - environment: The variables.
  package mutating func lookAtBrokers(_ word: String, _ environment: Environment) {
    group = "brokers"
    let found = CompanionProcess.running(word)
    let owners = found.map(\.owner).joined(separator: ", ")
    note("running", found.isEmpty ? "none" : "\(found.count), for process \(owners)")
    guard let address = environment.value(BrokeredKeys.variable) else { return }
    note(BrokeredKeys.variable, "is set: byok uses the broker at \(address) like any program")
  }
}
