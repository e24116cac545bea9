internal import ByokCore
internal import ByokKit

/// `byok embed`: texts in, vectors out.
struct Embed: Command {
  var common = CommonOptions()
  var model: String?
  var dimensions: Int?
  var task: EmbeddingTask?
  var input = EmbedInput()
  var asBase64 = false
  var isDryRun = false
  var showsUsage = false
  var route = RequestOptions()
  var limits = ChatLimits()
  var workers: WorkerCount?

  static let name = "embed"

  static let definition = CommandDefinition<Self>(
    summary: "Embed texts: print a vector for each",
    detail: [
      "Each argument is a text; without arguments, standard input is one. With --each-line every line is"
        + " a text, with --jsonl every line is a JSON string or an object with text and optionally id."
        + " Texts are sent in as few requests as the provider's limits allow, one after the other, or with -j"
        + " several at once.",
      "Each vector is a line of JSON, in the order of the texts: index, id (if given) and embedding, as"
        + " numbers, or with --base64 as 32-bit floating-point numbers in little-endian order. --json"
        + " prints one object with model, dimensions, usage, cost_usd and embeddings.",
      "MODEL is PROVIDER/MODEL-ID, the id of a known embedding model, an alias, or a provider for its"
        + " default model. The default is embedding_model of config.json, or the default model of the only"
        + " provider with embeddings that you have a key for.",
      "--task says what the texts are for, which many models distinguish: texts to be searched are"
        + " documents, what they are searched with is a query. A text that is too long is an error (exit"
        + " status 13) that names it; none is cut.",
    ],
    operands: [.repeating("TEXT", optional: true, \.input.words, words: .text)],
    options: inputOptions + requestOptions + outputOptions,
    unlocks: true,
    examples: [
      Example(
        line: "byok embed -m echo --json hello", purpose: "try it without a key or network",
        runsAnywhere: true),
      Example(
        line: "byok embed -m openai --each-line < texts.txt > vectors.jsonl",
        purpose: "embed each line of a file"),
      Example(
        line: "byok embed -m cohere --task query --dims 256 'who wrote it?'",
        purpose: "embed a query in 256 dimensions"),
    ])

  private static let inputOptions = CommandOption<Self>.under(
    "Texts",
    [
      .flag("each-line", \.input.isEachLine, "Treat each line of standard input as a text"),
      .value("jsonl", "FILE|-", \.input.objects, "Read texts from JSON lines"),
    ])

  private static let requestOptions = CommandOption<Self>.under(
    "Request",
    [
      .value("model", short: "m", "MODEL", \.model, "Embedding model to use"),
      .value("dims", "N", \.dimensions, "Number of dimensions, if the model can choose"),
      .value("task", "query|document", \.task, "What the texts are for: query or document"),
      .value("key", "LABEL", \.route.keys, "Label of the sealed key to use"),
      .value("base-url", "URL", \.route.baseURL, "Base URL; a sealed key must be bound to it"),
      .value(
        "jobs", short: "j", "N", \.workers,
        "Number of parallel requests, at most \(Embedder.mostWorkers) (default: 1)"),
      .value("timeout", "SECONDS", \.route.timeout, "Timeout of a request (default: 1800)"),
      .value("retries", "N", \.route.retries, "Retries of a request (default: 3)"),
      .certificates,
      .flag("no-log", \.route.isUnlogged, "Do not write these requests to the usage log"),
      .value("max-cost", "USD", \.limits.maxCost, "Stop before a request that may exceed USD"),
      .value(
        "max-input-tokens", "N", \.limits.maxInputTokens, "Refuse requests estimated to be longer"),
    ])

  private static let outputOptions = CommandOption<Self>.under(
    "Output",
    [
      .flag("base64", \.asBase64, "Print vectors as base64 of 32-bit numbers"),
      .flag("dry-run", \.isDryRun, "Print the requests without sending them"),
      .flag("usage", short: "u", \.showsUsage, "Print token usage and cost to stderr"),
      .json,
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard dimensions ?? 1 > 0 else {
      throw ByokError(.usage, "--dims must be a whole number above 0")
    }
    let planner = try RetrievalPlanner(session, route, limits)
    let texts = try input.read(session.console)
    let embedder = try planner.embedder(model)
    let options = Embedder.Options(task: task, dimensions: dimensions)
    if isDryRun { return try rehearse(texts, embedder, options, session.console) }
    var printer = VectorPrinter(session.console, asBase64: asBase64, isOne: common.json)
    var usage = Usage()
    let found = try embedder.embed(
      texts.map(\.text), options, workers: workers?.count ?? 1, name: { texts[$0].place }
    ) { (piece) throws(ByokError) in
      usage = usage.added(to: piece.usage)
      try printer.take(texts[piece.range], piece.vectors)
    }
    try printer.finish(facts(embedder, usage, found))
    if showsUsage { session.console.writeAside("byok: \(usage.line)\n") }
  }

  private func facts(
    _ embedder: Embedder, _ usage: Usage, _ dimensions: Int?
  ) -> [String: JSONValue] {
    [
      "provider": .string(embedder.model.provider.id), "model": .string(embedder.model.id),
      "key": embedder.key.source.shortName.map(JSONValue.string) ?? .null,
      "dimensions": dimensions.map(JSONValue.integer) ?? .null,
      "usage": .object(["input_tokens": usage.input.map(JSONValue.integer) ?? .null]),
      "cost_usd": usage.cost.map(JSONValue.number) ?? .null,
    ]
  }

  /// Shows all requests: exactly what would leave the machine.
  private func rehearse(
    _ texts: [EmbeddingText], _ embedder: Embedder, _ options: Embedder.Options,
    _ console: Console
  ) throws(ByokError) {
    for range in embedder.batches(of: texts.map(\.text)) {
      let endpoint = embedder.endpoint(texts[range].map(\.text), options)
      let shown = try RequestText(endpoint, embedder.client, key: embedder.key)
      if common.json {
        try console.write(.object(shown.members))
      } else {
        try console.write(try shown.text())
      }
    }
  }
}
