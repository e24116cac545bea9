internal import ByokCore
internal import ByokKit

/// The shells that byok can teach its words, and their scripts.
enum CompletionScript: String, CaseIterable, Sendable, ArgumentValue {
  /// GNU bash 4.4 or later.
  case bash
  /// zsh 5.
  case zsh
  /// fish 3.
  case fish

  static let expectation = allCases.map(\.rawValue).joined(separator: ", ")

  init?(argument: String) { self.init(rawValue: argument) }

  /// The name of its file under `completions`.
  var fileName: String {
    switch self {
    case .bash: "byok.bash"
    case .zsh: "_byok"
    case .fish: "byok.fish"
    }
  }

  /// The script, rendered from the commands.
  func text(_ commands: CommandIndex) -> String {
    switch self {
    case .bash: BashCompletion.script(commands)
    case .zsh: ZshCompletion.script(commands)
    case .fish: FishCompletion.script(commands)
    }
  }
}
