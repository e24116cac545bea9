extension Console {
  /// Asks the person at the terminal before something is done.
  ///
  /// - Parameters:
  ///   - question: What only `y` or `yes` affirms.
  ///   - command: The command line that needs no question.
  /// - Returns: Whether the answer was yes.
  /// - Throws: A usage error when nobody can be asked; a failure when the terminal cannot be used.
  package func confirms(_ question: String, otherwise command: String) throws(ByokError) -> Bool {
    guard mayAsk, let prompt = TerminalPrompt() else {
      throw ByokError(.usage, "confirmation required", hint: command)
    }
    return try prompt.confirms(question)
  }
}
