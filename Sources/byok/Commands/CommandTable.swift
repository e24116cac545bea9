internal import ByokCore
internal import ByokKit

/// Every subcommand, in the order help lists them.
enum CommandTable {
  /// The commands by what they are for; the rarer ones are listed by the help of their group.
  private static let sections:
    [(title: String, usual: [any Command.Type], rare: [any Command.Type])] =
      [
        (
          "Ask a model",
          [
            Chat.self, Merge.self, Embed.self, UsageCommand.self, Exec.self, Serve.self,
            ServeToken.self,
          ], []
        ),
        (
          "Batches at half price",
          [
            BatchSubmit.self, BatchStatus.self, BatchWait.self, BatchResultsCommand.self,
            BatchCancel.self, BatchList.self,
          ], [BatchRemove.self, BatchAdopt.self]
        ),
        (
          "Conversations",
          [
            ConversationsList.self, ConversationsShow.self, ConversationsSearch.self,
            ConversationsRename.self, ConversationsRemove.self, MemoryAdd.self, MemoryList.self,
          ],
          [
            ConversationsExport.self, ConversationsImport.self, ConversationsUndo.self,
            ConversationsCompact.self, ConversationsPrune.self, ConversationsReseal.self,
            MemoryShow.self, MemoryRemove.self,
          ]
        ),
        (
          "Your files",
          [
            SearchCommand.self, IndexAdd.self, IndexRefresh.self, IndexList.self, IndexShow.self,
            IndexEmbed.self, IndexRemove.self,
          ],
          []
        ),
        (
          "Keys",
          [
            KeysAdd.self, KeysList.self, KeysShow.self, KeysCheck.self, KeysDefault.self,
            KeysRename.self, KeysRemove.self, KeysImport.self,
          ],
          [
            KeysUnlock.self, KeysLock.self, KeysPasswd.self, KeysSlots.self, KeysRekey.self,
            KeysRecover.self, KeysAccept.self,
          ]
        ),
        (
          "Models and providers",
          [
            ModelsList.self, ModelsShow.self, ModelsUpdate.self, ProvidersList.self,
            ProvidersShow.self, ProvidersAdd.self, ProvidersRemove.self,
          ], []
        ),
        (
          "Tools of MCP servers",
          [
            MCPList.self, MCPTools.self, MCPCheck.self, MCPCall.self, MCPAdd.self, MCPRemove.self,
            MCPImport.self,
          ], []
        ),
        (
          "Credentials of other tools",
          [
            CredsList.self, CredsCheck.self, CredsImport.self, CredsRefresh.self, CredsRemove.self,
            CredsAllow.self, CredsDisallow.self,
          ], []
        ),
        (
          "Configuration and diagnosis",
          [
            ConfigList.self, ConfigGet.self, ConfigSet.self, ConfigUnset.self, ConfigPath.self,
            Doctor.self, Completion.self, Help.self,
          ], []
        ),
      ]

  static let commands = sections.flatMap { $0.usual + $0.rare }

  /// What a group's name alone means.
  static let defaultCommands: [String: any Command.Type] = [
    "batch": BatchList.self, "config": ConfigList.self,
    "conversations": ConversationsList.self, "creds": CredsList.self, "index": IndexList.self,
    "mcp": MCPList.self, "memory": MemoryList.self, "models": ModelsList.self,
    "providers": ProvidersList.self,
  ]

  /// The commands as documents see them.
  static let index = CommandIndex(
    infos: commands.map { $0.info },
    sections: sections.map { section in
      .init(
        title: section.title, usual: section.usual.map { $0.name },
        rare: section.rare.map { $0.name })
    }, defaultCommands: defaultCommands.mapValues { $0.name },
    commonOptions: CommandOption<Help>.common.map(\.info))

  /// Runs the command that `words` begin with.
  ///
  /// - Throws: A usage error, or what the command throws.
  static func run(_ words: [String], in session: inout Session) throws(ByokError) {
    switch words.first {
    case nil:
      session.console.writeAside(try GettingStarted(session).text)
      throw ByokError(.usage, "no command given")
    case "--version", "-V":
      if let extra = words.dropFirst().first {
        throw ByokError(.usage, "unexpected argument \(extra.quoted)", hint: "byok --version")
      }
      try session.console.write("byok \(ProgramVersion.current)\n")
    case "__complete":
      try CompletionNames.write(words.dropFirst(), in: session)
    case BrokerProcess.word:
      try BrokerProcess.run(in: &session)
    case "--help", "-h":
      try session.page(HelpText.overview(index))
    default:
      try dispatch(words, in: &session)
    }
  }

