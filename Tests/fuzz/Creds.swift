import Foundation

@testable import ByokCore
@testable import ByokKit

/// F4: the outline of credentials files, and what is read of them.
///
/// - It takes what Foundation takes, but for what is known to differ; its texts stand for the same.
/// - Nothing traps, and tokens are printable ASCII.
/// - What would be sealed is read as the same credentials, but for the project and, of Claude Code,
///   the refresh token, which is gone.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCreds(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let nodes: [JSONOutline.Node]
  do throws(JSONFlaw) {
    nodes = try JSONOutline.nodes(of: bytes.span)
  } catch {
    precondition(error.offset <= bytes.count, "a flaw is in the text")
    precondition(isAlsoRefused(bytes, error), "refused, and Foundation takes it")
    return 0
  }
  checkNodes(nodes, of: bytes)
  do throws(ByokError) {
    try checkCreds(bytes)
  } catch {
    precondition(error.kind == .damaged, error.message)
  }
  return 0
}

private func reference(_ bytes: some Sequence<UInt8>) -> Any? {
  try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
}

/// Whether Foundation refuses the text too, or is known to take more: a comma behind the last
/// value, any depth, other encodings than UTF-8.
private func isAlsoRefused(_ bytes: [UInt8], _ flaw: JSONFlaw) -> Bool {
  let isText = String(validating: bytes, as: UTF8.self) != nil && !bytes.contains(0)
  if !isText || flaw.rule == "it is too deeply nested" { return true }
  let before = bytes.prefix(flaw.offset).last { !" \t\n\r".utf8.contains($0) }
  return before == UInt8(ascii: ",") || reference(bytes) == nil
}

private func checkNodes(_ nodes: [JSONOutline.Node], of bytes: [UInt8]) {
  precondition(!nodes.isEmpty && nodes[0].parent == -1, "one value holds all others")
  for (index, node) in nodes.enumerated() {
    precondition(node.range.upperBound <= bytes.count, "a value is in the text")
    guard index > 0 else { continue }
    let parent = nodes[node.parent]
    precondition(node.parent < index, "a value follows the one that holds it")
    precondition((node.name != nil) == (parent.kind == .object), "members have names")
    precondition(
      parent.range.lowerBound < node.range.lowerBound
        && node.range.upperBound < parent.range.upperBound,
      "a value is inside its parent")
  }
  for node in nodes where node.kind == .string {
    let quoted = bytes[node.range.lowerBound - 1...node.range.upperBound]
    // Foundation refuses half of a surrogate pair.
    guard let expected = reference(quoted) as? String else { continue }
    var text: [UInt8] = []
    bytes.span.unescape(node.range) { text.append($0) }
    // Foundation drops a byte-order mark at the beginning of a text and behind an escape.
    if String(decoding: text, as: UTF8.self).unicodeScalars.contains("\u{FEFF}") { continue }
    precondition(text == Array(expected.utf8), "an escape stands for something else")
  }
}

private func checkCreds(_ bytes: [UInt8]) throws(ByokError) {
  let credentials = try read(bytes)
  _ = CredentialTool.recognised(in: credentials)
  _ = credentials.facts.state(at: 1_795_435_200)
  credentials.accessToken?.withBytes { token in
    precondition(!token.isEmpty, "a blank token is none")
    precondition(token.indices.allSatisfy { (0x21...0x7E).contains(token[$0]) }, "a token in form")
  }
  for tool in CredentialTool.all {
    let sealed = try credentials.sealable(for: tool, project: tool.hasProject ? "my-project" : nil)
    let again = try read(sealed.withBytes { Array(copying: $0) })
    precondition(
      again.facts.hasAccessToken == credentials.facts.hasAccessToken, "the token is kept")
    precondition(again.facts.expiry == credentials.facts.expiry, "the expiry is kept")
    precondition(!tool.hasProject || again.facts.project == "my-project", "the project is noted")
    precondition(
      again.facts.hasRefreshToken == (credentials.facts.hasRefreshToken && !tool.keepsRefreshToken),
      "a refresh token is kept or left out")
  }
}

private func read(_ bytes: [UInt8]) throws(ByokError) -> CredentialTokens {
  let document = try CredentialDocument(Secret(copying: bytes.span), from: "the text")
  return try CredentialTokens(document, from: "the text")
}
