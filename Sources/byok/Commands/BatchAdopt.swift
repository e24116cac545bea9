internal import ByokCore
internal import ByokKit

/// `byok batch adopt`: take up a batch of the provider's by its id.
struct BatchAdopt: Command {
  var common = CommonOptions()
  var provider: String?
  var id: String?
  var batchName: BatchName?
  var chat = Chat()

  static let name = "batch adopt"

  static let definition = CommandDefinition<Self>(
    summary: "Take up a batch of the provider by its id",
    detail: [
      "For a part of which it is not known whether it was created, where the provider's list does not say"
        + " whose a batch is, and you know that BATCH-ID is it: name the batch with --name.",
      "With the options and the prompts of the command that submitted it, it is taken up although this"
        + " machine knows nothing of it. Results are found if byok made the batch of the same prompts.",
    ],
    operands: [
      .required("PROVIDER", \.provider, words: .names(.provider)), .required("BATCH-ID", \.id),
    ],
    options: CommandOption<Self>.ofChat(in: \.chat, Chat.namesForBatches) + [
      .value("name", "NAME", \.batchName, "The batch that it is a part of")
    ],
    unlocks: true,
    examples: [
      Example(
        line: "byok batch adopt anthropic msgbatch_123 --name monday",
        purpose: "settle which batch it is")
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let provider, let id else { return }
    let store = BatchStore(session)
    if let batchName, try store.read(batchName) != nil || !chat.batch.isOn {
      return try adopt(id, of: provider, as: batchName, store, session)
    }
    guard chat.batch.isOn else {
      throw ByokError(
        .usage, "neither --name nor prompts are given",
        hint: "byok batch list shows the batches that are uncertain")
    }
    guard let plan = try chat.batchPlan(session) else {
      throw ByokError(.usage, "there are no prompts")
    }
    let path = chat.batch.objects.flatMap { $0 == "-" ? nil : $0 }
    let name = batchName ?? plan.name(of: path)
    do {
      let lock = try store.lock(name)
      defer { _ = lock }
      let work = try BatchWork(plan.plan, session)
      _ = try work.begin(plan, name, window: plan.terms.windows[0])
    }
    try adopt(id, of: provider, as: name, store, session)
  }

  private func adopt(
    _ id: String, of provider: String, as name: BatchName, _ store: BatchStore, _ session: Session
  ) throws(ByokError) {
    let lock = try store.lock(name)
    defer { _ = lock }
    var record = try store.existing(name)
    guard record.provider == provider else {
      throw ByokError(.usage, "'\(name.text)' is a batch of \(record.provider), not of \(provider)")
    }
    try BatchAccess(record, session, key: chat.route.keys).work.adopt(id, &record)
    session.console.note("\(name.text): \(record.state)")
    try session.console.write(name.text + "\n")
  }
}
