internal import ByokCore
internal import ByokKit

/// `byok creds refresh`: renew credentials with their vendor.
struct CredsRefresh: Command {
  var common = CommonOptions()
  var creds: CredsReference?

  static let name = "creds refresh"

  static let definition = CommandDefinition<Self>(
    summary: "Renew credentials with their vendor",
    detail: [
      "byok does this itself when credentials have expired. Qwen Code's file is written anew, under"
        + " Qwen Code's own lock; of several programs that want it at a time, one asks.",
      "Gemini CLI's needs the id and the secret of the OAuth client that it belongs to: in the creds"
        + " themselves, or as creds.gemini_client_id and creds.gemini_client_secret in config.json."
        + " Its file stays as it is, and the new token is sealed in the keystore.",
      "Claude Code's is not renewed, which would sign Claude Code out: run 'claude' once.",
    ],
    operands: [.required("TOOL[/LABEL]", \.creds)],
    options: [
      .certificates
    ],
    unlocks: true,
    examples: [Example(line: "byok creds refresh qwen", purpose: "gets a new access token now")])

  func run(in session: inout Session) throws(ByokError) {
    guard let reference = creds?.key, let tool = CredentialTool.named(reference.provider) else {
      return
    }
    let credentialLookup = CredentialLookup(session, try Configuration.load(session.locations))
    let choice = reference.label.map(CredentialLookup.Choice.label) ?? .best
    let source = try credentialLookup.source(of: tool, choice)
    let renewed = try source.renew()
    let expiry = renewed.expiry.map {
      ", expire \(CredentialExpiry.words($0, now: session.clock.now()))"
    }
    session.console.note("renewed the credentials of \(renewed.name.text)\(expiry ?? "")")
  }
}
