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
      "Packages and 'make install' install the scripts for bash (with bash-completion), zsh and fish; this"
        + " command is for other installations.",
      "When TAB is pressed after -m, --key and similar options, the script asks byok for names. Names in"
        + " the keystore can be read without unlocking it, and no network is used.",
    ],
    operands: [.required("SHELL", \.shell)],
    examples: [
      Example(
        line: "eval \"$(byok completion bash)\"", purpose: "in ~/.bashrc", runsAnywhere: false),
      Example(line: "source <(byok completion zsh)", purpose: "in ~/.zshrc, after compinit"),
      Example(
        line: "byok completion fish > ~/.config/fish/completions/byok.fish",
        purpose: "install it for fish"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let shell else { return }
    try session.console.write(shell.text(CommandTable.index))
  }
}
