internal import ByokCore
internal import ByokKit

extension ManualPage {
  /// The keys of `config.json`, from the table that reads them.
  static let configuration = ManualPage(
    name: "byok-config", section: 5, summary: "the defaults of byok, config.json",
    parts: [
      Part(title: "Description", blocks: description), Part(title: "Keys", blocks: [.terms(keys)]),
      Part(title: "Templates", blocks: templates), Part(title: "Providers", blocks: providers),
      Part(title: "Example", blocks: [.lines(configurationExample)]),
      Part(
        title: "Files",
        blocks: [
          .terms([
            (
              "~/.config/byok/config.json",
              "Or under XDG_CONFIG_HOME or BYOK_HOME: `byok config path` tells."
            )
          ])
        ]),
      Part(
        title: "See also",
        blocks: [.paragraph("`byok`(1), `byok-config`(1), `byok-chat`(1), `byok-providers`(1)")]),
    ])

  private static let description: [Block] = [
    .paragraph(
      "The configuration is one file in JSON5: JSON in which there may be comments, commas at the end"
        + " and names without quotes. Without it, everything has its default. It may be edited by hand;"
        + " `byok config set` changes one key and leaves all else as it is, comments included."),
    .paragraph(
      "A name that is not known, a value of a wrong type and a slip in the syntax are errors with line,"
        + " column and what was expected, of status 2; nothing is sent then. A file that other users can"
        + " write is refused. No file of the current folder is ever read as configuration, and API keys"
        + " never belong in this one: `byok keys add` seals them."),
    .paragraph(
      "What an option says counts before what a variable says, and that before this file."),
  ]

  /// Names are dotted paths here, as `byok config` takes them: `aliases.fast` is the member
  /// `fast` of the object `aliases`.
  private static var keys: [(term: String, meaning: String)] {
    ConfigurationKey.all.map { key in
      let standard = key.standard.map { "; without it: \($0)" } ?? ""
      return (key.name, "\(key.summary): \(key.expectation)\(standard).")
    }
  }

  private static let templates: [Block] = [
    .paragraph(
      "A template is a prompt that is kept in the configuration under a name: `byok chat --template"
        + " NAME`. In it, `{{input}}` is replaced with the prompt of the command line and standard"
        + " input, and another name in such braces with the value that `-p NAME=VALUE` gives. A template"
        + " can also have a system text, a model and parameters; a string is its prompt alone."),
    .lines([
      "byok config set templates.commit 'Write a commit message: {{input}}'",
      "byok config set templates.commit.model openai/gpt-5.4-mini",
      "git diff --staged | byok chat --template commit",
    ]),
  ]

  private static let providers: [Block] = [
    .paragraph(
      "A provider of your own is a server that speaks one of the dialects"
        + " \(Dialects.all.map { "`\($0.name)`" }.joined(separator: ", ")); the first is taken if"
        + " none is named. Its key is read from the variables in `key_env`, or sealed by `byok keys add ID`;"
        + " a server on this machine may have none. A variable such as `ID_BASE_URL` moves the address for"
        + " keys from the environment."),
    .paragraph(
      "All that byok's own rows say may be said of yours. A model is an id, or an object with its limits"
        + " and prices, which `--max-cost`, budgets, `models` and `usage` then count with. `headers` holds"
        + " further header fields; what byok sets itself, or what would carry a key, is refused."
        + " `key_header` is the field of the key, such as `api-key` or `Authorization: Bearer`."
        + " `base_url` may have parts in braces that `address_parts` describes. A key never goes over plain"
        + " http to another machine; with `allow_http`, a provider without a key may be asked so."),
    .paragraph(
      "`byok providers add` and `rm` write these keys too, `byok providers show ID` tells what comes of"
        + " them."),
  ]

  /// A file that a test reads.
  static let configurationExample = [
    "{",
    "  // used when no -m is given",
    "  model: \"openai/gpt-5.4-mini\",",
    "  aliases: { fast: \"groq/openai/gpt-oss-20b\" },",
    "  // which of two keys is meant where none is named",
    "  keys: { openai: \"work\" },",
    "  params: { \"openai/gpt-5.4-mini\": { max_tokens: 2000 } },",
    "  templates: {",
    "    commit: \"Write a commit message for this diff:\\n{{input}}\",",
    "    translate: {",
    "      system: \"You translate, and say nothing else.\",",
    "      prompt: \"Into {{language}}: {{input}}\",",
    "      model: \"fast\",",
    "      params: { temperature: 0 },",
    "    },",
    "  },",
    "  providers: {",
    "    local: {",
    "      name: \"vLLM\", dialect: \"openai-chat\", base_url: \"http://127.0.0.1:8000/v1\",",
    "      key_env: [\"VLLM_API_KEY\"], models: [\"qwen\"],",
    "    },",
    "    gate: {",
    "      base_url: \"https://gate.example.com/openai/v1\", key_header: \"api-key\",",
    "      headers: { \"x-cost-center\": \"4711\" },",
    "      models: [{ id: \"gpt-work\", context_window: 128000, input_price: 2, output_price: 8 }],",
    "    },",
    "  },",
    "  timeout: 120,",
    "  retries: 5,",
    "  budget: { day: 5, hard: true },",
    "}",
  ]
}
