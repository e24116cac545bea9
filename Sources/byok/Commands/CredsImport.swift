internal import ByokCore
internal import ByokKit

/// `byok creds import`: seal other tools' creds.
struct CredsImport: Command {
  var common = CommonOptions()
  var first: String?
  var second: String?
  var project: String?
  var label: Label?
  var replaces = false

  static let name = "creds import"

  static let definition = CommandDefinition<Self>(
    summary: "Import another tool's credentials into the keystore",
    detail: [
      "TOOL is qwen-code, gemini-cli or claude-code; without it, all that are found are sealed."
        + " FILE is another place than the tool's own, '-' is standard input: on a terminal, paste"
        + " the JSON and press Ctrl-D. Whose it is, is told by the content if no tool is named.",
      "The whole text is sealed, also what byok does not know in it. The refresh token of Claude"
        + " Code is left out: its use elsewhere would sign Claude Code out.",
      "The project of Gemini CLI is the one of --project, else the one in the text (project_id or"
        + " projectId), else GOOGLE_CLOUD_PROJECT.",
    ],
    operands: [
      .optional("TOOL", \.first, words: CredentialToolName.words), .optional("FILE", \.second),
    ],
    options: [
      .value("project", "ID", \.project, "Note the cloud project of Gemini CLI"),
      .value("label", "LABEL", \.label, "Seal under TOOL/LABEL instead of TOOL/default"),
      .flag("replace", \.replaces, "Replace what is sealed there"),
    ],
    unlocks: true,
    examples: [
      Example(line: "byok creds import", purpose: "seals all that are found"),
      Example(
        line: "byok creds import gemini --project my-project", purpose: "seals one of them"),
      Example(
        line: "ssh host cat .qwen/oauth_creds.json | byok creds import qwen -",
        purpose: "seals one of another machine"),
    ])

  static var refusalOfKey: ByokError? {
    ByokError(
      .usage,
      "creds are not taken from the command line, where other processes and the shell's history "
        + "can see them",
      hints: ["byok creds import -   takes the JSON from standard input"])
  }

  func run(in session: inout Session) throws(ByokError) {
    let (tool, file) = try operands()
    let sealing = CredentialImport(
      session: session, project: project, label: label?.text ?? KeyName.defaultLabel,
      replaces: replaces)
    if let file { return try importFile(file, tool, sealing) }
    let discovery = CredentialDiscovery(session, try Configuration.load(session.locations).creds)
    if let tool {
      let found = try importFound(tool, discovery, sealing)
      if !found { throw Self.notFound(tool.name) }
      return
    }
    guard project == nil else { throw .missingOperand("TOOL", of: Self.info) }
    try importAll(discovery, sealing)
  }

  /// What the operands mean: one that is no tool is a file.
  private func operands() throws(ByokError) -> (tool: CredentialTool?, file: String?) {
    guard let first else { return (nil, nil) }
    if let tool = CredentialTool.named(first) { return (tool, second) }
    let isFile = first == "-" || first.contains { "/\\.%".contains($0) }
    guard isFile else {
      let ids = CredentialTool.all.map(\.id)
      let nearest = Suggestion.nearest(to: first, among: ids)
      throw ByokError(
        .usage, "unknown tool \(first.quoted)",
        hint: nearest.map { "did you mean '\($0)'?" } ?? "known are \(ids.joined(separator: ", "))")
    }
    if let second { throw .unexpectedOperand(second, of: Self.info) }
    return (nil, first)
  }

  private func importFile(
    _ file: String, _ named: CredentialTool?, _ sealing: CredentialImport
  ) throws(ByokError) {
    let source = file == "-" ? "the text" : file.quoted
    let text = try CredentialsReader(session: sealing.session).read(file)
    let credentials = try CredentialTokens(CredentialDocument(text, from: source), from: source)
    let recognised = CredentialTool.recognised(in: credentials)
    if let named, let recognised, named.id != recognised.id {
      throw ByokError(
        .usage, "\(source) holds creds of \(recognised.name), not of \(named.name)",
        hint: "byok creds import \(recognised.id) \(file)")
    }
    guard let tool = named ?? recognised else { throw .unknownCreds(source) }
    try sealing.seal(credentials, of: tool)
  }