  /// Moves options that commands share after the command's name: `byok -q chat`.
  private static func withCommandFirst(_ words: [String]) -> [String] {
    // Most command lines begin with the command: nothing is looked up for them.
    guard words.first?.hasPrefix("-") == true else { return words }
    let shared = CommandOption<Help>.shared.map(\.info)
    var end = 0
    while end < words.count, let option = shared.first(where: { $0.isNamed(by: words[end]) }) {
      end += option.metavariable == nil || words[end].contains("=") ? 1 : 2
    }
    let options = words.prefix(end)
    let rest = words.dropFirst(end).map(\.self)
    guard !options.isEmpty, let first = rest.first, !first.hasPrefix("-") else { return words }
    let isLong = rest.count > 1 && command(named: first, rest[1]) != nil
    let count = isLong ? 2 : 1
    return Array(rest.prefix(count) + options + rest.dropFirst(count))
  }

  private static func dispatch(_ words: [String], in session: inout Session) throws(ByokError) {
    let words = withCommandFirst(words)
    // 'models' alone lists, as 'keys list' does.
    if words.first == ModelsList.name, words.dropFirst().first == "list" {
      return try ModelsList.run(words.dropFirst(2), in: &session)
    }
    // Of 'models' and 'models show', the longer one is meant.
    if words.count > 1, let command = command(named: words[0], words[1]) {
      return try command.run(words.dropFirst(2), in: &session)
    }
    if let command = command(named: words[0]) {
      return try command.run(words.dropFirst(), in: &session)
    }
    let first = words.first ?? ""
    let shared = CommandOption<Help>.shared.map(\.info)
    if words.count == 1, shared.contains(where: { $0.isNamed(by: first) }) {
      throw ByokError(
        .usage, "no command is given", hints: ["byok COMMAND \(first)", "run 'byok --help'"])
    }
    if first.hasPrefix("-") {
      let name = String(first.prefix { $0 != "=" })
      let isOfChat = Chat.info.options.contains { $0.spellings.contains(name) }
      throw .unknownOption(in: words, isOfChat: isOfChat)
    }
    let group = commands.filter { $0.words.count > 1 && $0.words.first == first }
    guard !group.isEmpty else {
      throw .unknownCommand(first, among: names(at: 0, of: commands))
    }
    let verbs = names(at: 1, of: group)
    let second = words.dropFirst().first
    let isHelp = second == "--help" || second == "-h"
    if let usual = defaultCommands[first], !isHelp, second?.hasPrefix("-") ?? true {
      return try usual.run(words.dropFirst(), in: &session)
    }
    guard let second else { throw .missingCommand(after: first, among: verbs) }
    guard isHelp else {
      throw .unknownCommand(second, among: verbs, in: first)
    }
    try session.page(HelpText.group(first, group.map { $0.info }))
  }

  /// The command whose name is a word, or two.
  private static func command(named first: String, _ second: String? = nil) -> (any Command.Type)? {
    let words = second.map { "\(first) \($0)" } ?? first
    guard let command = commands.first(where: { $0.name == words }) else { return nil }
    // One word may hold a blank.
    return first.contains(" ") || second?.contains(" ") == true ? nil : command
  }

  /// The words that may be at a place of the command line, each once.
  private static func names(at place: Int, of commands: [any Command.Type]) -> [String] {
    var seen: Set<String> = []
    return commands.compactMap { $0.words.dropFirst(place).first }
      .filter { seen.insert($0).inserted }
  }
}

extension Command {
  static var info: CommandInfo { definition.info }

  /// The name's words.
  static var words: [String] { name.split(separator: " ").map(String.init) }

  static func run(_ words: ArraySlice<String>, in session: inout Session) throws(ByokError) {
    guard let command = try CommandParser<Self>.parse(words) else {
      return try session.page(HelpText.command(info))
    }
    session.unlock = command.common.unlock
    session.keystore.withholdDescriptors()
    if let path = command.common.certificates {
      session.transport = session.transport.trusting(
        ExtraAuthorities(
          path, from: "--ca-file", certificates: try TextFile.certificates(path)))
    }
    session.console.isQuiet = command.common.quiet
    session.console.isVerbose = command.common.verbose
    session.console.mayAsk =
      !command.common.noInput && !session.environment.contains("BYOK_NO_INPUT")
    if let color = command.common.color { session.console.use(color, session.environment) }
    try command.run(in: &session)
    if !(command is Help), !(command is Completion) { session.warnOfForeignHome() }
  }
}

extension Session {
  /// Says that root was given somebody else's home folder, which a command that needs no file
  /// survives.
  fileprivate func warnOfForeignHome() {
    guard let home = locations.foreignHome, !console.isQuiet else { return }
    console.warn(
      ByokError(
        .usage, "'\(home)' belongs to another user; byok's files there were not read or written",
        hint: ByokError.foreignHomeHint))
  }
}
