internal import ByokCore
internal import ByokKit

/// What is shown of a reply, and where.
struct ChatOutput: Sendable {
  var isJSON = false
  /// Whether each step is a line of JSON, as it happens.
  var isEvents = false
  /// Whether only the first fenced block is wanted.
  var isCode = false
  /// Whether the model's thinking is printed to stderr.
  var showsReasoning = false
  /// Whether what tools answer is shown.
  var showsResults = false
  /// Whether tokens and cost are printed to stderr.
  var showsUsage = false
  /// The file to write in place of standard output.
  var file: String?
  /// Whether Markdown is printed as it comes, also to a terminal.
  var isRaw = false
  /// Where the sources of an answer are listed; `nil` for standard error.
  var sourceListing: SourceListing?
  /// Whether the request is shown in place of being sent.
  var isDryRun = false

  /// How the reply is written.
  enum Form {
    /// As it comes.
    case text
    /// The first fenced block, once all is there.
    case code
    /// One document, once all is there.
    case json
    /// A line for each step, as it comes.
    case events
  }

  var form: Form { isEvents ? .events : isJSON ? .json : isCode ? .code : .text }

  /// Refuses what makes no sense together, and a file that cannot be written.
  ///
  /// - Parameter hasSchema: Whether the reply must have a form.
  /// - Throws: A usage error; a failure.
  func check(hasSchema: Bool) throws(ByokError) {
    if isJSON, isEvents { throw .conflict("--json", "--ndjson") }
    if isCode, isJSON || isEvents { throw .conflict("--code", isJSON ? "--json" : "--ndjson") }
    if isCode, hasSchema { throw .conflict("--code", "--schema") }
    try outputFile?.check()
  }

  /// The file to write; `nil` for standard output.
  var outputFile: OutputFile? { file.flatMap { $0 == "-" ? nil : OutputFile(path: $0) } }
}