  /// Seals what a tool's own file holds; `false` if there is none.
  private func importFound(
    _ tool: CredentialTool, _ discovery: CredentialDiscovery, _ sealing: CredentialImport
  ) throws(ByokError) -> Bool {
    let now = sealing.session.clock.now()
    let findings = discovery.files(of: tool)
    guard let best = findings.first(where: { $0.state(at: now) == .ready }) ?? findings.first else {
      return false
    }
    if let problem = best.problem { throw problem }
    guard case .file(let path) = best.source,
      case .credentials(let credentials) = try CredentialFile(
        path: FilePath(path, home: HomePath(discovery.environment).home), clock: discovery.clock
      ).read()
    else {
      throw ByokError(
        .noKey, "\(tool.name) encrypts its credentials, and byok does not decrypt them",
        hint: "use \(tool.approvedWays[0])")
    }
    try sealing.seal(credentials, of: tool)
    return true
  }

  private func importAll(
    _ discovery: CredentialDiscovery, _ sealing: CredentialImport
  ) throws(ByokError) {
    var failures: [ByokError] = []
    var found = 0
    for tool in CredentialTool.all {
      do throws(ByokError) {
        if try importFound(tool, discovery, sealing) { found += 1 }
      } catch {
        failures.append(error)
      }
    }
    // Who is signed out of one tool has all the same imported all that there is.
    let (absent, wrong) = (
      failures.filter { $0.kind == .noKey }, failures.filter { $0.kind != .noKey }
    )
    if let failure = wrong.first ?? (found == 0 ? absent.first : nil) {
      for other in failures where other != failure { sealing.session.console.warn(other) }
      throw failure
    }
    for failure in absent { sealing.session.console.note(failure.message) }
    if found == 0 { throw Self.notFound(CredentialTool.all.map(\.name).joined(separator: ", ")) }
  }

  private static func notFound(_ names: String) -> ByokError {
    ByokError(
      .noKey, "no creds of \(names) are found",
      hints: ["byok creds import TOOL FILE", "byok creds import -   takes JSON"])
  }
}

/// Reads creds from where the user says.
private struct CredentialsReader {
  let session: Session

  /// - Throws: `damaged` when there is too much; a usage error when nobody can be asked.
  func read(_ file: String) throws(ByokError) -> Secret {
    guard file == "-" else { return try readFile(file) }
    let console = session.console
    guard console.stdinIsTerminal else {
      return try read(console.input, from: "standard input")
    }
    guard console.mayAsk, let prompt = TerminalPrompt() else {
      throw ByokError(
        .usage, "nothing is given on standard input, and byok may not ask",
        hint: "byok creds import TOOL FILE")
    }
    let question = "paste the JSON, which is not shown, and press Ctrl-D"
    guard let text = try prompt.text(question, limit: CredentialFile.limit) else {
      throw .credsTooLarge("the text")
    }
    return text
  }

  /// A file that the user names may be of any kind, such as a pipe.
  private func readFile(_ text: String) throws(ByokError) -> Secret {
    guard let path = HomePath(session.environment).expand(text) else { throw .noHome }
    let file: OpenFile
    do {
      file = try OpenFile(reading: path)
    } catch {
      throw ByokError(.failure, "cannot read \(text.quoted): \(error.text)")
    }
    return try read(file.descriptor, from: text.quoted)
  }

  private func read(_ descriptor: CInt, from source: String) throws(ByokError) -> Secret {
    let text = try Secret.reading(descriptor, limit: CredentialFile.limit) { failure in
      ByokError(.failure, "cannot read \(source): \(failure.text)")
    }
    guard let text else { throw .credsTooLarge(source) }
    // PowerShell's '>' writes UTF-16; the bytes of all other texts are sealed as they are.
    let isUTF8 = text.withBytes { TextEncoding.detect($0).encoding == .utf8 }
    return isUTF8 ? text : try text.text(from: source)
  }
}
