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
        "Ask MODEL, such as openai/gpt-5.4-mini, else the next"),
      .value(
        "temperature", "NUMBER", \.settings.temperature, "How freely the model chooses its words"),
      .value(
        "top-p", "NUMBER", \.settings.topP,
        "Choose among the likeliest words of that share, 0 to 1"),
      .value("max-tokens", "N", \.settings.maxTokens, "End the reply after N tokens"),
      .value(
        "seed", "N", \.settings.seed, "Choose the same words again, as far as the model can"),
      .repeating(
        "stop", "TEXT", \.settings.stop, "End the reply before TEXT; may be given again"),
      .value(
        "reasoning", "LEVEL", \.settings.reasoning,
        "Think none, minimal, low, medium, high, xhigh, max"),
    ])

  /// What is said to it.
  static let inputOptions = CommandOption<Self>.under(
    "Prompt",
    [
      .value("system", short: "s", "TEXT|@FILE", \.input.system, "Give the model instructions"),
      .repeating(
        "file", short: "f", "FILE|URL|-", \.input.files,
        "Send a text, an image or a PDF along; may be given again"),
      .value("messages", "FILE|-", \.input.messages, "Go on with a conversation, as JSON"),
      .value(
        "template", "TEMPLATE", \.input.templateName,
        "Fill the prompt into a template of config.json"
      ),
      .repeating(
        "param", short: "p", "NAME=VALUE", \.input.templateValues,
        "Fill another place of the template; may be given again"),
      .value(
        "schema", "FILE|JSON|FIELDS", \.input.schema,
        "Make the reply JSON of that form, such as 'name, age int'"),
      .flag("no-stdin", short: "n", \.input.ignoresInput, "Do not read standard input"),
    ])

  /// How it is asked.
  static let routeOptions = CommandOption<Self>.under(
    "Request",
    [
      .value(
        "api", ChatAPI.names.joined(separator: "|"), \.route.api,
        "Use that API where the provider has both"),
      .flag("no-stream", \.route.isWhole, "Ask for the reply in one piece"),
      .value(
        "key", "LABEL[,...]", \.route.keys, "Use the sealed key of that label, else the next"),
      .value("base-url", "URL", \.route.baseURL, "Another address, to which the key must be bound"),
      .value("timeout", "SECONDS", \.route.timeout, "Give up after SECONDS (default: 1800)"),
      .value(
        "retries", "N", \.route.retries, "Try again up to N times before any output (default: 3)"),
      .certificates,
      .flag("no-log", \.route.isUnlogged, "Do not note this request in the usage log"),
    ])

  /// What it may take.
  static let limitOptions = CommandOption<Self>.under(
    "Limits",
    [
      .value(
        "max-cost", "USD", \.limits.maxCost, "Send nothing that is estimated to cost more"),
      .value(
        "max-input-tokens", "N", \.limits.maxInputTokens,
        "Send no prompt that is estimated to be longer"),
    ])

  /// What is shown of the reply.
  static let outputOptions = CommandOption<Self>.under(
    "Output",
    [
      .flag("ndjson", \.output.isEvents, "Print each event as a line of JSON, as it happens"),
      .flag("code", \.output.isCode, "Print only the first fenced block of code"),
      .value(
        "output", short: "o", "FILE", \.output.file,
        "Write the reply to FILE, atomically, if it succeeds"),
      .flag("dry-run", \.output.isDryRun, "Print the request, and send nothing"),
      .value("color", "WHEN", \.output.color, "Use colour on stderr: auto, always or never"),
      .flag("show-reasoning", \.output.showsReasoning, "Print the model's thinking on stderr"),
      .flag("usage", short: "u", \.output.showsUsage, "Tell tokens and cost on stderr"),
    ])

  /// Many prompts.
  static let batchOptions = CommandOption<Self>.under(
    "Many prompts",
    [
      .flag("each-line", \.batch.isEachLine, "Take each line of standard input as a prompt"),
      .value(
        "jsonl", "FILE|-", \.batch.objects, "Take each line as a JSON object with a prompt"),
      .value(
        "jobs", short: "j", "N", \.batch.workers, "Ask N prompts at once (default: 4)"),
      .flag("unordered", \.batch.isUnordered, "Print results as they are ready"),
      .value("resume", "FILE", \.batch.resumed, "Add to FILE what it has no answers to yet"),
    ])
}
