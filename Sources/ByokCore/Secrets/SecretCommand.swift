/// Gets a secret from a program's standard output.
package enum SecretCommand {
  /// Seconds that a command may take.
  package static let patience = 60.0

  /// Beginnings of the variables that lead to the unlocked keystore, which no other program gets.
  package static let withheldVariables = [
    "BYOK_PASSPHRASE", "BYOK_UNLOCK_FILE=", "CREDENTIALS_DIRECTORY=",
  ]

  /// Runs the command and takes all that it prints.
  ///
  /// - Parameters:
  ///   - command: What to run.
  ///   - limit: The most bytes to take.
  /// - Returns: The secret, not checked.
  /// - Throws: A failure that names the program only, when it fails, prints too much or takes over
  ///   a minute.
  package static func run(_ command: CommandWords, limit: Int) throws(ByokError) -> Secret {
    let program = command.words[0].split(separator: "/").last.map(String.init) ?? ""
    return try unsafe Secret(capacity: limit + 2) { (base) throws(ByokError) in
      var filled = 0
      do throws(ChildProcess.Failure) {
        try ChildProcess.run(
          command.words, withholding: withheldVariables, seconds: patience
        ) { (descriptor) throws(Errno) in
          guard filled < limit + 2 else { return nil }
          let count = try unsafe read(descriptor, to: base + filled, count: limit + 2 - filled)
          filled += count
          return count
        }
      } catch {
        throw ByokError(.failure, "the command \(program.quoted) \(reason(error))")
      }
      guard filled <= limit + 1 else {
        throw ByokError(.failure, "the command \(program.quoted) \(reason(.tooMuch))")
      }
      return filled
    }
  }

  private static func reason(_ failure: ChildProcess.Failure) -> String {
    switch failure {
    case .cannotStart(let failure): "cannot be run: \(failure.text)"
    case .ended(let status): "failed with status \(status)"
    case .signalled(let number): "was killed by signal \(number)"
    case .tooSlow: "did not exit within a minute"
    case .tooMuch: "printed too much output"
    }
  }
}
