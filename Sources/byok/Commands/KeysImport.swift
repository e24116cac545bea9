internal import ByokCore
internal import ByokKit

/// `byok keys import`: seal the keys that another tool keeps in plain text.
struct KeysImport: Command {
  var common = CommonOptions()
  var tool: KeyTool?
  var file: String?
  var replaces = false

  static let name = "keys import"

  static let definition = CommandDefinition<Self>(
    summary: "Seal the keys that another tool keeps in plain text",
    detail: [
      "TOOL is 'llm', which keeps keys in keys.json of LLM_USER_PATH, else of"
        + " ~/.config/io.datasette.llm; FILE names another one.",
      "A name that is a provider's is sealed as its default key; another one becomes the label of the"
        + " provider that the key's looks name. The file is only read: remove it when all is well.",
      "Files of NAME=VALUE lines are read by 'byok keys add --from-env-file FILE'.",
    ],
    operands: [.required("TOOL", \.tool), .optional("FILE", \.file)],
    options: [.flag("replace", \.replaces, "Replace the keys that are there")],
    unlocks: true,
    examples: [
      Example(line: "byok keys import llm", purpose: "takes over the keys of llm")
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let tool else { return }
    let path: String
    if let file { path = file } else { path = try tool.file(in: session.environment) }
    let document = try CredentialDocument(try Secret.reading(path: path), from: path.quoted)
    let configuration = try Configuration.load(session.locations)
    let found = try recognise(document, at: path, ProviderList(configuration))
    guard !found.isEmpty else {
      throw ByokError(
        .usage, "no key of a provider that byok knows is in \(path.quoted)",
        hint: "byok keys add PROVIDER   seals a key")
    }
    var kept: [String] = []
    var sealed: [String] = []
    try Keystore.update(session.keystore, create: true) { (keystore) throws(ByokError) in
      let now = Timestamp(seconds: Int(session.clock.now()))
      for key in found {
        guard replaces || keystore[key.name] == nil else {
          kept.append(key.name.text)
          continue
        }
        let secret = try KeyValidation.check(try document.secret(key.member), from: path.quoted)
        try keystore.seal(
          SealedKey(baseURL: key.base.text, secret: secret), as: key.name, origin: key.base.origin,
          kind: .apiKey, now: now)
        sealed.append(key.name.text)
      }
    }
    if !sealed.isEmpty { session.console.remark("sealed \(sealed.joined(separator: ", "))") }
    for name in unknown(document, found) {
      session.console.remark("left out \(name.quoted): it is not clear whose key it is")
    }
    if !kept.isEmpty { throw .keysAreKept(kept) }
  }

  /// A key to seal, and the member of the document that holds it.
  private struct Found {
    let name: KeyName
    let base: BaseURL
    let member: Int
  }

  private func recognise(
    _ document: borrowing CredentialDocument, at path: String, _ providers: ProviderList
  ) throws(ByokError) -> [Found] {
    guard document.kind(of: CredentialDocument.root) == .object else {
      throw ByokError(.damaged, "\(path.quoted) does not hold names and keys")
    }
    var found: [Found] = []
    for member in document.children(of: CredentialDocument.root) {
      guard let name = document.name(of: member), document.kind(of: member) == .string,
        !document.range(of: member).isEmpty,
        let key = Self.owner(of: try document.secret(member), called: name, providers),
        let base = try? ProviderAddress(key.provider, in: Environment([:])).current()
      else { continue }
      let keyName = KeyName(provider: key.provider.id, label: key.label)
      found.removeAll { $0.name == keyName }
      found.append(Found(name: keyName, base: base, member: member))
    }
    return found
  }

  /// The provider that a name means, else the one whose keys look like this one.
  private static func owner(
    of key: borrowing Secret, called name: String, _ providers: ProviderList
  ) -> (provider: Provider, label: String)? {
    let named = providers.all.first { $0.id == name }
    if let provider = named ?? providers.all.first(where: { $0.otherNames.contains(name) }) {
      return provider.retirement == nil && !provider.isOffline
        ? (provider, KeyName.defaultLabel) : nil
    }
    guard KeystoreGrammar.isLabel(Array(name.utf8)[...]), let owner = try? KeyGuess.owner(of: key)
    else { return nil }
    return (owner, name)
  }

  /// The names of keys that were not recognised.
  private func unknown(_ document: borrowing CredentialDocument, _ found: [Found]) -> [String] {
    let known = Set(found.map(\.member))
    return document.children(of: CredentialDocument.root).filter {
      document.kind(of: $0) == .string && !document.range(of: $0).isEmpty && !known.contains($0)
    }.compactMap { document.name(of: $0) }.filter { !$0.hasPrefix("//") }
  }
}

/// A tool that keeps API keys in plain text.
enum KeyTool: String, CaseIterable, ArgumentValue {
  /// https://llm.datasette.io
  case llm

  static let expectation =
    "a tool whose keys can be taken over: "
    + allCases.map(\.rawValue).joined(separator: ", ")

  init?(argument: String) { self.init(rawValue: argument) }

  /// Where the tool keeps its keys.
  ///
  /// Source: <https://llm.datasette.io/en/stable/keys.html>.
  ///
  /// - Throws: A usage error without a home folder.
  func file(in environment: Environment) throws(ByokError) -> String {
    if let folder = environment.value("LLM_USER_PATH") { return folder + "/keys.json" }
    guard let home = environment.value("HOME"), home.hasPrefix("/") else { throw .noHome }
    return home + "/.config/io.datasette.llm/keys.json"
  }
}
