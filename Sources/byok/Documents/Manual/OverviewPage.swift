internal import ByokCore
internal import ByokKit

extension ManualPage {
  /// What holds for all commands.
  static func overview(_ manual: Manual) -> ManualPage {
    ManualPage(
      name: "byok", section: 1, summary: "use language models with your own API keys, kept sealed",
      parts: [
        Part(
          title: "Synopsis",
          blocks: [.lines(["byok COMMAND [options] [arguments]", "byok --version"])]),
        Part(title: "Description", blocks: about),
        Part(title: "Commands", blocks: [.terms(terms(of: manual.commands))]),
        Part(
          title: "Options of every command",
          blocks: [.terms(options(manual.commands)), .paragraph(grammar)]),
        Part(title: "Exit status", blocks: [.terms(statuses)]),
        Part(title: "Environment", blocks: [.terms(variables)]),
        Part(title: "Files", blocks: [.terms(files)]),
        Part(title: "Security", blocks: aboutSecurity),
        Part(title: "Examples", blocks: Block.examples(examples)),
        Part(title: "See also", blocks: [.paragraph(names(of: manual.others))]),
      ])
  }

  /// Examples of pipelines; those that need no network are run by a test.
  static let examples = [
    Example(
      line: "byok chat -m echo/echo 'It works'", purpose: "try it offline", runsAnywhere: true),
    Example(line: "byok keys add openai", purpose: "seal a key, which is prompted for"),
    Example(
      line: "git diff --staged | byok chat 'Write a commit message for this diff:'",
      purpose: "ask about piped input"),
    Example(
      line: "byok chat -m echo/echo --json 'Say hi'",
      purpose: "print reply, tokens and cost as JSON",
      runsAnywhere: true),
    Example(
      line: "byok models --vision --max-price 0.5 --sort price",
      purpose: "list the cheapest models that accept images", runsAnywhere: true),
  ]

  private static let about: [Block] = [
    .paragraph(
      "`byok` sends prompts to language models of many providers, with your own API keys. It keeps the"
        + " keys sealed in one file, reports by its exit status why a call failed, and prints only the"
        + " reply to standard output."),
    .paragraph(
      "A model is written PROVIDER/MODEL-ID, such as `openai/gpt-5.4-mini`; a model id from the built-in"
        + " catalogue or an alias from the configuration can be used alone. A key is written"
        + " PROVIDER/LABEL; the default label is `default`."),
    .paragraph(
      "A request uses the key given by `--key`; otherwise the one in the provider's variable"
        + " (`OPENAI_API_KEY`); otherwise the default sealed key: the one that was added first, or the one"
        + " chosen by `byok keys default`. A sealed key is sent only to the address that it was sealed"
        + " for."),
  ]

  private static func terms(of commands: CommandIndex) -> [(term: String, meaning: String)] {
    commands.infos.map { ($0.name, $0.summary + ".") }
  }

  private static func options(_ commands: CommandIndex) -> [(term: String, meaning: String)] {
    commands.commonOptions.map { ($0.usage, $0.summary + ".") }
      + [("-h, --help", "Print help for the command.")]
  }

  private static let grammar =
    "Options may follow arguments; `--name value`, `--name=value`, `-n value` and `-nvalue` are"
    + " equivalent, one-letter switches may be grouped, `--` ends the options, and `-` means standard"
    + " input or output instead of a file."

  private static var statuses: [(term: String, meaning: String)] {
    [("0 (ok)", "Success.")]
      + ByokError.Kind.allCases.map { ("\($0.rawValue) (\($0.name))", $0.summary + ".") }
  }

