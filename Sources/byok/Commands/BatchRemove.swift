internal import ByokCore
internal import ByokKit

/// `byok batch rm`: forget a batch.
struct BatchRemove: Command {
  var common = CommonOptions()
  var batch: BatchName?
  var isRemote = false
  var isSure = false
  var keys: LabelList?

  static let name = "batch rm"

  static let definition = CommandDefinition<Self>(
    summary: "Remove what byok keeps of a batch",
    detail: [
      "--remote first deletes what the provider keeps: files, or the batch. A batch that is still running"
        + " is removed only with --yes: it goes on at the provider, and costs what it costs."
    ],
    operands: [.required("NAME", \.batch, words: .names(.batch))],
    options: [
      .flag("remote", \.isRemote, "Delete files and batch at the provider, too"),
      .flag("yes", short: "y", \.isSure, "Do not ask for confirmation"),
      .value("key", "LABEL", \.keys, "Label of the sealed key to use"), .certificates,
    ],
    unlocks: true,
    examples: [Example(line: "byok batch rm monday --remote", purpose: "delete all there is of it")]
  )

  func run(in session: inout Session) throws(ByokError) {
    guard let name = batch else { return }
    let store = BatchStore(session)
    let lock = try store.lock(name)
    defer { _ = lock }
    let record = try store.existing(name)
    if !isSure, record.parts.contains(where: { [.created, .creating].contains($0.state) }) {
      let isWanted = try session.console.confirms(
        "'\(name.text)' has not ended, and its results could not be fetched any more; remove it?",
        otherwise: "byok batch rm \(name.text) --yes")
      guard isWanted else { throw ByokError(.failure, "nothing was removed") }
    }
    let provider = try ProviderList(Configuration.load(session.locations)).all.first {
      $0.id == record.provider
    }
    if isRemote || provider?.isOffline == true {
      try BatchAccess(record, session, key: keys).work.deleteAtProvider(record)
    }
    try store.remove(name)
    session.console.note("removed '\(name.text)'")
  }
}
