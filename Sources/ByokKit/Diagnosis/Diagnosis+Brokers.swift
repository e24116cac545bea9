package import ByokCore

extension Diagnosis {
  /// Which brokers run, and whether this is a program of one.
  ///
  /// - Parameters:
  ///   - word: The argument by which the process of a broker is known.
  ///   - command: The command that is a broker for many programs.
  ///   - session: The outside world.
  package mutating func lookAtBrokers(
    _ word: String, _ command: (name: String, subcommands: [String]), _ session: Session
  ) {
    group = "brokers"
    let found = CompanionProcess.running(word)
    let owners = found.map(\.owner).joined(separator: ", ")
    note("running", found.isEmpty ? "none" : "\(found.count), for process \(owners)")
    let serving = CompanionProcess.processes(
      of: command.name, except: command.subcommands, "byok")
    do {
      let tokens = try TokenFile(session).entries().count
      let processes = serving.isEmpty ? "not running" : "process \(serving.joined(separator: ", "))"
      if tokens > 0 || !serving.isEmpty {
        note(command.name, "\(processes); \(tokens.counted("token"))")
      }
    } catch {
      bad(command.name, error)
    }
    guard let address = session.environment.value(BrokeredKeys.variable) else { return }
    note(BrokeredKeys.variable, "is set: byok uses the broker at \(address) like any program")
  }
}
