internal import ByokCore
internal import ByokKit

/// `byok batch cancel`: end a batch early.
struct BatchCancel: Command {
  var common = CommonOptions()
  var batch: BatchName?
  var keys: LabelList?

  static let name = "batch cancel"

  static let definition = CommandDefinition<Self>(
    summary: "Cancel a batch at the provider",
    detail: [
      "What was answered before is charged, and remains among the results. It may take the provider some"
        + " minutes. Parts that have not been submitted are not submitted any more."
    ],
    operands: [.required("NAME", \.batch, words: .names(.batch))],
    options: [.value("key", "LABEL", \.keys, "Label of the sealed key to use"), .certificates],
    unlocks: true,
    examples: [Example(line: "byok batch cancel monday", purpose: "end it early")])

  func run(in session: inout Session) throws(ByokError) {
    guard let name = batch else { return }
    let store = BatchStore(session)
    let lock = try store.lock(name)
    defer { _ = lock }
    var record = try store.existing(name)
    try BatchAccess(record, session, key: keys).work.cancel(&record)
    session.console.note("\(name.text): \(record.state)")
  }
}
