internal import ByokCore
internal import ByokKit

extension CompletionNames {
  /// The keys of `config.json`, with the names that there are in place of the user's part.
  var settings: [Name] {
    ConfigurationKey.all.filter { $0.shape != .group && !$0.isOfElement }.flatMap { key in
      keys(of: key.parts).map { Name(word: $0, note: key.summary.filter { $0 != "`" }) }
    }
  }

  private func keys(of parts: [String]) -> [String] {
    var found: [[String]] = [[]]
    for part in parts {
      let isChosen = ConfigurationKey.isPlaceholder(part)
      found = found.flatMap { names in
        (isChosen ? usersParts(of: names) : [part]).map { names + [$0] }
      }
    }
    return found.map { $0.joined(separator: ".") }
  }

  /// The names of the user's choice that a group of keys has or may have.
  private func usersParts(of group: [String]) -> [String] {
    if group.count == 3, group.last == "headers" {
      return configuration.providers.first { $0.id == group[1] }?.headers.map(\.name) ?? []
    }
    if group.first == "mcp", group.count > 2 {
      let row = configuration.servers[group[2]]
      let fields = group.last == "headers" ? row?.headers : row?.variables
      return fields?.map(\.name) ?? []
    }
    return switch group.first {
    case "mcp": configuration.servers.keys.sorted()
    case "aliases": configuration.aliases.keys.sorted()
    case "params": configuration.params.keys.sorted()
    case "templates": configuration.templates.keys.sorted()
    case "providers": configuration.providers.map(\.id)
    case "keys": Set(sealed.map(\.provider)).sorted()
    case "creds": CredentialTool.all.map(\.id)
    default: []
    }
  }

  /// What a key of the configuration may be set to.
  ///
  /// - Parameters:
  ///   - word: What is typed of it.
  ///   - line: The words before it, the key among them.
  /// - Returns: Names that begin with the word, and others.
  func settingValues(_ word: String, _ line: [String]) -> [Name] {
    guard let key = line.dropFirst(2).first(where: { !$0.hasPrefix("-") }),
      let row = (try? ConfigurationPath(key))?.row
    else { return [] }
    switch (row.name, row.parts.last) {
    case ("keys.PROVIDER", _):
      let provider = key.dropFirst("keys.".count)
      return sealed.filter { $0.provider == provider }.map { Name(word: $0.label, note: "") }
    case ("aliases.NAME", _), (_, "model"): return models(word)
    case ("creds.allowed", _): return CredentialTool.all.map { Name(word: $0.id, note: $0.name) }
    default: return row.choices.map { Name(word: $0, note: "") }
    }
  }
}
