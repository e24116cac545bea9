package import ByokCore

/// What the words, files and standard input of a command line say to the model.
package struct ChatInput: Sendable {
  package var words: [String] = []
  /// The instructions, or `@` and the name of a file that holds them.
  package var system: String?
  /// Whether standard input is left alone.
  package var ignoresInput = false

  /// The files that go with the prompt.
  package var files: [FileArgument] = []
  /// A conversation that the prompt goes on with.
  package var messages: FileArgument?
  /// Whether what is new is appended to the file of messages.
  package var savesMessages = false
  /// The form that the reply must have, as the user writes it.
  package var schema: String?

  /// The name of the template that the prompt is filled into, and what else fills it.
  package var templateName: String?
  package var templateValues: [TemplateValue] = []

  package init(
    words: [String] = [], system: String? = nil, ignoresInput: Bool = false,
    files: [FileArgument] = [], messages: FileArgument? = nil, schema: String? = nil,
    templateName: String? = nil, templateValues: [TemplateValue] = []
  ) {
    self.words = words
    self.system = system
    self.ignoresInput = ignoresInput
    self.files = files
    self.messages = messages
    self.schema = schema
    self.templateName = templateName
    self.templateValues = templateValues
  }

  /// The template, if one is named.
  ///
  /// - Throws: A usage error when there is none of that name, or it has no place for a value.
  package func template(_ planner: ChatPlanner) throws(ByokError) -> TemplateUse? {
    if let templateName { return try planner.template(templateName, templateValues) }
    guard templateValues.isEmpty else {
      throw ByokError(.usage, "-p sets a variable of a template, but there is no --template")
    }
    return nil
  }

  /// Reads it all.
  ///
  /// - Parameters:
  ///   - console: Where standard input is read.
  ///   - loader: Reads the files.
  ///   - template: What the prompt is filled into; `nil` for nothing.
  /// - Returns: What is to be said.
  /// - Throws: A usage error when there is no prompt, or something is not text; a failure when
  ///   something cannot be read.
  package func read(
    _ console: Console, _ loader: FileLoader, _ template: TemplateUse? = nil
  ) throws(ByokError) -> ChatContent {
    // A schema that makes no sense is found before anything is waited for.
    let isTaken = try isInputTaken()
    let schema = try replySchema(console)
    let system = try systemText(console)
    var content = try conversation(console) ?? ChatContent(messages: [])
    if content.system != nil, system != nil {
      throw ByokError(.usage, "--system and --messages both contain instructions", hint: "keep one")
    }
    if let system { content.system = system }
    if content.system == nil { content.system = try template?.system() }
    content.schema = schema
    let files = try loader.load(files)
    let isEnough =
      !files.isEmpty || !content.messages.isEmpty && template == nil || template?.isEnough == true
    let given = try prompt(isTaken ? nil : console, isEnough: isEnough)
    let prompt = try template?.prompt(given) ?? given
    content.question = given.isEmpty ? prompt : given
    let parts = files.parts(before: prompt)
    if savesMessages, parts.contains(where: \.isFile) {
      throw ByokError(
        .usage, "--save-messages writes text only, and an image or a PDF is attached",
        hint: "--conversation NAME keeps attachments, too")
    }
    if !parts.isEmpty { content.messages.append(ChatMessage(role: .user, parts: parts)) }
    guard content.messages.last?.role == .user else {
      throw ByokError(
        .usage, "the conversation ends with a reply of the model", hint: "byok chat … 'go on'")
    }
    return content
  }

  /// The options that read standard input, which is then not a part of the prompt.
  package var inputReaders: [String] {
    [
      (files.contains(.standardInput), "-f -"), (messages == .standardInput, "--messages -"),
      (system == "@-", "-s @-"), (schema == "-", "--schema -"),
    ].filter(\.0).map(\.1)
  }

  /// Whether standard input is something else than a part of the prompt.
  ///
  /// - Throws: A usage error when it is two things.
  private func isInputTaken() throws(ByokError) -> Bool {
    let readers = inputReaders
    guard readers.count < 2 else { throw .conflict(readers[0], readers[1]) }
    return !readers.isEmpty
  }

  private func conversation(_ console: Console) throws(ByokError) -> ChatContent? {
    switch messages {
    case nil: nil
    case .standardInput:
      try Conversation.read(
        Array(try console.readText().utf8), from: "standard input")
    case .path(let path) where savesMessages:
      try Conversation.read(try MessagesFile(path).read(), from: path.quoted)
    case .path(let path):
      try Conversation.read(Array(try TextFile.read(path, console).utf8), from: path.quoted)
    case .address(let address):
      throw ByokError(.usage, "--messages takes a file or -, not \(address.quoted)")
    }
  }

  /// The instructions: the text itself, or a file's after `@`.
  ///
  /// - Throws: A failure when the file cannot be read; a usage error when it is not text.
  package func systemText(_ console: Console) throws(ByokError) -> String? {
    guard let system, system.hasPrefix("@") else { return system }
    return try TextFile.read(String(system.dropFirst()), console)
  }

  /// The form that the reply must have.
  ///
  /// - Throws: A usage error when it is no sound schema; a failure when it cannot be read.
  package func replySchema(_ console: Console) throws(ByokError) -> ReplySchema? {
    try schema.map { (text) throws(ByokError) in try SchemaArgument.read(text, console) }
  }

  private func prompt(_ console: Console?, isEnough: Bool) throws(ByokError) -> String {
    let given = words.joined(separator: " ")
    var read = ""
    if let console, !ignoresInput, !console.stdinIsTerminal {
      read = try readInput(console, isNeeded: given.isEmpty && !isEnough)
    }
    let prompt = [given, read].filter { !$0.isEmpty }.joined(separator: "\n\n")
    guard !prompt.isEmpty || isEnough else {
      throw ByokError(
        .usage, "there is no prompt", hints: ["byok chat 'a question'", "echo text | byok chat"])
    }
    return prompt
  }

  /// Reads standard input as a part of the prompt.
  ///
  /// - Parameters:
  ///   - console: Where it is read.
  ///   - isNeeded: Whether there is no prompt without it.
  /// - Returns: The text; may be empty.
  /// - Throws: A usage error when it is not text; a failure when it cannot be read.
  private func readInput(_ console: Console, isNeeded: Bool) throws(ByokError) -> String {
    // Where it is all there is, waiting is what was asked for, and a note is for a person alone.
    let isNoted = !isNeeded || console.stderrIsTerminal
    let isPartlyRead = console.inputIsPartlyRead
    let read = try console.readText(
      patience: isNoted ? 2000 : nil,
      notice: "waiting for standard input to end" + (isNeeded ? "" : "; -n ignores it"))
    if isPartlyRead, !isNeeded, !read.isEmpty {
      console.warn(
        ByokError(
          .usage, "the rest of standard input, from the middle of a file, is part of the prompt",
          hint: "in a 'while read' loop, add -n, or the loop ends here"))
    }
    return read
  }
}
