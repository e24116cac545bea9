internal import ByokCore
internal import ByokKit

/// `byok completion`: the script that makes a shell complete byok's words.
struct Completion: Command {
  var common = CommonOptions()
  var shell: CompletionScript?

  static let name = "completion"

  static let definition = CommandDefinition<Self>(
    summary: "Print the completion script for a shell",
    detail: [
      "Packages and 'make install' put the scripts where bash (with bash-completion), zsh and fish find"
        + " them; this is for a byok that came in another way.",
      "At each TAB after -m, --key and the like the script asks byok for names: those of the keystore"
        + " are readable without unlocking it, and no network is used.",
    ],
    operands: [.required("SHELL", \.shell)],
    examples: [
      Example(
        line: "eval \"$(byok completion bash)\"", purpose: "in ~/.bashrc", runsAnywhere: false),
      Example(line: "source <(byok completion zsh)", purpose: "in ~/.zshrc, behind compinit"),
      Example(
        line: "byok completion fish > ~/.config/fish/completions/byok.fish",
        purpose: "fish reads it from there"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let shell else { return }
    try session.console.write(shell.text(CommandTable.index))
  }
}
