package import ByokCore

/// The user's defaults: `config.json`, in JSON5.
///
/// ``ConfigurationKey/all`` tells what may be there.
///
/// See byok-config(5).
package struct Configuration: Sendable {
  /// The model used when none is named.
  package var model: String?
  /// The model that embeds texts where none is named.
  package var embeddingModel: String?
  /// The label of each provider's key that is used when none is named.
  var defaultLabels: [String: Label] = [:]
  /// Short names for models.
  package var aliases: [String: String] = [:]
  /// What is asked of each model's choice of words, by its name as a user writes it.
  package var params: [String: ChatSettings] = [:]
  /// What is said of single models, by `PROVIDER/MODEL-ID`.
  var modelRows: [String: ModelRow] = [:]
  /// Where `models update` gets a catalogue from where nothing is named: a path or an address.
  package var catalogueSource: String?
  /// Prompts that are kept under names.
  package var templates: [String: PromptTemplate] = [:]
  /// The user's own providers, in the order of their ids.
  package var providers: [Provider] = []
  /// The same as they are written.
  var providerRows: [String: ProviderRow] = [:]
  /// Servers of tools, by their names.
  package var servers: [String: ServerRow] = [:]
  /// What may be done with tools.
  package var tools = ToolSettings()
  /// Programs that convert files for an index, by the ends of their names.
  package var loaders: [String: [String]] = [:]
  /// What is said about other tools' credentials.
  package var creds = CredentialSettings()
  /// How long a request may take.
  package var timeout: Seconds?
  /// How often a failed request is tried again.
  package var retries: Int?
  /// A file of authorities that are trusted besides the system's.
  var certificateFile: String?
  /// What may be spent.
  package var budget = SpendingBudget()
  /// Whether requests are logged; `nil` for yes.
  package var log: Bool?
  /// Whether Markdown is rendered on a terminal; `nil` for yes.
  package var render: Bool?
  /// Where the file is, with all others of the user's; `nil` for one that was not read from a file.
  var locations: Locations?

  package init(
    model: String? = nil, defaultLabels: [String: Label] = [:], aliases: [String: String] = [:],
    params: [String: ChatSettings] = [:], templates: [String: PromptTemplate] = [:],
    providers: [Provider] = [], providerRows: [String: ProviderRow] = [:],
    creds: CredentialSettings = CredentialSettings(), timeout: Seconds? = nil, retries: Int? = nil,
    budget: SpendingBudget = SpendingBudget(), log: Bool? = nil
  ) {
    self.model = model
    self.defaultLabels = defaultLabels
    self.aliases = aliases
    self.params = params
    self.templates = templates
    self.providers = providers
    self.providerRows = providerRows
    self.creds = creds
    self.timeout = timeout
    self.retries = retries
    self.budget = budget
    self.log = log
  }

  /// Whether requests are logged.
  package var logs: Bool { log ?? true }

  /// Reads the configuration; without a file, or without a home folder, it is empty.
  ///
  /// - Throws: A usage error that names the place, or `damaged` when others can write the file.
  package static func load(_ locations: Locations) throws(ByokError) -> Configuration {
    var configuration = try ConfigurationFile.load(locations)?.configuration() ?? Configuration()
    configuration.locations = locations
    return configuration
  }

  /// Sets one member of the file, or makes the file; all else in it stays, comments included.
  ///
  /// - Parameters:
  ///   - path: The names that lead to the member.
  ///   - value: Its JSON.
  ///   - locations: The place of the file.
  ///   - clock: For the wait on another writer.
  /// - Throws: A usage error when the file would not be in form; a failure when it cannot be
  ///   written.
  package static func set(
    _ path: [String], to value: String, _ locations: Locations, clock: Clock
  ) throws(ByokError) {
    try ConfigurationFile.edit(locations, clock: clock) { (file) throws(ByokError) in
      guard let text = JSON5Edit.setting(path, to: value, in: file.text) else {
        // Only a member that is no object has no place for others.
        throw ByokError(
          .usage, "'\(file.path.text)' cannot contain \(path.joined(separator: "."))")
      }
      let new = ConfigurationFile(path: file.path, text: text)
      do throws(ByokError) {
        _ = try new.configuration(tellsPlaces: false)
      } catch {
        // Most likely that was so before: then its own lines are told.
        if !file.text.isEmpty { _ = try file.configuration() }
        throw error
      }
      return new
    }
  }

  /// What members make a server's row, checked as in the file.
  ///
  /// - Throws: A usage error that names the place.
  package static func row(
    ofServer name: String, _ members: [String: JSONValue]
  ) throws(ByokError) -> ServerRow {
    let path = try ConfigurationPath("mcp.servers.\(name)")
    var reader = ConfigurationReader { failure, _ in failure }
    let text = Array(JSONValue.object(members).compactText.unicodeScalars)
    if let node = try? JSON5Parser.parse(text) { try reader.read(node, at: path) }
    return reader.configuration.servers[name] ?? ServerRow()
  }

  /// Takes one member out of the file; all else in it stays, comments included.
  ///
  /// - Parameters:
  ///   - path: The names that lead to the member, which must be there.
  ///   - locations: The place of the file.
  ///   - clock: For the wait on another writer.
  /// - Throws: A usage error when the file is not JSON5; a failure when it cannot be written.
  package static func remove(
    _ path: [String], _ locations: Locations, clock: Clock
  ) throws(ByokError) {
    try ConfigurationFile.edit(locations, clock: clock) { (file) throws(ByokError) in
      guard let text = JSON5Edit.removing(path, from: file.text) else {
        throw .notConfigured(path.joined(separator: "."))
      }
      return ConfigurationFile(path: file.path, text: text)
    }
  }
}

extension ByokError {
  /// The key is a good one, but it is not set.
  package static func notConfigured(_ key: String) -> Self {
    Self(
      .failure, "\(key.quoted) is not set in config.json",
      hint: "byok config list   shows what is set; --all, every key")
  }
}
