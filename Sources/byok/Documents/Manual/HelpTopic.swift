internal import ByokCore
internal import ByokKit

/// A subject that `byok help` explains: a page of the manual, or a part of one.
struct HelpTopic: Sendable {
  /// The word to type.
  let word: String
  /// The page, as its file is named.
  let page: String
  /// The title of the part; `nil` for the whole page.
  var part: String?
  /// One line, no final full stop.
  let summary: String

  static let all = [
    Self(
      word: "batches", page: "byok-batch.1",
      summary: "half price within a day: batch APIs of providers"),
    Self(
      word: "broker", page: "byok-serve.1", part: BrokerProse.title,
      summary: "programs without keys: what that protects"),
    Self(
      word: "conversations", page: "byok-conversations.1", part: ConversationProse.title,
      summary: "continue conversations, and how they are kept"),
    Self(
      word: "embeddings", page: "byok-embed.1",
      summary: "embedding models, rerankers, and the vectors of indexes"),
    Self(
      word: "environment", page: "byok.1", part: "Environment",
      summary: "the environment variables that are read"),
    Self(
      word: "exit-status", page: "byok.1", part: "Exit status",
      summary: "the meaning of each exit status"),
    Self(word: "files", page: "byok.1", part: "Files", summary: "the files that byok keeps"),
    Self(
      word: "indexes", page: "byok-index.1", part: IndexProse.title,
      summary: "which files are indexed, and how they are found"),
    Self(
      word: "json", page: "byok-chat.1", part: "JSON output",
      summary: "the fields of --json and --ndjson"),
    Self(
      word: "provider-table", page: "byok-providers.7",
      summary: "the built-in providers, their addresses and variables"),
    Self(
      word: "many-machines", page: "byok-chat.1", part: ShardProse.part.title,
      summary: "share prompts among workers: shards, rates, merging"),
    Self(
      word: "mcp-servers", page: "byok-config.5", part: "MCP servers",
      summary: "servers of tools, their references and keys"),
    Self(
      word: "messages", page: "byok-chat.1", part: "Conversations",
      summary: "continue a conversation from a file"),
    Self(
      word: "markdown", page: "byok-chat.1", part: "Markdown",
      summary: "how a reply is shown on a terminal"),
    Self(
      word: "rag", page: "byok-chat.1", part: SourceProse.title,
      summary: "answers from your files, with citations"),
    Self(
      word: "schema", page: "byok-chat.1", part: "Schemas",
      summary: "make a reply JSON of a given form"),
    Self(
      word: "security", page: "byok-security.7",
      summary: "how keys, files and requests are protected"),
    Self(
      word: "templates", page: "byok-config.5", part: "Templates",
      summary: "prompts that are kept under names"),
    Self(
      word: "tools", page: "byok-chat.1", part: "Tools",
      summary: "tools of MCP servers: what is offered, and limits"),
    Self(
      word: "troubleshooting", page: "byok-doctor.1", part: "Troubleshooting",
      summary: "common errors and what to do"),
    Self(
      word: "unlocking", page: "byok-keys.1", part: "What unlocks the keystore",
      summary: "key files, passphrases and their order"),
  ]
}

extension Manual {
  /// What `byok help WORD` prints: the list of topics, a topic or a page; `nil` for none of these.
  func text(on word: String) -> String? {
    if word == "topics" { return topics }
    if let topic = HelpTopic.all.first(where: { $0.word == word }) {
      let page = pages.first { $0.fileName == topic.page }
      return topic.part.map { page?.text(of: $0) } ?? page?.text
    }
    return page(word)?.text
  }

  /// All words that `byok help` explains besides commands.
  var topicWords: [String] { ["topics"] + HelpTopic.all.map(\.word) }

  private var topics: String {
    let topics = HelpTopic.all.map { ("byok help \($0.word)", $0.summary) }
    let pages = pages.map { page in
      ("byok help \(page.topic)", "\(page.name)(\(page.section)): \(page.summary)")
    }
    return "Topics:\n" + HelpText.rows(topics) + "\nPages of the manual:\n"
      + HelpText.rows(pages, column: 24)
  }
}

extension ManualPage {
  /// The shortest word that `byok help` knows it by and that is no command.
  fileprivate var topic: String {
    section == 1 ? name : String(name.dropFirst("byok-".count)) + ".\(section)"
  }
}
