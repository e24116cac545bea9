package import ByokCore

/// Another vendor's command-line tool that signs in by OAuth and leaves credentials in a file, as
/// one row of data.
package struct CredentialTool: Sendable, Identifiable {
  /// The service that its credentials give access to.
  package let provider: Provider
  /// The short word that means the same in `creds` commands; also the tool's own command.
  package let command: String
  /// The name people use.
  package let name: String
  /// Possible places of its folder; the first match wins.
  let folders: [Folder]
  /// The files in that folder that may hold credentials, in the order they are looked at.
  package let files: [String]
  /// The file that holds them encrypted instead, where the tool can do that.
  var encryptedFile: String?
  /// A file beside them whose member `active` is the account.
  var accountFile: String?
  /// Files in that folder where people keep plain API keys.
  package let keyFiles: [String]
  /// How long before its expiry an access token is no longer used, in seconds.
  package let margin: Double
  /// The hosts that its credentials may name as their service; empty where they name none.
  ///
  /// One that begins with a dot stands for all below it, where nobody but the vendor can have a
  /// name.
  var serviceHosts: [String] = []
  /// Whether credentials name a project of the user's.
  package var hasProject = false
  /// Whether its refresh tokens are left where they are: a refresh elsewhere signs the tool out.
  var keepsRefreshToken = false
  /// How access tokens are renewed; `nil` where only the tool itself may do so.
  var renewal: Renewal?
  /// The request that shows whether the vendor accepts its credentials.
  package let probe: Probe
  /// Whether credentials are used only after `byok creds allow`.
  package var needsAllowing = false
  /// What only its credentials have; one of them is enough.
  let marks: [Mark]
  /// What the vendor's service does today.
  package let service: Statement
  /// What the vendor says about other programs that use its tool's credentials.
  package let position: Statement
  /// How the vendor wants other programs to get in.
  package let approvedWays: [String]

  /// A folder named by a variable or, without one, below the home folder.
  struct Folder: Sendable {
    /// The variable; `nil` for the home folder.
    var variable: String?
    /// What follows the variable's value or the home folder, such as `/.gemini`.
    var suffix = ""
    /// Whether the variable, set to nothing, means the tool's folder in the home folder.
    var countsWhenEmpty = false
  }

  /// A free request that shows whether a vendor accepts credentials.
  package enum Probe: Sendable {
    /// A chat of one token with that model.
    case chat(String)
    /// What the account may use.
    case account
    /// The list of models.
    case models
  }

  /// How the vendor gives new access tokens for a refresh token.
  struct Renewal: Sendable {
    /// The token endpoint (RFC 6749, section 6).
    let endpoint: String
    /// The OAuth client that the refresh tokens belong to; `nil` where the user has to say it.
    var clientID: String?
    /// Whether the new tokens are written into the tool's own file, by the tool's own protocol.
    var writesFile = false
  }

  /// Something by which credentials are known to be a tool's.
  enum Mark: Sendable {
    /// A member of that name.
    case member(String)
    /// A member of that name with that text.
    case text(String, String)
    /// A beginning of the access or the refresh token.
    case token(String)
    /// A part of a scope.
    case scope(String)
    /// An end of the OAuth client's id.
    case client(String)
  }

  /// Something a vendor says or does, and how that is known.
  package struct Statement: Sendable {
    /// A sentence without a full stop.
    package let text: String
    /// The day on which it was so, `2026-10-06`.
    package let asOf: String
    /// The page that says so; `nil` where there is none.
    package let page: String?
  }

  /// The word typed, also as a provider's id: `qwen-code`.
  package var id: String { provider.id }

  /// The statuses by which its service may only say that an access token has expired.
  ///
  /// Qwen Code itself takes 403 for that too; elsewhere it is a rule that forbids.
  var expiryStatuses: [Int] { renewal?.writesFile == true ? [401, 403] : [401] }

  /// What to do instead of using its credentials, a line each.
  var otherWays: [String] { approvedWays.map { "the vendor approves: \($0)" } }

  /// The tool of that id, as byok's own records have it.
  package static func with(id: String) -> CredentialTool? {
    all.first { $0.id == id }
  }

  /// The tool of an id or a command, as users type them: `gemini` is the command of Gemini CLI, and
  /// the id of another provider.
  package static func named(_ word: String) -> CredentialTool? {
    all.first { $0.id == word || $0.command == word }
  }
}

extension CredentialTool {
  /// The tool whose credentials they are, as far as their content shows.
  ///
  /// - Parameter credentials: What was read.
  /// - Returns: `nil` if nothing tells, or it points to several.
  package static func recognised(in credentials: borrowing CredentialTokens) -> CredentialTool? {
    var tools: [CredentialTool] = []
    for tool in all where tool.marks.contains(where: { credentials.bears($0) }) {
      tools.append(tool)
    }
    return tools.count == 1 ? tools[0] : nil
  }

  /// The tool whose folder holds a file, by the folder's usual name.
  static func inFolder(of path: FilePath) -> CredentialTool? {
    let folder = FilePath(path.folder).name
    return all.first { $0.folders.contains { $0.suffix == "/" + folder } }
  }
}

extension CredentialTokens {
  borrowing func bears(_ mark: CredentialTool.Mark) -> Bool {
    switch mark {
    case .member(let name): return document.member(name, of: CredentialDocument.root) != nil
    case .text(let name, let text):
      let index = document.member(name, of: CredentialDocument.root)
      return index.flatMap { document.plainText($0) } == text
    case .token(let beginning):
      return accessToken?.withBytes { $0.holds(beginning, at: 0) } ?? false
        || refreshToken?.withBytes { $0.holds(beginning, at: 0) } ?? false
    case .scope(let part): return facts.scopes.contains { $0.contains(part) }
    case .client(let end):
      return [facts.clientID, facts.issuedTo].contains { $0?.hasSuffix(end) == true }
    }
  }
}

/// A tool as a word of the command line.
package struct CredentialToolName: ArgumentValue {
  package static let expectation = CredentialTool.all.map(\.id).joined(separator: ", ")
  package static let words: WordKind? = .choices(CredentialTool.all.map(\.id))
  package let tool: CredentialTool

  package init?(argument: String) {
    guard let tool = CredentialTool.named(argument) else { return nil }
    self.tool = tool
  }
}
