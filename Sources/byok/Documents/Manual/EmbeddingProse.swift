internal import ByokCore
internal import ByokKit

/// What byok-embed(1) says of models, and of the vectors that are kept.
enum EmbeddingProse {
  static let title = "Embedding models"

  static let parts = [models, rerankers, kept]

  private static let models = ManualPage.Part(
    title: title,
    blocks: [
      .paragraph(
        "Known models, with the dimensions of their vectors, the most tokens of a text, and USD for a million"
          + " tokens. Other models of these providers can be used as well; a price for them is set with"
          + " `models.PROVIDER/MODEL-ID.input_price` in `config.json`."),
      .terms(rows(of: .embedding)),
      .paragraph(
        "Embeddings are known of: " + names { $0.embeddings != nil } + ". Of your own providers,"
          + " `providers.ID.embeddings` says which API they have; without it, that of their dialect is used."
      ),
      .paragraph(
        "Texts are sent in requests of at most \(Figures.count(256)) texts and 1 MiB, or fewer where the"
          + " provider takes fewer. The reply must have one vector for each text, all of the same dimensions"
          + " and of finite numbers; anything else is an error (status \(ByokError.Kind.provider.rawValue)),"
          + " and no text gets the vector of another. If a request is too long, its halves are sent until it"
          + " is known which text is. For models such as nomic-embed-text and e5, `--task` puts the words"
          + " before each text that they were trained with."),
    ])

  private static let rerankers = ManualPage.Part(
    title: "Rerankers",
    blocks: [
      .paragraph(
        "`byok search --rerank MODEL` sends the query and the best passages to a model that ranks them."
          + " USD for a million tokens, or for a thousand searches:"),
      .terms(rows(of: .reranking)),
      .paragraph("Rerankers are known of: " + names { $0.reranking != nil } + "."),
    ])

  private static let kept = ManualPage.Part(
    title: "Vectors of an index",
    blocks: [
      .paragraph(
        "`byok index embed` keeps vectors in `$XDG_DATA_HOME/byok/vectors/`, a file for each model, number of"
          + " dimensions and task: not in the cache, as they cost money. Each is there under the hash of its"
          + " text, so that indexes share them and a passage that moves keeps its vector; `byok index rm` leaves"
          + " them there. A text can be guessed in part from its vector: treat them like the files themselves."
          + " Those of sealed indexes are in a file of their own, sealed with the keystore like conversations"
          + " (byok-keystore(5)): up to \(Figures.size(RecordFile.vectorLimit)), and opened into memory for each"
          + " search. A change of it is noticed, and what was cut off is embedded again."),
      .paragraph(
        "`byok index update` embeds passages that are new, and nothing twice. In a script, `--yes` with"
          + " `--max-cost` is what a terminal is asked for, and makes a failure the command's own;"
          + " `--no-embed` sends nothing."),
      .paragraph(
        "`byok search` and `byok chat --rag` fuse the best \(PassageSearch.fusedCount) by words and by vectors:"
          + " the rank is the mean of both scores, each between 0 and 1. For this, the query is sent to the model's provider; `--mode lexical` sends"
          + " nothing."),
    ])

  private static func rows(
    of kind: RetrievalModel.Kind
  ) -> [(term: String, meaning: String)] {
    Catalogue.retrieval.filter { $0.kind == kind }.map { model in
      var words: [String] = []
      if let dimensions = model.dimensions { words.append("\(dimensions) dimensions") }
      if let tokens = model.maxTokens { words.append("\(Figures.count(tokens)) tokens") }
      if let price = model.price { words.append(price == 0 ? "free" : Usage.dollars(price)) }
      if let price = model.searchPrice {
        words.append("\(Usage.dollars(price)) for a thousand searches")
      }
      let source = model.price == 0 ? "" : " (\(model.priceSource), \(model.priceAsOf))"
      let hasPrice = model.price != nil || model.searchPrice != nil
      return (
        "\(model.provider)/\(model.id)", words.joined(separator: ", ") + (hasPrice ? source : "")
      )
    }
  }

  private static func names(_ isMeant: (Provider) -> Bool) -> String {
    Provider.builtIn.filter(isMeant).map(\.id).joined(separator: ", ")
  }
}

/// What byok-chat(1) says of answers from files.
enum SourceProse {
  static let title = "Answers from files"

  static let part = ManualPage.Part(
    title: title,
    blocks: [
      .paragraph(
        "`--rag INDEX` looks for passages that fit the prompt in an index (byok-index(1)) and sends the best"
          + " \(SourceOptions.usualCount), or `--rag-k N`, with it: numbered, with their file and lines. The"
          + " model is told to answer from them, to cite them as `[1]`, and to say if they do not contain the"
          + " answer. The sources that the reply cites are listed on standard error, or after the reply with"
          + " `--sources stdout`, as `FILE:LINES`; a citation of a source that does not exist is reported."
          + " `--json` has all of them under `sources`."),
      .paragraph(
        "If nothing in the index matches, byok says so and asks without sources; with `--rag-only` nothing is"
          + " sent, and the exit status is \(ByokError.Kind.failure.rawValue). An index with embeddings always"
          + " has a nearest passage. With `--each-line` and `--jsonl`, each prompt has sources of its own, in the"
          + " `sources` of its result; batches of providers (`byok batch submit`) have none. A conversation"
          + " keeps the prompt, the reply and which sources there were, and not the passages."),
      .paragraph(
        "The passages leave the machine: `--dry-run` shows the whole request. For an index with embeddings,"
          + " the prompt is also sent to the provider of its model. What is in a passage is marked as data,"
          + " and no passage can close its mark; but a model may still follow instructions in a file. byok"
          + " itself runs nothing and follows no link because of a passage. With `--mcp`, think of what the"
          + " tools could do."),
    ])
}
