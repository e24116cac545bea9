internal import FoundationEssentials

/// The user's defaults: `config.json`, in JSON5.
///
/// Source: CONTRACT.md parts 2 and 5.
struct Configuration: Sendable {
  /// The model used when none is named.
  var model: String?
  /// The label of each provider's key that is used when none is named.
  var defaultLabels: [String: String] = [:]
  /// Short names for models.
  var aliases: [String: String] = [:]
  /// The user's own providers, in the order of their ids.
  var providers: [Provider] = []
  /// What is said about other tools' creds.
  var creds = CredsSettings()
  /// Whether requests are logged.
  var logs = true

  private static let limit = 1 << 20

  /// Reads the configuration; without a file, or without a home folder, it is empty.
  ///
  /// - Throws: A usage error that names the place, or `damaged` when others can write the file.
  static func load(_ locations: Locations) throws(ByokError) -> Configuration {
    let path: FilePath
    do {
      path = try locations.configuration()
    } catch  where error == .noHome {
      return Configuration()
    }
    guard let bytes = try SafeFolder.read(path, privacy: .notWritable, limit: limit) else {
      return Configuration()
    }
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    do {
      let value = try decoder.decode(JSONValue.self, from: Data(bytes))
      return try ConfigurationReader(path: path.text).read(value)
    } catch let error as ByokError {
      throw error
    } catch {
      var syntax = JSON5Syntax(bytes)
      let place = syntax.lineOfFlaw().map { "line \($0) breaks its rules" }
      throw ByokError(
        .usage, "'\(path.text)' is not JSON5: \(place ?? "it holds something that cannot be read")")
    }
  }
}

extension Configuration {
  /// Sets one member of the file, or makes the file; all else in it stays, comments included.
  ///
  /// - Parameters:
  ///   - path: The names that lead to the member.
  ///   - value: Its JSON.
  ///   - locations: Where the file lies.
  ///   - clock: For the wait on another writer.
  /// - Throws: A usage error when the file is not in form; a failure when it cannot be written.
  static func set(
    _ path: [String], to value: String, _ locations: Locations, clock: Clock
  ) throws(ByokError) {
    try edit(path, locations, clock: clock) { JSON5Syntax.setting(path[...], to: value, in: $0) }
  }

  /// Takes one member out of the file; all else in it stays, comments included.
  ///
  /// - Parameters:
  ///   - path: The names that lead to the member, which must be there.
  ///   - locations: Where the file lies.
  ///   - clock: For the wait on another writer.
  /// - Throws: A usage error when the file is not in form; a failure when it cannot be written.
  static func remove(
    _ path: [String], _ locations: Locations, clock: Clock
  ) throws(ByokError) {
    try edit(path, locations, clock: clock) { JSON5Syntax.removing(path[...], from: $0) }
  }

  private static func edit(
    _ path: [String], _ locations: Locations, clock: Clock, _ change: ([UInt8]) -> [UInt8]?
  ) throws(ByokError) {
    let file = try locations.configuration()
    guard let folder = try SafeFolder.open(holding: file, create: true) else { return }
    let lock = try FileLock.take(for: file, in: folder, clock: clock)
    defer { _ = lock }
    AtomicFile.removeLeftovers(of: file, in: folder)
    // Whatever cannot be read must not be written over.
    _ = try load(locations)
    let old = try SafeFolder.read(file, privacy: .notWritable, limit: limit) ?? []
    guard let new = change(old) else {
      throw ByokError(.usage, "'\(file.text)' has no place for \(path.joined(separator: "."))")
    }
    guard try AtomicFile.replace(file, in: folder, with: new.span) else {
      throw .notDurable(file.text)
    }
  }
}

/// Turns the document into values, refusing what it does not know.
struct ConfigurationReader {
  let path: String

