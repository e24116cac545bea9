internal import ByokCore

/// A tool as its server describes it.
///
/// All of it is the server's word: text for a model, not for a terminal, and claims.
package struct ServerTool: Equatable, Sendable {
  /// The user's name for the server.
  package var server: String
  /// The server's own name for the tool, whatever its characters.
  var name: String
  /// What it does; empty for nothing said.
  var description = ""
  /// The JSON Schema of its arguments, as it came.
  var inputSchema: JSONValue
  /// The JSON Schema of its structured answer; `nil` where there is none.
  var outputSchema: JSONValue?
  var hints = ToolHints()
}

/// What a server claims of how a tool behaves; `nil` for nothing said.
package struct ToolHints: Equatable, Sendable {
  /// It changes nothing.
  var isReadOnly: Bool?
  /// What it changes may be lost.
  var isDestructive: Bool?
  /// Calling it twice is as calling it once.
  var isIdempotent: Bool?
  /// It reaches things outside the server's own, such as the web.
  var isOpenWorld: Bool?
}

/// What a tool answered.
package struct ToolAnswer: Equatable, Sendable {
  /// For the model, uncut.
  var content: [ChatMessage.Content]
  /// The same as JSON, where the server gives that too.
  var structured: JSONValue?
  /// Whether the tool failed; then the content says how.
  var isError = false
}

/// Runs tools for a model.
package protocol ToolRunner: Sendable {
  /// Runs one call and waits for its answer; calls of different servers may run at the same time.
  ///
  /// - Parameters:
  ///   - tool: The tool.
  ///   - arguments: A JSON object that satisfies the tool's own schema.
  ///   - limit: How long it may take, in seconds; `nil` for the server's own limit.
  ///   - interrupt: Cancels the call when it opens; `nil` for never.
  /// - Returns: The answer; a failed, refused or late call is an answer too, for the model.
  /// - Throws: `tools` when the server is lost and the chat cannot go on.
  func run(
    _ tool: ServerTool, arguments: JSONValue, limit: Double?, interrupt: Latch?
  ) throws(ByokError) -> ToolAnswer

  /// Whether calls of one server may run at the same time.
  func runsInParallel(_ server: String) -> Bool
}
