internal import ByokCore
internal import ByokKit

/// What a page says of a group of commands besides what the command table knows.
struct CommandProse: Sendable {
  /// One line, no final full stop.
  let summary: String
  var description: [String] = []
  var parts: [ManualPage.Part] = []

  /// The prose of a group; of one without, the summary of its first command.
  static func of(_ group: String, in commands: CommandIndex) -> CommandProse {
    if let prose = all[group] { return prose }
    let first = commands.infos.first { $0.group == group }
    return CommandProse(summary: first?.summary.lowercasedFirst ?? group)
  }

  private static let all: [String: CommandProse] = [
    "chat": CommandProse(
      summary: "send a prompt to a model and print the reply",
      parts: [chat] + ChatProse.parts + [
        ManualPage.Part(title: "A session", blocks: [.lines(ManualSession.prompts)])
      ]),
    "batch": BatchProse.prose,
    "keys": CommandProse(
      summary: "manage sealed API keys",
      description: [
        "Keys are sealed in the keystore, a single file. By default, it is unlocked by a key file in another"
          + " folder, which is created with the first key, so byok never prompts. `keys passwd` adds a"
          + " passphrase for machines without that file, and `keys unlock` keeps the keystore unlocked for"
          + " a time.",
        "A secret leaves the keystore in only three ways: in a request to the address that it was sealed"
          + " for, by `keys show --reveal`, and by `byok exec`.",
      ],
      parts: [unlocking, integration]),
    "embed": CommandProse(
      summary: "embed texts", parts: EmbeddingProse.parts),
    "conversations": CommandProse(
      summary: "keep conversations sealed, and continue them by name",
      description: [
        "`byok chat` keeps nothing by itself. `byok chat --conversation NAME` goes on with the"
          + " conversation of that name or begins it, and `byok chat -c` goes on with the one that was used"
          + " last. Each is a sealed file of its own, which grows by a turn at a time once the reply is"
          + " complete; nothing is kept of a request that failed.",
        "A conversation is sealed with a key from the keystore's data key: what opens the keystore opens"
          + " it, and a locked keystore is refused before anything is sent.",
      ],
      parts: [ConversationProse.part]),
    "index": CommandProse(
      summary: "index your files for byok search",
      description: [
        "An index makes files searchable: `byok search` finds passages by their words. Nothing is sent"
          + " anywhere, and neither a key nor the network is needed."
      ],
      parts: [IndexProse.part]),
    "memory": CommandProse(
      summary: "notes that prompts may ask for",
      description: [
        "Memory notes are what you want models to know. They are added by you alone, are sealed like"
          + " conversations, and go to a provider only where `byok chat --memory` asks for them."
      ]),
    "mcp": CommandProse(
      summary: "servers of tools that models may call",
      description: [
        "An MCP server offers tools to models: it is a program that byok starts, or an address. Servers are"
          + " configured in config.json, by hand or with `byok mcp add` and `import` (see `byok-config`(5))."
          + " Nothing is started unless a command names the server.",
        "A server's program runs with your rights. It gets few environment variables: never byok's own,"
          + " nor a provider's key, unless its `env` or `pass_env` names one.",
      ]),
    "serve": CommandProse(
      summary: "pass on requests of programs that have a token instead of a key",
      parts: BrokerProse.parts),
    "creds": CommandProse(
      summary: "use the credentials that other tools leave in the home folder",
      description: [
        "Qwen Code, Gemini CLI and Claude Code sign in by OAuth and store credentials in the home folder."
          + " byok finds them, shows how they can be used, and never shows a token.",
        "The vendors of Gemini CLI and Claude Code do not allow other programs to use their credentials,"
          + " and have closed accounts for it: byok uses them only after `byok creds allow`.",
        "`byok chat -m qwen-code/coder-model`, `-m gemini-cli/gemini-2.5-pro` and"
          + " `-m claude-code/claude-sonnet-4-5` use such credentials: the imported ones, else those in the"
          + " tool's file."
          + " They are never a default, are sent only to their own vendor, and byok says in"
          + " every request that it is byok.",
      ] + otherTools),
    "doctor": CommandProse(
      summary: "check installation, files, locks and connections", parts: [troubleshooting]),
    "usage": CommandProse(
      summary: "summarise usage and cost",
      parts: [
        ManualPage.Part(
          title: "The log",
          blocks: [
            .paragraph(
              "`usage.jsonl` has one JSON object per line, each appended by a single write, so that lines of"
                + " several processes never mix: `time` (RFC 3339, UTC), `provider`, `model`, `key` (the label,"
                + " or the variable), `input_tokens`, `output_tokens`, `cost_usd`, `status` (the exit status),"
                + " `ms` and, of requests of a broker, `token`; unknown values are left out. Incomplete and foreign lines are skipped, and"
                + " counted on standard error."),
            .paragraph(
              "`--prune` replaces the file atomically, while no other byok appends to it. Budgets"
                + " (`byok-config`(5)) are compared with the sum of this log; requests with `--no-log` do not"
                + " count."),
          ]),
        cost,
      ]),
    "config": CommandProse(
      summary: "read and change config.json",
      description: [
        "The configuration is a JSON5 file: JSON with comments, unquoted names and trailing commas. Edit it"
          + " by hand, or with these commands, which change one key and preserve everything else, including"
          + " comments. Errors in it are reported with line and column, with status 2."
      ]),
    "providers": CommandProse(
      summary: "list providers, and add your own",
      description: [
        "Every server with one of the APIs `openai-chat`, `openai-responses`, `anthropic`,"
          + " `gemini`, `cohere` or `ollama` can be added under a name of your choice. `byok-providers`(7) lists the built-in ones."
      ]),
    "models": CommandProse(
      summary: "list known models, their limits and prices",
      description: [
        "The catalogue is built in, with the day of its prices. Models that it lacks can be used too, as"
          + " PROVIDER/MODEL-ID."
      ],
      parts: [prices]),
  ]

