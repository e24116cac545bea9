/// The shells that byok can teach its words, and their scripts.
public enum CompletionScript: String, CaseIterable, Sendable, ArgumentValue {
  /// GNU bash 4.4 or later.
  case bash
  /// zsh 5.
  case zsh
  /// fish 3.
  case fish

  static let expectation = allCases.map(\.rawValue).joined(separator: ", ")

  init?(argument: String) { self.init(rawValue: argument) }

  /// The name of its file under `completions`.
  public var fileName: String {
    switch self {
    case .bash: "byok.bash"
    case .zsh: "_byok"
    case .fish: "byok.fish"
    }
  }

  /// The script, rendered from the command table.
  public var text: String {
    switch self {
    case .bash: BashCompletion.script(.current)
    case .zsh: ZshCompletion.script(.current)
    case .fish: FishCompletion.script(.current)
    }
  }
}
