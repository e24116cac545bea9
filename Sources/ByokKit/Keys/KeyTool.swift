package import ByokCore

/// A tool that keeps API keys in plain text.
package enum KeyTool: String, CaseIterable, ArgumentValue {
  /// https://llm.datasette.io
  case llm
  /// https://github.com/sigoden/aichat
  case aichat
  /// https://github.com/charmbracelet/mods
  case mods
  /// https://gptme.org
  case gptme
  /// https://github.com/danielmiessler/fabric
  case fabric
  /// https://aider.chat
  case aider

  package static let expectation =
    "a tool whose keys can be imported: " + allCases.map(\.rawValue).joined(separator: ", ")

  package init?(argument: String) { self.init(rawValue: argument) }

  /// What a file of keys looks like.
  package enum Form: Equatable, Sendable {
    /// A JSON object of names and keys.
    case members
    /// Variables of providers.
    case variables
    /// Names of providers, each with its key.
    case providers
    /// A list of clients, each with `type`, `name` and `api_key`.
    case clients
    /// A section for each provider, with its `api-key`.
    case sections
    /// `PROVIDER-api-key: KEY`, and items `PROVIDER=KEY`.
    case options
  }

  /// A file, and what it looks like.
  package struct File: Equatable, Sendable {
    package let path: String
    package let form: Form
  }

  /// The names of the files, below the tool's folder, with what they look like.
  ///
  /// Sources, read 2026-11-29: <https://llm.datasette.io/en/stable/keys.html>;
  /// `config.example.yaml` of aichat; `config_template.yml` of mods; `credentials.py` and
  /// `config/user.py` of gptme; fabric's README;
  /// <https://aider.chat/docs/config/api-keys.html>.
  private var names: [(String, Form)] {
    switch self {
    case .llm: [("keys.json", .members)]
    case .aichat: [("config.yaml", .clients), (".env", .variables)]
    case .mods: [("mods.yml", .sections)]
    case .gptme:
      [
        ("credentials.toml", .providers), ("config.toml", .variables),
        ("config.local.toml", .variables),
      ]
    case .fabric: [(".env", .variables)]
    case .aider: [(".aider.conf.yml", .options), (".aider/oauth-keys.env", .variables)]
    }
  }

  /// Where the tool keeps its keys; not every file needs to be there.
  ///
  /// - Throws: A usage error without a home folder.
  package func files(in environment: Environment) throws(ByokError) -> [File] {
    let folder = try folder(in: environment)
    return names.map { File(path: "\(folder)/\($0)", form: $1) }
  }

  private func folder(in environment: Environment) throws(ByokError) -> String {
    let variable: String? =
      switch self {
      case .llm: "LLM_USER_PATH"
      case .aichat: "AICHAT_CONFIG_DIR"
      default: nil
      }
    if let folder = variable.flatMap(environment.value) { return folder }
    guard let home = environment.value("HOME"), home.hasPrefix("/") else { throw .noHome }
    let settings = environment.value("XDG_CONFIG_HOME") ?? "\(home)/.config"
    return switch self {
    case .llm: "\(settings)/io.datasette.llm"
    case .fabric: "\(home)/.config/fabric"
    case .aider: home
    default: "\(settings)/\(rawValue)"
    }
  }

  /// A file that the user names, which is like the tool's own of that name or ending.
  package func file(named path: String) -> File {
    let ending = path.split(separator: ".").last
    let same =
      names.first { path.hasSuffix($0.0) }
      ?? names.first { $0.0.split(separator: ".").last == ending } ?? names.first
    return File(path: path, form: same?.1 ?? .variables)
  }
}