  private static let chat = ManualPage.Part(
    title: "Prompt and reply",
    blocks: [
      .paragraph(
        "The prompt is made of the arguments, joined by spaces, a blank line, and standard input, unless that"
          + " is a terminal or `-n` is given. The reply is printed to standard output as it arrives and ends"
          + " with a newline; everything else goes to standard error. A model's reasoning is printed only"
          + " with `--show-reasoning`; Anthropic, and OpenAI's Responses API, are then asked for a summary"
          + " of it, which they omit otherwise."),
      .paragraph(
        "`--reasoning` is sent in the form that the model expects: an effort, a number of tokens, or on and"
          + " off. Unsupported levels are rejected before the request is sent. `none` switches reasoning"
          + " off; Claude Fable, Mythos and Opus from 5.5 on always reason and reject it, and Claude Sonnet"
          + " from 5.5 on then reasons only between tool calls."),
      .paragraph(
        "If the provider's own limit truncates the reply, the exit status is 12; if the reply ends early, or"
          + " the provider aborts it, 9. What arrived is printed in both cases, and the provider's reason"
          + " goes to standard error. A refusal goes to standard error, with status 7. A complete reply that"
          + " is empty, or contains only reasoning or an image, has status 0 and a warning."
      ),
      .paragraph(
        "Failures before the first byte of a reply are retried if that can help (408, 409, 429, 5xx, lost"
          + " connections), after the time that the provider names or an increasing one; above 60 seconds,"
          + " byok fails immediately and prints the time. Prompts that are too long, exhausted quotas and"
          + " blocked requests are not retried, whatever the HTTP status."),
      .paragraph(
        "If a provider of your own rejects a field by name (a JSON Schema, `max_tokens`, `temperature`,"
          + " `top_p`, `stream_options`), the request is repeated once without it, or with the form that"
          + " the provider expects. A note says what was changed, and which of the `quirks` in"
          + " byok-config(5) makes that permanent."
      ),
    ])

  private static let cost = ManualPage.Part(
    title: "Costs",
    blocks: [
      .paragraph(
        "The cost of a reply is what its provider reports, if that is from 0 to 10,000 USD; any other"
          + " amount is ignored, with a warning. Without one, tokens are multiplied by the prices of the"
          + " catalogue or of config.json: reasoning counts as output even where the provider counts it"
          + " separately, tokens written to a prompt cache for minutes cost 1.25 times the input price"
          + " unless the model has a price for it, for an hour (Anthropic) twice and for twelve hours"
          + " (OpenAI) 2.5 times, and Anthropic's web searches cost $0.01 each."),
      .paragraph(
        "A reported cost of 0 counts only for a model without a price or with a price of 0, because gateways"
          + " report 0 if they do not know the cost, or if another company bills it."),
      .paragraph(
        "OpenAI's service tiers `flex` (half) and `priority` (twice, gpt-5.5 2.5 times), and Anthropic's"
          + " US region (1.1 times) and fast mode of Opus (twice) are recognised in replies; anything else"
          + " has the standard price."),
      .paragraph(
        "Tokens that a reply does not report, or reports as a number that is impossible, are unknown in"
          + " the reply's JSON; the log then has an estimate from the length of prompt and reply, so that"
          + " budgets count every request."),
    ])

  private static let unlocking = ManualPage.Part(
    title: "What unlocks the keystore",
    blocks: [
      .paragraph("The first of these that is set is used; if it fails, that is an error:"),
      .terms([
        ("1. options", "`--unlock-file`, `--unlock-fd`, `--unlock-command`."),
        (
          "2. variables",
          "`BYOK_UNLOCK_FILE`, `BYOK_PASSPHRASE_FILE`, `BYOK_PASSPHRASE_FD`, `BYOK_PASSPHRASE_COMMAND`,"
            + " `BYOK_PASSPHRASE`."
        ),
        ("3. systemd", "The credential `byok.unlock`."),
        ("4. the kernel's keyring", "Set by `byok keys unlock`, for a time."),
        ("5. the key file", "`unlock.key`, or `unlock.key.new` while it is being replaced."),
        ("6. the terminal", "A passphrase, which is not shown; never in a script."),
      ]),
      .paragraph("If none works, byok fails immediately with status 10 and lists what was tried."),
    ])
}

extension String {
  /// The text with its first letter small, to be within a sentence.
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
