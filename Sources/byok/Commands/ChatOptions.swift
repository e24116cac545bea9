internal import ByokCore
internal import ByokKit

/// The options of `chat`, by what they are about.
extension Chat {
  /// Which model, and what is asked of it.
  static let modelOptions = CommandOption<Self>.under(
    "Model",
    [
      .value(
        "model", short: "m", "MODEL[,...]", \.model,
        "Model to ask, such as openai/gpt-5.4-mini; or a list"),
      .value(
        "temperature", "NUMBER", \.settings.temperature, "Sampling temperature"),
      .value(
        "top-p", "NUMBER", \.settings.topP,
        "Nucleus sampling (top-p), 0 to 1"),
      .value("max-tokens", "N", \.settings.maxTokens, "Limit the reply to N tokens"),
      .value(
        "seed", "N", \.settings.seed, "Sampling seed (best effort)"),
      .repeating(
        "stop", "TEXT", \.settings.stop, "Stop the reply at TEXT (repeatable)"),
      .value(
        "reasoning", "LEVEL", \.settings.reasoning,
        "Reasoning effort: none, minimal, low … max"),
    ])

  /// What is said to it.
  static let inputOptions = CommandOption<Self>.under(
    "Prompt",
    [
      .value("system", short: "s", "TEXT|@FILE", \.input.system, "System prompt"),
      .repeating(
        "file", short: "f", "FILE|URL|-", \.input.files,
        "Attach a text file, image or PDF (repeatable)"),
      .value(
        "template", "TEMPLATE", \.input.templateName,
        "Use a prompt template (byok help templates)"
      ),
      .repeating(
        "param", short: "p", "NAME=VALUE", \.input.templateValues,
        "Set a variable of the template (repeatable)"),
      .value(
        "schema", "FILE|JSON|FIELDS", \.input.schema,
        "Reply in JSON, such as 'name, age int' (byok help schema)"),
      .flag("no-stdin", short: "n", \.input.ignoresInput, "Do not read standard input"),
      .flag("edit", short: "e", \.edits, "Write the prompt in your editor (VISUAL or EDITOR)"),
    ])

  /// How it is asked.
  static let routeOptions = CommandOption<Self>.under(
    "Request",
    [
      .value(
        "api", DialectWord.names.joined(separator: "|"), \.route.api,
        "API to use, if the provider has both"),
      .flag("no-stream", \.route.isWhole, "Do not stream the reply"),
      .value(
        "key", "LABEL[,...]", \.route.keys, "Label of the sealed key to use; or a list"),
      .value("base-url", "URL", \.route.baseURL, "Base URL; a sealed key must be bound to it"),
      .value("timeout", "SECONDS", \.route.timeout, "Timeout in seconds (default: 1800)"),
      .value(
        "retries", "N", \.route.retries, "Retries before any output (default: 3)"),
      .certificates,
      .flag("no-log", \.route.isUnlogged, "Do not write this request to the usage log"),
    ])

  /// What it may take.
  static let limitOptions = CommandOption<Self>.under(
    "Limits",
    [
      .value(
        "max-cost", "USD", \.limits.maxCost, "Refuse requests estimated to cost more than USD"),
      .value(
        "max-input-tokens", "N", \.limits.maxInputTokens,
        "Refuse prompts estimated to be longer"),
    ])

  /// What is shown of the reply.
  static let outputOptions = CommandOption<Self>.under(
    "Output",
    [
      .flag("ndjson", \.output.isEvents, "Print events as JSON lines (byok help json)"),
      .flag("code", \.output.isCode, "Print only the first fenced code block"),
      .value(
        "output", short: "o", "FILE", \.output.file,
        "Write the reply to FILE, atomically, if it succeeds"),
      .flag("raw", \.output.isRaw, "Print Markdown as it is, also to a terminal"),
      .flag("dry-run", \.output.isDryRun, "Print the request without sending it"),
      .flag("show-reasoning", \.output.showsReasoning, "Print the model's reasoning to stderr"),
      .flag("usage", short: "u", \.output.showsUsage, "Print token usage and cost to stderr"),
      .json,
    ])

  /// Many prompts.
  static let batchOptions = CommandOption<Self>.under(
    "Many prompts",
    [
      .flag("each-line", \.batch.isEachLine, "Treat each line of standard input as a prompt"),
      .value(
        "jsonl", "FILE|-", \.batch.objects, "Read prompts from JSON lines"),
      .value(
        "jobs", short: "j", "N", \.batch.workers, "Number of parallel requests (default: 4)"),
      .flag("unordered", \.batch.isUnordered, "Print results as they complete"),
      .value(
        "resume", "FILE", \.batch.resumed, "Append to FILE, skipping prompts that have a reply"),
      .value(
        "shard", "I/N|auto", \.batch.part, "Ask every Nth prompt (byok help many-machines)"),
      .value(
        "rate", "N/m", \.batch.rate, "Begin at most N requests a minute (or /s, /h, /d)"),
      .value(
        "tokens-per-minute", "N", \.batch.tokensPerMinute,
        "Begin requests for at most N tokens a minute"),
      .value(
        "grace", "D", \.batch.grace, "On SIGTERM, finish requests under way within D"),
    ])
}
