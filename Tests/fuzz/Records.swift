@testable import ByokCore
@testable import ByokKit

/// A file of three batches, and how it is read.
private struct Sealed {
  let file: RecordFile
  let bytes: [UInt8]
  let batches: [[[UInt8]]]

  init() throws {
    let root = try ConversationRoot(dataKey: Secret(randomBytes: 32))
    file = RecordFile(FilePath("/fuzz.conv"), .conversation, roots: [root], clock: .system)
    let header = RecordHeader(.conversation, root: root)
    let records = try SealedRecords(header, root)
    var position = SealedRecords.Position(offset: header.line.count)
    var bytes = header.line
    batches = [["head", "end"], ["question", "answer", "end"], ["undo", "end"]].map { batch in
      batch.map { Array($0.utf8) }
    }
    for batch in batches { bytes += records.seal(batch, at: &position) }
    self.bytes = bytes
  }
}

private let sealed: Sealed = {
  guard let sealed = try? Sealed() else { preconditionFailure("there is memory for a key") }
  return sealed
}()

/// Files of sealed records, and the messages in records.
///
/// Neither traps. Whatever a file is overwritten with, its batches are the first that were written; a
/// message that is written and read again is the same. The first byte of the input says which of the two
/// it is.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRecords(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let first = input.first else { return 0 }
  let bytes = Array(input.dropFirst())
  if first & 1 == 0 { checkFile(bytes) } else { checkMessage(bytes) }
  return 0
}

/// Overwrites the file with an input whose first two bytes say where; at an odd place, it ends there.
private func checkFile(_ input: [UInt8]) {
  guard input.count > 1 else { return }
  let place = (Int(input[0]) | Int(input[1]) << 8) % (sealed.bytes.count + 1)
  let new = input.dropFirst(2)
  let rest = place % 2 == 0 ? sealed.bytes.dropFirst(place + new.count) : []
  let bytes = sealed.bytes.prefix(place) + new + rest
  guard case .contents(let contents)? = try? sealed.file.contents(of: Array(bytes)) else { return }
  let first = sealed.batches.prefix(contents.batches.count)
  precondition(contents.batches == Array(first), "as written")
  precondition(contents.state.size <= bytes.count, "no record from nowhere")
  precondition(contents.flaw != nil || !contents.batches.isEmpty, "an empty file is flawed")
}

private func checkMessage(_ bytes: [UInt8]) {
  // byok writes no time before 1970.
  guard let message = StoredMessage(record: bytes), message.at?.seconds ?? 0 >= 0,
    let text = try? message.document.json()
  else { return }
  guard let again = StoredMessage(record: text) else {
    preconditionFailure("what was written is read")
  }
  precondition((try? again.document.json()) == text, "a message stays the same")
}
