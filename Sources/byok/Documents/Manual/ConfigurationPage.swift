internal import ByokCore
internal import ByokKit

extension ManualPage {
  /// The keys of `config.json`, from the table that reads them.
  static let configuration = ManualPage(
    name: "byok-config", section: 5, summary: "the configuration of byok, config.json",
    parts: [
      Part(title: "Description", blocks: description), Part(title: "Keys", blocks: [.terms(keys)]),
      Part(title: "Templates", blocks: templates), Part(title: "Providers", blocks: providers),
      Part(title: "MCP servers", blocks: servers),
      Part(title: "Example", blocks: [.lines(configurationExample)]),
      Part(
        title: "Files",
        blocks: [
          .terms([
            (
              "~/.config/byok/config.json",
              "Or under XDG_CONFIG_HOME or BYOK_HOME; `byok config path` prints the path."
            )
          ])
        ]),
      Part(
        title: "See also",
        blocks: [.paragraph("`byok`(1), `byok-config`(1), `byok-chat`(1), `byok-providers`(1)")]),
    ])

  private static let description: [Block] = [
    .paragraph(
      "The configuration is a JSON5 file: JSON with comments, trailing commas and unquoted names. It is"
        + " optional: every key has a default. Edit it by hand, or with `byok config set`, which changes"
        + " one key and preserves everything else, including comments."),
    .paragraph(
      "Unknown keys, values of a wrong type and syntax errors are reported with line, column and the"
        + " expected value, with status 2, and nothing is sent. A file that other users can write is"
        + " refused. No file in the current folder is ever read as configuration. API keys never belong in"
        + " this file: use `byok keys add`."),
    .paragraph("Options take precedence over environment variables, and those over this file."),
  ]

  /// Names are dotted paths here, as `byok config` takes them: `aliases.fast` is the member
  /// `fast` of the object `aliases`.
  private static var keys: [(term: String, meaning: String)] {
    ConfigurationKey.all.map { key in
      let standard = key.standard.map { "; default: \($0)" } ?? ""
      return (key.name, "\(key.summary): \(key.expectation)\(standard).")
    }
  }

  private static let templates: [Block] = [
    .paragraph(
      "A template is a named prompt in the configuration: `byok chat --template NAME`. `{{input}}` is"
        + " replaced with the prompt of the command line and standard input, any other name in double"
        + " braces with the value given by `-p NAME=VALUE`. A template can also have a system prompt, a"
        + " model and parameters. A string is only a prompt."),
    .lines([
      "byok config set templates.commit 'Write a commit message: {{input}}'",
      "byok config set templates.commit.model openai/gpt-5.4-mini",
      "git diff --staged | byok chat --template commit",
    ]),
  ]

  private static let providers: [Block] = [
    .paragraph(
      "A provider of your own is a server with one of the APIs"
        + " \(Dialects.all.map { "`\($0.name)`" }.joined(separator: ", ")); the first is the default. Its"
        + " key is read from the variables in `key_env`, or sealed by `byok keys add ID`; a local server"
        + " may have none. A variable such as `ID_BASE_URL` changes the base URL for keys from the"
        + " environment."),
    .paragraph(
      "Everything that a built-in row contains can be set. A model is an id, or an object with its limits"
        + " and prices, which `--max-cost`, budgets, `models` and `usage` then use. `headers` are"
        + " additional header fields; those that byok sets itself, or that would contain a key, are"
        + " refused. `key_header` is the header field for the key, such as `api-key` or `Authorization:"
        + " Bearer`. `base_url` may contain placeholders in braces, described by `address_parts`. A key is"
        + " never sent over plain http to another machine; with `allow_http`, a provider without a key may"
        + " be used over plain http."),
    .paragraph(
      "`byok providers add` and `rm` change these keys too; `byok providers show ID` shows the result."
    ),
  ]

  private static let servers: [Block] = [
    .paragraph(
      "A server of tools has a `command`, a program that byok starts without a shell, or a `url`. Nothing"
        + " in the configuration starts one: `byok chat --mcp`, a template's `mcp` and `byok mcp` name it."
    ),
    .paragraph(
      "Values may contain references. `${NAME}` is an environment variable; if it is not set, that is a"
        + " usage error. `${NAME:-TEXT}` is TEXT in that case. `${key:mcp/LABEL}`, in `env` and `headers`"
        + " only, is a key that `byok keys add mcp/LABEL --for SERVER` has sealed: it is bound to the"
        + " server's program or address, and if the configuration then names another, nothing is started or"
        + " sent. Variables whose names say that they hold a secret, and keys, are refused in `command`,"
        + " `args`, `cwd` and `url`, which others could see."),
    .paragraph(
      "`tools` is the upper bound, also for the command line; `allow` is what is offered where the command"
        + " line says nothing. `byok mcp add`, `rm` and `import` change these keys too."),
    .lines([
      "byok mcp add db --env 'DB_TOKEN=${key:mcp/db}' -- uvx some-db-mcp",
      "byok keys add mcp/db --for db",
    ]),
  ]

  /// A file that a test reads.
  static let configurationExample = [
    "{",
    "  // used when no -m is given",
    "  model: \"openai/gpt-5.4-mini\",",
    "  aliases: { fast: \"groq/openai/gpt-oss-20b\" },",
    "  // the default of two keys",
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
    "  mcp: {",
    "    servers: {",
    "      git: { command: \"mcp-server-git\", tools: [\"git_log\", \"git_status\"] },",
    "      github: {",
    "        url: \"https://mcp.example.com/mcp\",",
    "        headers: { Authorization: \"Bearer ${key:mcp/github}\" },",
    "      },",
    "    },",
    "    max_calls: 10,",
    "  },",
    "  timeout: 120,",
    "  retries: 5,",
    "  budget: { day: 5, hard: true },",
    "}",
  ]
}
