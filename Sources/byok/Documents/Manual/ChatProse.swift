internal import ByokCore
internal import ByokKit

/// What byok-chat(1) says besides the options; each part is also a topic of `byok help`.
enum ChatProse {
  static let parts = [
    terminal, schemas, SourceProse.part, ToolProse.part, output, messages, manyPrompts,
    ShardProse.part,
  ]

  /// What a reader of a terminal sees.
  private static let terminal = ManualPage.Part(
    title: "Markdown",
    blocks: [
      .paragraph(
        "On a terminal, the Markdown of a reply is rendered as it streams; `--raw`, or `render: false` in"
          + " `config.json`, prints it as it is. To a pipe or a file, with `-o`, `--json`, `--ndjson`,"
          + " `--code` or `--schema`, nothing is changed. Control characters of the model are made visible"
          + " in every form."),
      .paragraph(
        "Lines are wrapped at the terminal's width. What has been printed is never changed, so a little is"
          + " held back: a word until it ends, emphasis and links until they end (2,000 bytes at most),"
          + " a heading or a line of code until the end of the line, a table until its last row (60 rows"
          + " at most; further rows get the same columns)."),
      .paragraph(
        "Lines of code, and words that are wider than the terminal, such as addresses, are not cut:"
          + " the terminal wraps them itself, and they can be copied whole. A link is followed by its"
          + " address, so no text hides where it leads. A line of less than 50 bytes ends where it ended"
          + " in the reply; other lines of a paragraph are joined."),
      .paragraph(
        "Without colour (`--color never`, `NO_COLOR`, `TERM=dumb`) the structure is the same, headings"
          + " keep their `#`, and code keeps its backticks."),
    ])

  /// How a reply is given a form.
  private static let schemas = ManualPage.Part(
    title: "Schemas",
    blocks: [
      .paragraph(
        "`--schema` makes the reply a JSON document of a given form. Its value is a file with a JSON Schema,"
          + " a JSON Schema itself, or a list of fields:"),
      .lines(["byok chat -f bill.pdf --schema 'total number, lines[] {sku, n int}'"]),
      .paragraph(
        "Fields are separated by commas or line breaks. Each is a name, a type and, after a colon, a"
          + " description for the model:"),
      .terms(
        SchemaShorthand.types.map { names, type in
          (names.joined(separator: ", "), "A value of the type \(type).")
        } + [
          ("no type", "A string."),
          ("good|bad|mixed", "One of these strings."),
          ("tags[], scores[] number", "A list."),
          ("{street, city}", "An object with fields of its own."),
          ("age int: in years", "A description."),
        ]),
      .paragraph(
        "All fields are required, and the reply may have no others. A reply that does not match the"
          + " schema is asked for once more, with what was wrong; if that does not match either, it is"
          + " printed to standard error, and the exit status is 9. Text around the document, such as a code"
          + " fence or leftover reasoning, is left out, as long as exactly one document in the reply"
          + " matches."),
      .paragraph(
        "Patterns in a schema are ECMAScript regular expressions without lookaround and backreferences;"
          + " matching takes linear time. A check that takes longer than `--timeout`, or too many steps,"
          + " ends with status 9."),
    ])

  /// What programs read.
  private static let output = ManualPage.Part(
    title: "JSON output",
    blocks: [
      .paragraph(
        "`--json` prints one object when the reply has ended. Unknown values are `null`."),
      .terms(ChatSummary.fields.map { ($0.name, $0.meaning) }),
      .paragraph(
        "After a failure there is also `error`, an object with `kind` (the name of the exit status),"
          + " `message`, `provider`, `http_status`, `retry_after_s` and `hint`."),
      .paragraph("`--ndjson` prints each event as a line, as it happens, with its `type`:"),
      .terms([
        ("start", "The request is about to be sent: `provider`, `model`, `key`."),
        (
          "server",
          "An MCP server is ready, or is missing with `--mcp-optional`: `name`, `state` (`started`,"
            + " `cached` or `failed`), `ms`, `tools`."
        ),
        (
          "text, reasoning",
          "A piece of the reply or of the reasoning, in `text`; with tools also `turn`, and the answer is"
            + " the text of the last one."
        ),
        (
          "tool_call",
          "A tool call of the model: `id`, `name`, `arguments`; of one that is run also `turn`, `server`"
            + " and `tool`."
        ),
        (
          "tool_result",
          "What came of it: `turn`, `id`, `is_error`, `ms`, `bytes`, `cut` (bytes left out), and with"
            + " `--show-results` `content`."
        ),
        ("refused", "A call of a tool that was not offered, with the members of `tool_call`."),
        ("usage", "The members of `usage` above; with `turn`, those of one reply."),
        (
          "finish",
          "All other members above, but for `text`; `tool_calls` is their number. It is the last line of"
            + " a reply."
        ),
        ("error", "The failure that ended the command, in `error`."),
      ]),
      .paragraph(
        "With `--each-line` or `--jsonl`, each prompt gets one line: `index`, `id`, `status` (the exit"
          + " status that the prompt alone would have had), and the members above or `error`."),
    ])

  /// Several turns.
  private static let messages = ManualPage.Part(
    title: "Conversations",
    blocks: [
      .paragraph(
        "`--messages FILE` continues a conversation. The file is a JSON array of messages, each with"
          + " `role` and `content`; the prompt of the command line, if there is one, is the last"
          + " message."),
      .terms([
        (
          "system, developer",
          "Instructions for the model; only at the start. `--system` replaces them."
        ),
        ("user", "What the user said."), ("assistant", "What the model replied."),
      ]),
      .paragraph(
        "`content` is a string, or a list of parts of the form `{\"type\": \"text\", \"text\": \"…\"}`."
      ),
      .lines([
        "echo '[{\"role\": \"user\", \"content\": \"Hello\"}]' |",
        "  byok chat -m echo/echo --messages -",
      ]),
    ])

  private static let manyPrompts = ManualPage.Part(
    title: "Many prompts",
    blocks: [
      .paragraph(
        "`--each-line` takes each line of standard input as a prompt. `--jsonl FILE` takes each line of"
          + " FILE as an object with `prompt` and, optionally, `id`, `system`, `model` and `params`"
          + " (`temperature`, `top_p`, `max_tokens`, `seed`, `stop`, `reasoning`)."),
      .paragraph(
        "`--resume FILE` appends the results to FILE and skips prompts that have a reply there, so that the"
          + " same command continues after an interruption."),
      .lines(ManualSession.batch),
    ])
}
