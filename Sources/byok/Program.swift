internal import ByokCore
internal import ByokKit

/// The whole program behind `main`: words in, exit status out.
enum Program {
  /// Understands `words`, runs the command they name and reports a failure.
  ///
  /// - Parameters:
  ///   - words: The command line without the program's name.
  ///   - session: The outside world.
  /// - Returns: The exit status.
  static func run(_ words: [String], in session: inout Session) -> Int32 {
    session.console.use(.auto, session.environment)
    do {
      try CommandTable.run(words, in: &session)
      return 0
    } catch {
      return report(error, as: wantedForm(words), in: session)
    }
  }

  /// How a program wants to hear of a failure on standard output.
  private enum Form {
    case none, json, event
  }

  /// What is wanted, told without a parser: a usage error must reach a program as JSON too.
  private static func wantedForm(_ words: [String]) -> Form {
    let options = words.prefix { $0 != "--" }
    return options.contains("--ndjson") ? .event : options.contains("--json") ? .json : .none
  }

  private static func report(_ failure: ByokError, as form: Form, in session: Session) -> Int32 {
    if failure.reporting != .nowhere { session.console.report(failure) }
    if form != .none, failure.reporting == .everywhere, failure.code != .outputFailed {
      do {
        try session.console.write(form == .event ? failure.event : failure.document)
      } catch {
        session.console.report(error)
      }
    }
    return failure.exitStatus
  }
}
