@testable import ByokCore

/// Markdown on a terminal: the first byte is the width.
///
/// It never traps; the same is shown wherever the text is split; no control character comes out but
/// in the escape sequences of styles.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMarkdown(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let width = bytes.first.map(Int.init) else { return 0 }
  let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
  let whole = rendering([text], width)
  precondition(rendering(text.unicodeScalars.map { String($0) }, width) == whole, "split anywhere")
  var rest = whole[...]
  while let byte = rest.popFirst() {
    if byte == 0x1B {
      precondition(rest.popFirst() == UInt8(ascii: "["), "a style")
      rest = rest.drop { $0 == UInt8(ascii: ";") || (0x30...0x39).contains($0) }
      precondition(rest.popFirst() == UInt8(ascii: "m"), "a style")
    } else {
      precondition(byte >= 0x20 && byte != 0x7F || byte == 0x0A || byte == 0x09, "no control")
    }
  }
  return 0
}

private func rendering(_ pieces: [String], _ width: Int) -> [UInt8] {
  var renderer = MarkdownRenderer(usesColor: true) { width }
  var output: [UInt8] = []
  for piece in pieces { output += renderer.add(piece) }
  return output + renderer.finish()
}
