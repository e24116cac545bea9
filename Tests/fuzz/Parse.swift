@testable import ByokCore
@testable import ByokKit

/// F1: a keystore's parser.
///
/// It never traps; what it takes is written back byte for byte; its limits hold.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzParse(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let (document, covered, mac) = try? KeystoreDocument.parse(bytes, path: "store") else {
    return 0
  }
  let text = document.authenticated
  precondition(text.count == covered, "the MAC covers what is written before it")
  precondition(text + Array((Base64.encode(mac) + "\n").utf8) == bytes, "written as it was read")
  precondition((1...8).contains(document.slots.count), "a store has 1 to 8 slots")
  precondition(document.slots.count(where: \.isPassphrase) <= 4, "at most 4 passphrase slots")
  precondition(document.entries.count <= 10_000, "at most 10,000 keys")
  precondition(document.sequence > 0 && mac.count == 32, "sequence and MAC are in form")
  for slot in document.slots { checkSlot(slot) }
  let names = document.slots.compactMap(\.name)
  precondition(Set(names).count == names.count, "no two slots have one name")
  for entry in document.entries { checkEntry(entry) }
  for (first, second) in zip(document.entries, document.entries.dropFirst()) {
    precondition(first.name < second.name, "keys ascend")
  }
  return 0
}

private func checkSlot(_ slot: KeystoreSlot) {
  precondition(slot.number > 0 && slot.check.count == 16 && slot.wrap.count == 72, "a slot in form")
  if let name = slot.name {
    precondition(KeystoreGrammar.isLabel(Array(name.utf8)[...]), "a name is in the form of a label")
  }
  guard case .passphrase(let operations, let kibibytes, let salt) = slot.method else { return }
  precondition((1...10).contains(operations), "no more passes than a machine can give")
  precondition((8192...1_048_576).contains(kibibytes), "no more memory than a machine can give")
  precondition(salt.count == 16, "a salt in form")
}

private func checkEntry(_ entry: KeyEntry) {
  precondition(entry.line.count <= 96 << 10, "no line is too long")
  precondition(entry.line.allSatisfy { $0 > 0x1F && $0 < 0x7F }, "only printable ASCII")
  precondition((1...64).contains(entry.name.label.utf8.count), "a label in form")
  precondition((1...64).contains(entry.name.provider.utf8.count), "a provider in form")
  precondition(entry.created.seconds >= 0 && entry.updated.seconds >= 0, "times in form")
  precondition(entry.sealed.count >= 104 && (entry.sealed.count - 40) % 64 == 0, "whole blocks")
  precondition(!entry.origins.isEmpty, "a key is bound to an origin")
  for origin in entry.origins {
    let url = try? BaseURL(origin, from: "a keystore")
    precondition(url?.origin == origin && url?.path == "", "an origin is its own canonical form")
  }
}
