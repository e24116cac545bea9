internal import ByokCore
internal import ByokKit

extension ManualPage {
  /// What holds for all commands.
  static func overview(_ manual: Manual) -> ManualPage {
    ManualPage(
      name: "byok", section: 1, summary: "ask language models with keys of your own, kept sealed",
      parts: [
        Part(
          title: "Synopsis",
          blocks: [.lines(["byok COMMAND [options] [operands]", "byok --version"])]),
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
      line: "byok chat -m echo/echo 'It works'", purpose: "try it, offline", runsAnywhere: true),
    Example(line: "byok keys add openai", purpose: "seal a key; it is asked for without echo"),
    Example(
      line: "git diff --staged | byok chat 'Write a commit message for this diff:'",
      purpose: "ask about piped input"),
    Example(
      line: "byok chat -m echo/echo --json 'Say hi'",
      purpose: "the reply and its facts, for programs",
      runsAnywhere: true),
    Example(
      line: "byok models --vision --max-price 0.5 --sort price",
      purpose: "the cheapest models that take images", runsAnywhere: true),
  ]

  private static let about: [Block] = [
    .paragraph(
      "`byok` sends prompts to the language models of many providers, with API keys that you bring"
        + " yourself. It keeps the keys sealed in one file, tells scripts by its exit status why a call"
        + " failed, and puts nothing but the answer on standard output."),
    .paragraph(
      "A model is written PROVIDER/MODEL-ID, such as `openai/gpt-5.4-mini`; a bare id that the built-in"
        + " catalogue knows, or an alias from the configuration. A key is written PROVIDER/LABEL; the"
        + " label is `default` where none is named."),
    .paragraph(
      "A request uses the key that `--key` names; else that of the provider's variable"
        + " (`OPENAI_API_KEY`); else the default among the sealed ones: the key that was added first, or"
        + " the one that `byok keys default` has chosen. A sealed key goes to the address that it was"
        + " sealed for and to no other."),
  ]

  private static func terms(of commands: CommandIndex) -> [(term: String, meaning: String)] {
    commands.infos.map { ($0.name, $0.summary + ".") }
  }

  private static func options(_ commands: CommandIndex) -> [(term: String, meaning: String)] {
    commands.commonOptions.map { ($0.usage, $0.summary + ".") }
      + [("-h, --help", "Print what the command does and takes.")]
  }

  private static let grammar =
    "Options may follow operands; `--name value`, `--name=value`, `-n value` and `-nvalue` are the same,"
    + " switches of one letter may be grouped, `--` ends the options, and `-` is standard input or"
    + " output where a file is meant."

  private static var statuses: [(term: String, meaning: String)] {
    [("0 (ok)", "Success.")]
      + ByokError.Kind.allCases.map { ("\($0.rawValue) (\($0.name))", $0.summary + ".") }
  }

  /// The variables that are read, besides those of providers.
  static let variables: [(term: String, meaning: String)] = [
    (
      "PROVIDER_API_KEY, PROVIDER_BASE_URL",
      "A provider's key and, for keys from the environment, its address: `byok providers show PROVIDER` names them."
    ),
    ("BYOK_MODEL", "The model where `-m` names none."),
    ("BYOK_HOME", "A folder for all files of byok's, as an absolute path."),
    ("BYOK_STORE", "Another keystore; a relative path is taken from the current folder."),
    (
      "BYOK_UNLOCK_FILE, BYOK_PASSPHRASE_FILE",
      "A file with a key or a passphrase that unlocks the keystore; others may read it, not write it."
    ),
    ("BYOK_PASSPHRASE_FD", "The number of an open descriptor that gives the passphrase."),
    ("BYOK_PASSPHRASE_COMMAND", "A command, run without a shell, that prints the passphrase."),
    (
      "BYOK_PASSPHRASE",
      "The passphrase itself; it is overwritten once read. Two sources at once are an error."
    ),
    ("CREDENTIALS_DIRECTORY", "Where systemd puts the credential `byok.unlock`."),
    ("BYOK_NO_INPUT", "As `--no-input` does: never ask."),
    ("NO_COLOR, TERM", "No colour with NO_COLOR, or where TERM is `dumb`."),
    (
      "HTTPS_PROXY, ALL_PROXY, NO_PROXY",
      "Proxies, and what is reached without one: `byok-security`(7). Never for this machine itself."
    ),
    (
      "SSL_CERT_FILE",
      "A file of certificate authorities that replace the system's; not for sealed keys."
    ),
    ("SSL_CERT_DIR", "A folder of further certificate authorities; not for sealed keys."),
    (
      "BYOK_OPENSSL_CONF",
      "Set to 1, OPENSSL_CONF is obeyed, which otherwise has no effect: `byok-security`(7)."
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
      "What unlocks the keystore by default; keep it apart from the keystore."
    ),
    (
      "~/.local/state/byok/seen",
      "The newest state of each keystore, to notice an old one put back."
    ),
    (
      "~/.local/state/byok/usage.jsonl",
      "The usage log: time, provider, model, key label, tokens, cost, status; never what was said."
    ),
    (
      "~/.local/state/byok/checks",
      "What `byok keys check` last said of each key; never a key, nor a digest of one that others can compute."
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
    (
      "~/.cache/byok/models/PROVIDER.json",
      "The models that a provider listed when `byok models --refresh` asked it."
    ),
  ]

  private static let aboutSecurity: [Block] = [
    .paragraph(
      "Keys are sealed with libsodium (XChaCha20-Poly1305, BLAKE2b, Argon2id), kept in locked memory,"
        + " and sent only to the addresses that they were stored for. `byok-security`(7) has the rules"
        + " about keys, the network, files and messages; `byok-keystore`(5) says what the keystore"
        + " protects from, and what it does not.")
  ]

  private static func names(of pages: [ManualPage]) -> String {
    pages.map { "`\($0.name)`(\($0.section))" }.joined(separator: ", ")
  }
}
