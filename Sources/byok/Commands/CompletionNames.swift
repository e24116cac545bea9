internal import ByokCore
internal import ByokKit

/// The names that a shell offers, which the hidden `byok __complete` prints.
///
/// It unlocks nothing, touches no network and complains of nothing: what cannot be read is left
/// out. Names are inserted into command lines as they are, and some come from providers' lists:
/// those that a shell would read as more than a word are left out too.
struct CompletionNames {
  private let session: Session
  let configuration: Configuration

  /// A word, and what a shell that has room for it says beside it.
  struct Name: Equatable {
    let word: String
    let note: String
  }

  init(_ session: Session) {
    self.session = session
    configuration = (try? Configuration.load(session.locations)) ?? Configuration()
  }

  /// Prints the names that begin with a word: `__complete SHELL KIND WORD [LINE...]`.
  ///
  /// - Parameters:
  ///   - words: The shell, the kind, the word so far, and the words before it from the command on.
  ///   - session: The outside world.
  /// - Throws: A failure when standard output refuses them.
  static func write(_ words: ArraySlice<String>, in session: Session) throws(ByokError) {
    let words = Array(words)
    guard words.count >= 3, let shell = CompletionScript(rawValue: words[0]),
      let kind = WordKind.NameKind(rawValue: words[1])
    else { throw ByokError(.usage, "'__complete' is only for completion scripts") }
    let names = Self(session).names(kind, beginning: words[2], in: Array(words[3...]))
    try session.console.write(names.map { shell.line($0) + "\n" }.joined())
  }

  /// The names of a kind that begin with `word`.
  func names(_ kind: WordKind.NameKind, beginning word: String, in line: [String]) -> [Name] {
    var names =
      switch kind {
      case .provider: providers(ProviderList(configuration).all)
      case .ownProvider: providers(configuration.providers)
      case .key: keys
      case .holder: keys + providersOfEnvironment
      case .label: Self.list(word) { _ in labels(line) }
      case .model: Self.list(word, models)
      case .conversation: conversations
      case .index: indexes
      case .batch: batches
      case .template: configuration.templates.keys.sorted().map { Name(word: $0, note: "") }
      case .server: servers
      case .topic: Self.topics(line)
      case .setting: settings
      case .settingValue: settingValues(word, line)
      case .assignment: assignments(word)
      case .variable: variables
      }
    names.removeAll { !$0.word.hasPrefix(word) || !Self.isPlain($0.word) }
    return names
  }

  private var indexes: [Name] {
    let all = (try? IndexStore(session, loaders: [:]).definitions()) ?? []
    return all.map { Name(word: $0.name.text, note: $0.paths.joined(separator: ", ")) }
  }

  private var batches: [Name] {
    let names = (try? BatchStore(session).names()) ?? []
    return names.map { Name(word: $0.text, note: "") }
  }

  private var servers: [Name] {
    configuration.servers.sorted { $0.key < $1.key }
      .map { Name(word: $0.key, note: ServerFacts(name: $0.key, row: $0.value).runs) }
  }

  private func providers(_ providers: [Provider]) -> [Name] {
    providers.filter { $0.retirement == nil }.map { Name(word: $0.id, note: $0.name) }
  }

  /// The names of conversations, if the key file or the kernel unlocks the keystore.
  private var conversations: [Name] {
    var session = session
    session.console = .silent
    session.console.mayAsk = false
    // A passphrase would have to be stretched, and a program might ask somebody.
    guard (try? session.keystore.explicitSource()) == .some(nil),
      let store = try? ConversationStore.open(session, create: false),
      let items = try? store.list().items
    else { return [] }
    return items.map { item in
      Name(word: item.name.text, note: item.turns == 1 ? "1 turn" : "\(item.turns) turns")
    }
  }

  private var providersOfEnvironment: [Name] {
    providers(
      ProviderList(configuration).all.filter {
        $0.ownVariable(in: session.environment) != nil
      })
  }

  /// Names at the end of a list that commas part, with what precedes them.
  private static func list(_ word: String, _ names: (String) -> [Name]) -> [Name] {
    guard let comma = word.lastIndex(of: ",") else { return names(word) }
    return names(String(word[word.index(after: comma)...])).map { name in
      Name(word: word[...comma] + name.word, note: name.note)
    }
  }

  var sealed: [KeyName] {
    (try? ProvidersWithKeys.names(session.keystore)) ?? []
  }

  /// What has a key, after a name and `=`.
  private func assignments(_ word: String) -> [Name] {
    guard let equals = word.firstIndex(of: "=") else { return [] }
    return (keys + providersOfEnvironment).map { name in
      Name(word: word[...equals] + name.word, note: name.note)
    }
  }

