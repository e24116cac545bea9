internal import ByokCore
internal import ByokKit

extension BatchOptions {
  /// Refuses what makes no sense together.
  ///
  /// - Parameter chat: The whole command.
  /// - Throws: A usage error.
  func check(_ chat: Chat) throws(ByokError) {
    let own: [(Bool, String)] = [
      (workers != nil, "-j"), (isUnordered, "--unordered"), (resumed != nil, "--resume"),
      (part != nil, "--shard"), (rate != nil, "--rate"),
      (tokensPerMinute != nil, "--tokens-per-minute"), (grace != nil, "--grace"),
    ]
    guard isOn else {
      guard let name = own.first(where: \.0)?.1 else { return }
      throw ByokError(.usage, "\(name) is for many prompts: --each-line or --jsonl FILE")
    }
    if isEachLine, objects != nil { throw .conflict("--each-line", "--jsonl") }
    let readsInput = isEachLine || objects == "-"
    let others: [(Bool, String)] = [
      (readsInput && chat.input.ignoresInput, "--no-stdin"),
      (chat.input.messages != nil, "--messages"),
      (chat.output.isEvents, "--ndjson"), (chat.output.isCode, "--code"),
      (chat.output.showsReasoning, "--show-reasoning"),
    ]
    if let other = others.first(where: \.0)?.1 { throw .conflict(name, other) }
    let readers = (readsInput ? [name] : []) + chat.input.inputReaders
    guard readers.count < 2 else { throw .conflict(readers[0], readers[1]) }
    if chat.output.outputFile != nil, resumed != nil { throw .conflict("--output", "--resume") }
  }
}