  func read(_ document: JSONValue) throws(ByokError) -> Configuration {
    var configuration = Configuration()
    for (name, value) in try members(of: document, at: "the document") {
      switch name {
      case "model": configuration.model = try text(value, at: name)
      case "log": configuration.logs = try bool(value, at: name)
      case "keys":
        for (provider, label) in try members(of: value, at: name) {
          let place = "keys.\(provider)"
          guard let label = Label(argument: try text(label, at: place)) else {
            throw wrong(place, "must be \(Label.expectation)")
          }
          configuration.defaultLabels[provider] = label.text
        }
      case "creds": configuration.creds = try creds(value)
      case "aliases":
        for (alias, model) in try members(of: value, at: name) {
          configuration.aliases[alias] = try text(model, at: "aliases.\(alias)")
        }
      case "providers":
        for (id, row) in try members(of: value, at: name) {
          configuration.providers.append(try provider(id, row))
        }
      default:
        throw unknown(name, among: ["model", "log", "aliases", "providers", "keys", "creds"])
      }
    }
    return configuration
  }

  /// Reads a provider of the user's own.
  ///
  /// - Throws: A usage error that names the place.
  func provider(_ id: String, _ row: JSONValue) throws(ByokError) -> Provider {
    let place = "providers.\(id)"
    guard ProviderID(argument: id) != nil else {
      throw wrong(place, "must be named with \(ProviderID.expectation)")
    }
    guard !Provider.builtIn.contains(where: { $0.id == id }) else {
      throw wrong(place, "is the name of a built-in provider; choose another")
    }
    var provider = Provider(id: id, name: id, baseURL: "", wire: OpenAIChat.self)
    // Many servers list their models to anybody.
    provider.keyCheck = .models(isProof: false)
    for (name, value) in try members(of: row, at: place) {
      let member = "\(place).\(name)"
      switch name {
      case "name": provider.name = try text(value, at: member)
      case "base_url":
        provider.baseURL = try BaseURL(try text(value, at: member), from: member).text
      case "key_env": provider.keyVariables = try texts(value, at: member)
      case "models": provider.models = try texts(value, at: member)
      case "dialect": provider.wire = try dialect(try text(value, at: member), at: member)
      default:
        throw unknown(
          member,
          among: ["name", "base_url", "key_env", "models", "dialect"].map { "\(place).\($0)" })
      }
    }
    guard !provider.baseURL.isEmpty else { throw wrong(place, "needs a base_url") }
    provider.modelList = .usual(for: provider.wire)
    // Servers that speak one of OpenAI's APIs may speak the other: `--api` tells.
    let both: [any WireFormat.Type] = [OpenAIChat.self, OpenAIResponses.self]
    if both.contains(where: { $0 == provider.wire }) {
      provider.otherWires = both.filter { $0 != provider.wire }
    }
    provider.defaultModel = provider.models.first
    return provider
  }

  private func dialect(
    _ name: String, at place: String
  ) throws(ByokError) -> any WireFormat.Type {
    if let wire = WireFormats.all.first(where: { $0.dialect == name }) { return wire }
    let names = WireFormats.all.map { $0.dialect }
    throw wrong(place, "must be one of \(names.joined(separator: ", ")), not \(name.quoted)")
  }

  func members(
    of value: JSONValue, at place: String
  ) throws(ByokError) -> [(key: String, value: JSONValue)] {
    guard case .object(let members) = value else { throw wrong(place, "must be an object") }
    return members.sorted { $0.key < $1.key }
  }

  func text(_ value: JSONValue, at place: String) throws(ByokError) -> String {
    guard let text = value.text else { throw wrong(place, "must be a text that is not empty") }
    return text
  }

  private func bool(_ value: JSONValue, at place: String) throws(ByokError) -> Bool {
    guard case .bool(let flag) = value else { throw wrong(place, "must be true or false") }
    return flag
  }

  func texts(_ value: JSONValue, at place: String) throws(ByokError) -> [String] {
    guard let elements = value.elements else { throw wrong(place, "must be a list of texts") }
    var texts: [String] = []
    for element in elements { texts.append(try text(element, at: place)) }
    return texts
  }

  func wrong(_ place: String, _ rule: String) -> ByokError {
    ByokError(.usage, "in '\(path)', \(Sanitizer.oneLine(place)) \(rule)")
  }

  func unknown(_ name: String, among names: [String]) -> ByokError {
    let hint = Suggestion.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
    return ByokError(
      .usage, "in '\(path)', \(Sanitizer.oneLine(name)) is not known",
      hint: hint ?? "known are \(names.joined(separator: ", "))")
  }
}
