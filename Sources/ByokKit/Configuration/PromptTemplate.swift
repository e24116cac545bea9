internal import ByokCore

/// A prompt that is kept in the configuration under a name, for `chat --template`.
package struct PromptTemplate: Equatable, Sendable {
  /// The instructions for the model; `nil` for none of its own.
  var system: String?
  /// The prompt, with `{{input}}` and `{{key}}` where something is filled in; `nil` for the input
  /// alone.
  var prompt: String?
  /// The model as a user writes it; `nil` for the usual one.
  package var model: String?
  /// The servers whose tools are offered; `nil` for none of its own.
  package var servers: [String]?
  /// The patterns of the tools that are offered; `nil` for what the servers allow.
  package var allowedTools: [String]?
  /// What is asked of the model's choice of words.
  package var params = ChatSettings()
}
