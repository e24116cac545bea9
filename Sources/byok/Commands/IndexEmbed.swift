internal import ByokCore
internal import ByokKit

/// `byok index embed`: vectors for the passages of an index.
struct IndexEmbed: Command {
  var common = CommonOptions()
  var index: IndexName?
  var options = IndexEmbedOptions()

  static let name = "index embed"

  static let definition = CommandDefinition<Self>(
    summary: "Embed the passages of an index",
    detail: [
      "Each passage that has no vector yet is sent once to the model's provider. What will be sent and what"
        + " it may cost is said first; if it may cost something, it asks, and where nobody can be asked,"
        + " --yes is needed. Vectors are kept as they arrive, under the hash of the passage's text: whatever"
        + " ends the command, nothing is paid for twice, and it continues when it is run again.",
      "Without -m, the model of the index is used. 'byok index update' embeds the passages that are new. byok"
        + " search and byok chat --rag then find passages by meaning, too.",
    ],
    operands: [.required("NAME", \.index)],
    options: [
      .value(
        "model", short: "m", "MODEL", \.options.model, "Embedding model (byok help embeddings)"),
      .value("dims", "N", \.options.dimensions, "Number of dimensions, if the model can choose"),
      .flag("yes", short: "y", \.options.isSure, "Do not ask for confirmation"),
      .value("max-cost", "USD", \.options.maxCost, "Send nothing if it may cost more than USD"),
      .flag("dry-run", \.options.isRehearsal, "Print the requests without sending them"),
      .flag("no-log", \.options.isUnlogged, "Do not write these requests to the usage log"),
      .certificates,
    ],
    json: true, unlocks: true,
    examples: [
      Example(
        line: "byok index embed docs -m openai/text-embedding-3-small --max-cost 1",
        purpose: "embed it, unless it may cost more than a dollar"),
      Example(
        line: "byok index embed docs -m ollama/nomic-embed-text", purpose: "embed it locally"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let index else { return }
    let store = try IndexStore(session)
    var options = options
    options.isJSON = common.json
    try options.run(index, store, session)
  }
}
