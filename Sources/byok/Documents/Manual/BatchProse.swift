internal import ByokCore
internal import ByokKit

/// What byok-batch(1) says besides the options.
enum BatchProse {
  static let prose = CommandProse(
    summary: "submit prompts to batch APIs, usually for half the price",
    description: [
      "Providers answer many requests within a day for less, usually half the price. `byok batch submit`"
        + " takes the prompts of `byok chat --jsonl`, and makes the same requests of them;"
        + " `byok batch results` prints the same results. `--resume` therefore works in both directions:"
        + " what a batch did not answer can be asked directly, and what was not answered directly can be"
        + " submitted."
    ],
    parts: [providers, once, results, session])

  private static let providers = ManualPage.Part(
    title: "Providers",
    blocks: [
      .paragraph(
        "A batch larger than the provider's limits is divided into parts, which have one name here. A part"
          + " asks one model. Replies are not streamed, and tools are not called."),
      .paragraph(
        "Where an account may have only so much waiting at once, parts without room wait: `byok batch wait`"
          + " and `byok batch status --advance` submit the next when one has ended, from the files that"
          + " were uploaded. Providers that take no files (anthropic, openrouter) need the prompts:"
          + " `byok batch submit --queue`."),
      .terms(
        Provider.builtIn.compactMap { provider in
          provider.batch.map { terms in
            (
              provider.id,
              "\(terms.maxRequests) requests, \(terms.maxBytes / 1_000_000) MB; within"
                + " \(terms.windows.joined(separator: ", ")); kept for \(terms.retention)."
            )
          }
        }),
      .paragraph(
        "The price is the model's own batch price where byok knows it, otherwise an assumed share of the"
          + " usual price, which is said. A provider of your own has batches if"
          + " `providers.ID.batch.shape` says which form its API has (byok-config(5))."),
    ])

  private static let once = ManualPage.Part(
    title: "Never twice",
    blocks: [
      .paragraph(
        "Before the request that creates a batch is sent, the state on the disk says that it may have been"
          + " created. If byok is killed, or the answer is lost, the same command looks for the batch in"
          + " the provider's list, by its mark or its file, and takes it up. Only if it is not in the list"
          + " a minute later is it created again. What a gateway in between repeats by itself, byok cannot"
          + " see."),
      .paragraph(
        "The lists of Anthropic and OpenRouter do not say whose a batch is. If one was created at that"
          + " time with that number of requests, byok asks on a terminal whether it is this one, and"
          + " otherwise ends with status 1: `byok batch adopt PROVIDER BATCH-ID --name NAME` settles it, or"
          + " `byok batch submit … --create-anyway`."),
      .paragraph(
        "Without `--name`, the name follows from the requests: the same command means the same batch. The"
          + " same requests under another name within a week need `--yes`."),
      .paragraph(
        "The state is in `$XDG_STATE_HOME/byok/batches`: ids and counts, and not what was said. Where the"
          + " ids that you give your prompts tell something, it is in there, too. A batch belongs to an"
          + " account: another key of the same provider is refused (status 3)."),
    ])

  private static let results = ManualPage.Part(
    title: "Results",
    blocks: [
      .paragraph(
        "Results are found by the ids that byok sent, counted, and put into the order of the prompts."
          + " `status` is the exit status that the prompt alone would have had:"),
      .terms([
        ("0", "A reply."), ("1", "The request was refused, or the batch was cancelled before."),
        ("5", "The batch ended before this was asked, or a limit was reached."),
        ("9", "The provider returned no result, or one that is broken."),
      ]),
      .paragraph(
        "Results are kept by providers for a limited time; fetch them when the batch has ended. From"
          + " cron, `byok batch results NAME --resume FILE` can be run again and again."),
    ])

  private static let session = ManualPage.Part(
    title: "A session", blocks: [.lines(ManualSession.halfPrice)])
}
