internal import ByokCore
internal import ByokKit

/// The user's editor, for a prompt of many lines.
///
/// It is `VISUAL`, `EDITOR` or `vi`, run without a shell, and without the variables that hold keys or
/// lead to the keystore.
struct Editor {
  private let session: Session

  /// The most bytes of a prompt.
  private static let limit = 16 << 20

  init(_ session: Session) { self.session = session }

  /// Lets the user write a text.
  ///
  /// - Parameter text: What it begins as.
  /// - Returns: What was saved, without line feeds at its end.
  /// - Throws: A usage error when there is no terminal, or nothing was written; a failure when the
  ///   editor fails.
  func text(_ text: String = "") throws(ByokError) -> String {
    guard session.console.stdinIsTerminal, session.console.mayAsk else {
      throw ByokError(.usage, "an editor needs a terminal", hint: "give the prompt as an argument")
    }
    let words = try words
    let file = try ScratchFile.make(
      "prompt.md", holding: text.isEmpty ? "" : text + "\n", in: folders)
    do throws(ChildProcess.Failure) {
      try ChildProcess.runOnTerminal(
        words + [file.path], withholding: withheld)
    } catch {
      throw ByokError(
        .failure, "the editor \(words[0].quoted) \(Self.words(error)); nothing was sent",
        hint: "VISUAL or EDITOR names another")
    }
    var written = try file.text(limit: Self.limit)[...]
    while written.utf8.last == UInt8(ascii: "\n") { written.removeLast() }
    guard written.utf8.contains(where: { $0 > 0x20 }) else {
      throw ByokError(.usage, "nothing was written in the editor; nothing was sent")
    }
    return String(written)
  }

  /// Beginnings of the variables that an editor does not need.
  private var withheld: [String] {
    let providers = (try? Configuration.load(session.locations)).map { ProviderList($0).all }
    let keys = (providers ?? Provider.builtIn).flatMap(\.keyVariables)
    return SecretCommand.withheldVariables + keys.map { "\($0)=" }
  }

  private var words: [String] {
    get throws(ByokError) {
      for name in ["VISUAL", "EDITOR"] {
        guard let value = session.environment.value(name) else { continue }
        guard let words = CommandWords(argument: value)?.words, !words.isEmpty else {
          throw ByokError(.usage, "\(name) is not a command: \(value.quoted)")
        }
        return words
      }
      return ["vi"]
    }
  }

  /// Memory before disk: what is written there is a turn in clear.
  private var folders: [String] {
    ["XDG_RUNTIME_DIR", "TMPDIR"].compactMap { session.environment.value($0) } + ["/tmp"]
  }

  private static func words(_ failure: ChildProcess.Failure) -> String {
    switch failure {
    case .cannotStart(let error): "cannot be started: \(error.text)"
    case .ended(let status): "failed with exit status \(status)"
    case .signalled(let number): "was ended by signal \(number)"
    case .tooSlow, .tooMuch: "failed"
    }
  }
}