  /// The variables of providers that are set.
  private var variables: [Name] {
    // Of several providers that read one, the first is listed.
    var seen: Set<String> = []
    return ProviderList(configuration).all.flatMap { provider in
      provider.keyVariables.filter { session.environment.contains($0) && seen.insert($0).inserted }
        .map { Name(word: $0, note: provider.name) }
    }
  }

  private var keys: [Name] {
    let titles = Dictionary(
      ProviderList(configuration).all.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
    return sealed.map { Name(word: $0.text, note: titles[$0.provider] ?? "") }
  }

  /// The labels of sealed keys: those of the model's provider, if the line names one.
  private func labels(_ line: [String]) -> [Name] {
    let provider = Self.value(of: ["--model", "-m"], in: line)?.prefix { $0 != "/" }
    var providers: [String: [String]] = [:]
    for name in sealed where provider == nil || name.provider == provider ?? "" {
      providers[name.label, default: []].append(name.provider)
    }
    return providers.sorted { $0.key < $1.key }.map { label, providers in
      Name(word: label, note: providers.joined(separator: ", "))
    }
  }

  /// The value that a line gives an option, by any of its names.
  private static func value(of names: [String], in line: [String]) -> String? {
    for (place, word) in line.enumerated() {
      for name in names {
        if word == name, place + 1 < line.count { return line[place + 1] }
        if word.hasPrefix(name + "=") { return String(word.dropFirst(name.count + 1)) }
      }
    }
    return nil
  }

  /// What `byok help` explains: the first words of commands and pages, then a command's second
  /// word.
  private static func topics(_ line: [String]) -> [Name] {
    let table = CommandTable.index
    if let group = line.last, line.count > 1 {
      return table.verbs(of: group).map { Name(word: $0.word, note: $0.summary) }
    }
    let pages = Manual(table).pages.filter { $0.section != 1 }.map { page in
      Name(word: String(page.fileName.dropFirst("byok-".count)), note: page.summary)
    }
    return table.firstWords.map { Name(word: $0.word, note: $0.summary) } + pages
  }

  /// Whether every shell takes the word for one word that means itself.
  private static func isPlain(_ word: String) -> Bool {
    word.utf8.first != UInt8(ascii: "-") && word.utf8.allSatisfy(isPlain)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-_./:,+@=".utf8.contains(byte)
    }
  }
}

extension CompletionNames {
  /// Models and aliases that may begin with a word: first what the user's keys open.
  func models(_ word: String) -> [Name] {
    let aliases = configuration.aliases.sorted { $0.key < $1.key }.map { alias, model in
      Name(word: alias, note: "alias of \(model)")
    }
    let provider = word.firstIndex(of: "/").map { String(word[..<$0]) }
    let all = ProviderList(configuration).all
    // A provider's models are looked up only where they can begin with the word.
    let meant = all.filter { $0.id == provider || provider == nil && $0.id.hasPrefix(word) }
    let offline = meant.filter(\.isOffline).map { row in
      Name(word: "\(row.id)/\(row.defaultModel ?? "")", note: row.name)
    }
    let names =
      aliases + offline + entries(of: meant).map { Name(word: $0.name, note: Self.note($0)) }
    guard provider == nil, !names.contains(where: { $0.word.hasPrefix(word) }) else { return names }
    var seen: Set<String> = []
    return self.entries(of: all).filter { seen.insert($0.model.id).inserted }
      .map { Name(word: $0.model.id, note: Self.note($0)) }
  }

  private func entries(of providers: [Provider]) -> [ModelEntry] {
    let providersWithKeys = ProvidersWithKeys(sealed: sealed, session.environment)
    var entries = ModelEntry.all(of: providers, providersWithKeys, KnownModels(configuration))
    entries.removeAll { $0.isGone || $0.model.status.isRetired }
    // Mostly the user's keys open none of the models, or all.
    guard let first = entries.first, entries.contains(where: { $0.isOpen != first.isOpen }) else {
      return entries
    }
    return entries.filter(\.isOpen) + entries.filter { !$0.isOpen }
  }

  private static func note(_ entry: ModelEntry) -> String {
    entry.isOpen ? entry.model.name : "\(entry.model.name) (no key)"
  }
}

extension CompletionScript {
  /// A name as the script reads it.
  fileprivate func line(_ name: CompletionNames.Name) -> String {
    let note = Sanitizer.oneLine(name.note)
    return switch self {
    case .bash: name.word
    case .zsh: name.word.replacing(":", with: "\\:") + ":" + note
    case .fish: name.word + "\t" + note
    }
  }
}
