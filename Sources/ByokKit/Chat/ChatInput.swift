/// What the words, files and standard input of a command line say to the model.
struct ChatInput: Sendable {
  var words: [String] = []
  /// The instructions, or `@` and the name of a file that holds them.
  var system: String?
  /// Whether standard input is left alone.
  var ignoresInput = false

  /// Reads it all.
  ///
  /// - Parameter console: Where standard input is read.
  /// - Returns: What is to be said.
  /// - Throws: A usage error when there is no prompt, or something is not text; a failure when
  ///   something cannot be read.
  func read(_ console: Console) throws(ByokError) -> ChatContent {
    ChatContent(prompt: try prompt(console), system: try systemText())
  }

  /// The instructions: the text itself, or a file's after `@`.
  ///
  /// - Throws: A failure when the file cannot be read; a usage error when it is not text.
  func systemText() throws(ByokError) -> String? {
    guard let system, system.hasPrefix("@") else { return system }
    return try TextFile.read(String(system.dropFirst()))
  }

  private func prompt(_ console: Console) throws(ByokError) -> String {
    let given = words.joined(separator: " ")
    var read = ""
    if !ignoresInput, !console.readsFromTerminal {
      read = try console.readText(
        patience: given.isEmpty ? nil : 2000,
        notice: "waiting for standard input to end; -n ignores it")
    }
    let prompt = [given, read].filter { !$0.isEmpty }.joined(separator: "\n\n")
    guard !prompt.isEmpty else {
      throw ByokError(
        .usage, "there is no prompt", hints: ["byok chat 'a question'", "echo text | byok chat"])
    }
    return prompt
  }
}