  /// The variables that are read, besides those of providers.
  static let variables: [(term: String, meaning: String)] = [
    (
      "PROVIDER_API_KEY, PROVIDER_BASE_URL",
      "A provider's key and, for keys from the environment, its base URL: `byok providers show PROVIDER`"
        + " lists them."
    ),
    ("BYOK_MODEL", "The default model."),
    ("BYOK_HOME", "A folder for all of byok's files; an absolute path."),
    ("BYOK_STORE", "Another keystore; a relative path is relative to the current folder."),
    (
      "BYOK_UNLOCK_FILE, BYOK_PASSPHRASE_FILE",
      "A file with a key or a passphrase that unlocks the keystore; other users may read it, not write it."
    ),
    ("BYOK_PASSPHRASE_FD", "The number of an open file descriptor to read the passphrase from."),
    ("BYOK_PASSPHRASE_COMMAND", "A command, run without a shell, that prints the passphrase."),
    (
      "BYOK_PASSPHRASE",
      "The passphrase itself; it is overwritten once read. Two such sources are an error."
    ),
    ("CREDENTIALS_DIRECTORY", "Set by systemd: the folder of the credential `byok.unlock`."),
    ("BYOK_NO_INPUT", "Like `--no-input`: never prompt."),
    ("NO_COLOR, TERM", "No colour if NO_COLOR is set or TERM is `dumb`."),
    (
      "HTTPS_PROXY, ALL_PROXY, NO_PROXY",
      "Proxies, and hosts that are reached without one: `byok-security`(7). Never used for this machine."
    ),
    (
      "SSL_CERT_FILE",
      "A file of certificate authorities that replaces the system's; ignored for sealed keys."
    ),
    ("SSL_CERT_DIR", "A folder of additional certificate authorities; ignored for sealed keys."),
    (
      "BYOK_OPENSSL_CONF",
      "If 1, OPENSSL_CONF is used, which is otherwise ignored: `byok-security`(7)."
    ),
    (
      "XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_DATA_HOME, XDG_CACHE_HOME",
      "The folders of byok's files."
    ),
  ]

  /// The files that are read and written.
  static let files: [(term: String, meaning: String)] = [
    ("~/.config/byok/keystore", "The sealed keys; safe to back up or commit: `byok-keystore`(5)."),
    ("~/.config/byok/config.json", "The configuration: `byok-config`(5)."),
    (
      "~/.local/state/byok/unlock.key",
      "Unlocks the keystore by default. Back it up, apart from the keystore."
    ),
    (
      "~/.local/state/byok/seen",
      "The newest state of each keystore, to detect an older one in its place."
    ),
    (
      "~/.local/state/byok/usage.jsonl",
      "The usage log: time, provider, model, key label, tokens, cost, status; never prompts or"
        + " replies."
    ),
    (
      "~/.local/state/byok/under-way/",
      "The requests of brokers that are being answered, which are in the usage log afterwards."
    ),
    (
      "~/.local/state/byok/tokens",
      "The tokens of `byok serve`: names, digests, limits, and what was spent with each."
    ),
    (
      "~/.local/state/byok/batches/",
      "The state of batches: ids, counts, and the ids of your prompts, but not what they say."
    ),
    (
      "~/.local/state/byok/pace/",
      "How far the pace of `byok chat --rate` is taken by all byoks of this machine."
    ),
    (
      "~/.local/state/byok/checks",
      "The last verdict of `byok keys check` on each key; no key, and no digest that others can compute."
    ),
    (
      "~/.local/state/byok/machine.key",
      "A random key of this machine, for the digests of environment keys in `checks`."
    ),
    (
      "~/.local/share/byok/conversations/",
      "Conversations and their attachments, sealed: `byok-conversations`(1)."
    ),
    ("~/.local/share/byok/memory", "Memory notes, sealed: `byok-memory`(1)."),
    ("~/.local/state/byok/indexes.json", "Which indexes there are, and of what: `byok-index`(1)."),
    ("~/.cache/byok/index/NAME/", "An index, which `byok index update` can build anew."),
    (
      "~/.cache/byok/models/PROVIDER.json",
      "The list of models that `byok models --refresh` fetched from a provider."
    ),
  ]

  private static let aboutSecurity: [Block] = [
    .paragraph(
      "Keys are sealed with libsodium (XChaCha20-Poly1305, BLAKE2b, Argon2id), kept in locked memory,"
        + " and sent only to the addresses that they were stored for. `byok-security`(7) lists the"
        + " rules about keys, the network, files and messages; `byok-keystore`(5) has the keystore's threat"
        + " model.")
  ]

  private static func names(of pages: [ManualPage]) -> String {
    pages.map { "`\($0.name)`(\($0.section))" }.joined(separator: ", ")
  }
}
