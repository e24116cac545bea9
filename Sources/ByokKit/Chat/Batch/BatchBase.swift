internal import ByokCore

/// What all prompts of a batch have in common.
package struct BatchBase: Sendable {
  package var model: String?
  package var settings: ChatSettings
  /// The words that precede each prompt; may be empty.
  package var words: String
  package var system: String?
  package var schema: ReplySchema?
  package var files: [InputFile]
  /// What may follow a reply.
  package var policies: [any TurnPolicy]
  /// The tools that the model may call.
  package var tools: ToolUse?
  /// What servers say of how their tools are to be used.
  package var instructions: String?
  /// What each prompt is filled into.
  package var template: TemplateUse?
  /// Finds the passages that replies are to come from.
  package var sources: SourceFinder?

  package init(
    model: String? = nil, settings: ChatSettings, words: String,
    system: String? = nil, schema: ReplySchema? = nil, files: [InputFile],
    policies: [any TurnPolicy] = []
  ) {
    self.model = model
    self.settings = settings
    self.words = words
    self.system = system
    self.schema = schema
    self.files = files
    self.policies = policies
  }

  /// What is said for one prompt.
  ///
  /// - Throws: A usage error when a value of the template is missing.
  func content(_ prompt: BatchPrompt) throws(ByokError) -> ChatContent {
    let question = [words, prompt.prompt].filter { !$0.isEmpty }.joined(separator: "\n\n")
    var (text, system) = (question, prompt.system ?? system)
    if let template {
      text = try template.prompt(question)
      if system == nil { system = try template.system() }
    }
    var content = ChatContent(
      system: system,
      messages: [ChatMessage(role: .user, parts: files.parts(before: text))], schema: schema)
    content.question = question
    return content.adding(instructions)
  }
}
