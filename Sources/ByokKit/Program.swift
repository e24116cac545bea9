internal import FoundationEssentials

/// The whole program behind `main`: words in, exit status out.
public enum Program {
  /// The version, as `byok --version` prints it.
  public static let version = "0.1.0"

  /// The day of that version, as the manual prints it.
  static let released = "2026-11-24"

  /// Understands `words`, runs the command they name and reports a failure.
  ///
  /// - Parameters:
  ///   - words: The command line without the program's name.
  ///   - session: The outside world.
  /// - Returns: The exit status.
  public static func run(_ words: [String], in session: inout Session) -> Int32 {
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
    if failure.telling != .nowhere { session.console.report(failure) }
    if form != .none, failure.telling == .everywhere {
      do {
        try session.console.write(form == .event ? failure.event : failure.document)
      } catch  where error.message != failure.message {
        session.console.report(error)
      } catch {
        // The failure is that output cannot be written; it has been told.
      }
    }
    return failure.exitStatus
  }
}

extension ByokError {
  /// The failure as JSON, with what came before it: `{…, "error": {…}}`.
  ///
  /// Source: CONTRACT.md part 3.
  var document: JSONValue {
    let error: [String: JSONValue] = [
      "kind": .string(kind.name), "message": .string(message),
      "provider": (provider?.id).map(JSONValue.string) ?? .null,
      "http_status": provider?.httpStatus.map(JSONValue.integer) ?? .null,
      "retry_after_s": provider?.retryAfter.map(JSONValue.number) ?? .null,
      "hint": hints.first.map(JSONValue.string) ?? .null,
    ]
    guard case .object(var members)? = partialResult else {
      return .object(["error": .object(error)])
    }
    members["error"] = .object(error)
    return .object(members)
  }

  /// The failure as the last of the lines of `--ndjson`.
  fileprivate var event: JSONValue {
    .object(["type": .string("error"), "error": document["error"] ?? .null])
  }
}
