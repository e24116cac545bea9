package import ByokCore

/// Notes about which account pays, for commands that change keys or the configuration.
///
/// The key that a request uses never changes silently, and a setting that a variable overrides is
/// reported at once. With `--quiet`, nothing is reported.
package struct AccountNotes {
  /// The variable that names a model where `--model` does not.
  package static let modelVariable = "BYOK_MODEL"

  private let session: Session
  private let defaults: DefaultKey
  private let providers: ProviderList
  private let servers: [String: ServerRow]
  private var console: Console { session.console }
  private var environment: Environment { session.environment }

  /// - Parameters:
  ///   - session: The outside world.
  ///   - configuration: What is configured; of a command that changes it, what was before.
  package init(_ session: Session, _ configuration: Configuration) {
    self.session = session
    defaults = DefaultKey(configuration)
    providers = ProviderList(configuration)
    servers = configuration.servers
  }

  /// Reports which of the keys that were just sealed are not the default, and which are overridden.
  package func added(_ names: [KeyName]) {
    guard let entries else { return }
    for provider in Self.providers(of: names) {
      let own = names.filter { $0.provider == provider }
      do throws(ByokError) {
        if let standard = try defaults.find(provider, in: entries) {
          report(standard, besides: own, entries)
        }
      } catch {
        warn(error)
      }
      for name in own { warnOfAddress(of: name, entries) }
      if let name = own.first { warnOfVariable(before: name) }
    }
  }

  /// Says which key is the default, where others were just sealed.
  private func report(_ standard: KeyName, besides own: [KeyName], _ entries: KeyEntries) {
    if !own.contains(standard) {
      console.note(
        "\(standard.text) stays the default; to use another: byok keys default \(own[0].text)")
    } else if defaults.labels[standard.provider] != nil,
      entries.entries(of: standard.provider).count > 1
    {
      console.note("\(standard.text) is the default, as config.json says")
    }
  }

  /// Moves the choice of a key along with its new name.
  ///
  /// - Throws: A failure when config.json cannot be written.
  package func renamed(_ old: KeyName, to new: KeyName) throws(ByokError) {
    warnOfServers([old])
    switch defaults.labels[new.provider] {
    case old.label:
      try Configuration.set(
        ["keys", new.provider], to: "\"\(new.label)\"", session.locations, clock: session.clock)
      console.note("\(new.text) stays the default, now under this name in config.json")
    case new.label: console.note("\(new.text) is now the default, as config.json says")
    default: return
    }
  }

  /// Clears the choice of keys that were removed, and reports which are the default from now on.
  ///
  /// - Parameters:
  ///   - names: What was removed.
  ///   - before: What the keystore held.
  /// - Throws: A failure when config.json cannot be written.
  package func removed(_ names: [KeyName], from before: KeyEntries) throws(ByokError) {
    warnOfServers(names)
    for provider in Self.providers(of: names) where provider != KeyName.serverGroup {
      let old = defaults.name(of: provider, in: before)
      guard let old, names.contains(old) else { continue }
      if defaults.labels[provider] == old.label {
        try Configuration.remove(["keys", provider], session.locations, clock: session.clock)
        console.note("\(old.text) was chosen as the default: keys.\(provider) is unset")
      }
      unset(["keys", provider])
    }
  }

  /// Reports which key is the default after a choice was removed from config.json.
  ///
  /// - Parameter path: The names that led to it.
  package func unset(_ path: [String]) {
    guard path.count == 2, path[0] == "keys", let entries else { return }
    do throws(ByokError) {
      if let new = try defaults.unset(path[1]).find(path[1], in: entries) {
        console.note("\(new.text) is now the default")
      }
    } catch {
      warn(error)
    }
  }

  /// Warns of what overrides a default that was just chosen.
  package func chosen(_ name: KeyName) {
    warnOfVariable(before: name)
  }

  /// Warns of what overrides a key of config.json that was just set; a failure to find out is a
  /// warning too, because the key is set.
  ///
  /// - Parameters:
  ///   - path: The names that lead to it.
  ///   - session: The outside world.
  package static func configured(_ path: [String], in session: Session) {
    do throws(ByokError) {
      AccountNotes(session, try Configuration.load(session.locations)).configured(path)
    } catch {
      session.console.warn(error)
    }
  }

  /// Warns of what overrides a key of config.json that was just set.
  ///
  /// - Parameter path: The names that lead to it.
  private func configured(_ path: [String]) {
    if path == ["model"], environment.hasContent(Self.modelVariable) {
      warn(Self.modelVariable, overrides: "it", "-m MODEL")
    }
    guard path.count > 1 else { return }
    if path[0] == "keys", let label = defaults.labels[path[1]] {
      do throws(ByokError) {
        if let entries { _ = try defaults.find(path[1], in: entries) }
      } catch {
        warn(error)
      }
      warnOfVariable(before: KeyName(provider: path[1], label: label))
    }
    guard path[0] == "providers", path.count == 2 || path[2] == "base_url",
      let provider = provider(path[1]),
      let variable = provider.variablesOfAddress.first(where: environment.hasContent)
    else { return }
    warn(variable, overrides: "the base_url of \(provider.id)", nil)
  }

  /// Warns where servers of tools name a key that is not there any more.
  private func warnOfServers(_ names: [KeyName]) {
    for name in names where name.isOfServer {
      let users = servers.filter { $0.value.keys.contains(name.label) }.keys.sorted()
      guard !users.isEmpty else { continue }
      let places = users.map { "mcp.servers.\($0)" }.joined(separator: ", ")
      warn(ByokError(.usage, "config.json still names \(name.text), in \(places)"))
    }
  }

  // MARK: What is overridden

  /// Warns of a variable whose key is used instead of the sealed one.
  private func warnOfVariable(before name: KeyName) {
    guard let variable = provider(name.provider)?.setVariables(in: environment).first else {
      return
    }
    warn(variable, overrides: name.text, "--key \(name.label)")
  }

  /// Warns where a sealed key may not go where a variable or the configuration says.
  private func warnOfAddress(of name: KeyName, _ entries: KeyEntries) {
    guard let provider = provider(name.provider), !provider.usesCredentials,
      provider.setVariables(in: environment).isEmpty, let entry = entries[name]
    else { return }
    do throws(ByokError) {
      let address = ProviderAddress(provider, in: environment)
      guard let (variable, base) = try address.fromVariable() else {
        return try provider.checkIsBound(name, to: entry.origins, environment)
      }
      guard !entry.origins.contains(base.origin) else { return }
      throw ByokError(
        .noKey, "\(variable) is \(base.origin), where \(name.text) may not go",
        hint: "unset \(variable)")
    } catch {
      warn(error)
    }
  }

  private func warn(_ variable: String, overrides what: String, _ other: String?) {
    let hint = [other, "unset \(variable)"].compactMap(\.self).joined(separator: ", or ")
    warn(ByokError(.usage, "\(variable) is set and overrides \(what)", hint: hint))
  }

  private func warn(_ failure: ByokError) {
    if !console.isQuiet { console.warn(failure) }
  }

  /// What the keystore holds now; `nil` where there is none, or it cannot be read.
  private var entries: KeyEntries? {
    guard (try? session.locations.hasKeystore) == true else { return nil }
    return ((try? Keystore.document(session.keystore)) ?? nil)?.entries
  }

  private func provider(_ id: String) -> Provider? { providers.all.first { $0.id == id } }

  private static func providers(of names: [KeyName]) -> [String] {
    names.map(\.provider).reduce(into: []) { ids, id in
      if !ids.contains(id) { ids.append(id) }
    }
  }
}
