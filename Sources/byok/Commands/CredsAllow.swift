internal import ByokCore
internal import ByokKit

/// `byok creds allow`: let creds be used although their vendor is against it.
struct CredsAllow: Command {
  var common = CommonOptions()
  var tool: CredentialToolName?
  var isSure = false

  static let name = "creds allow"

  static let definition = CommandDefinition<Self>(
    summary: "Permit use of credentials against their vendor's terms",
    detail: [
      "It tells what the vendor says about use by other programs, when and where, and which ways in"
        + " the vendor approves; then it asks. Accounts have been closed for such use. The answer"
        + " goes into config.json, under creds.allowed.",
      "Creds of Qwen Code need no allowing: no such rule is known.",
    ],
    operands: [.required("TOOL", \.tool)],
    options: [.flag("yes", short: "y", \.isSure, "Do not ask")],
    examples: [
      Example(line: "byok creds allow gemini", purpose: "tells Google's position, and asks")
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let tool = tool?.tool else { return }
    let console = session.console
    let allowed = try Configuration.load(session.locations).creds.allowed
    guard tool.needsAllowing else {
      return console.note("\(tool.id) needs no allowing: \(tool.position.text)")
    }
    console.writeAside(tool.terms)
    guard !allowed.contains(tool.id) else {
      return console.note("\(tool.id) is allowed already")
    }
    if !isSure {
      let question = "use the credentials of \(tool.name) anyway?"
      let command = "byok creds allow \(tool.id) --yes"
      guard try console.confirms(question, otherwise: command) else {
        throw ByokError(.failure, "\(tool.id) is not allowed")
      }
    }
    try Configuration.setAllowed(allowed + [tool.id], in: session)
    console.note("\(tool.id) is allowed; to take it back: byok creds disallow \(tool.id)")
  }
}

/// `byok creds disallow`: take that back.
struct CredsDisallow: Command {
  var common = CommonOptions()
  var tool: CredentialToolName?

  static let name = "creds disallow"

  static let definition = CommandDefinition<Self>(
    summary: "Revoke 'creds allow'",
    operands: [.required("TOOL", \.tool)],
    examples: [Example(line: "byok creds disallow gemini", purpose: "its creds are not used again")]
  )

  func run(in session: inout Session) throws(ByokError) {
    guard let tool = tool?.tool else { return }
    guard tool.needsAllowing else {
      throw ByokError(
        .usage, "\(tool.id) needs no allowing, so there is none to take back",
        hint: "its creds are used only where -m \(tool.id)/MODEL asks for them")
    }
    let allowed = try Configuration.load(session.locations).creds.allowed
    guard allowed.contains(tool.id) else {
      return session.console.note("\(tool.id) was not allowed")
    }
    try Configuration.setAllowed(allowed.filter { $0 != tool.id }, in: session)
    session.console.note("\(tool.id) is not allowed any more")
  }
}

extension CredentialTool {
  /// The vendor's position, and the ways in that it approves, as lines for a person.
  fileprivate var terms: String {
    let source = position.page.map { "\($0), \(position.asOf)" } ?? position.asOf
    return """
      \(name), used by other programs:
        \(position.text)
        (\(source))
      The service:
        \(service.text)
        (\(service.page.map { "\($0), " } ?? "")\(service.asOf))
      Ways that the vendor approves:

      """ + approvedWays.map { "  - \($0)\n" }.joined()
  }
}

extension Configuration {
  /// Notes the tools whose creds may be used.
  fileprivate static func setAllowed(_ ids: [String], in session: Session) throws(ByokError) {
    let list = ids.map { "\"\($0)\"" }.joined(separator: ", ")
    try set(
      ["creds", "allowed"], to: "[\(list)]", session.locations, clock: session.clock)
  }
}
