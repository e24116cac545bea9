import ByokKitTestSupport
import Foundation

@testable import ByokCore

extension StoreFixture {
  /// Writes lines with a MAC that is right for them; the data key is the original's.
  func writeAuthenticated(_ lines: [String], original: [UInt8]) throws {
    let path = try locations.keystore()
    let document = try KeystoreDocument.parse(original, path: path.text).document
    let dataKey = try KeystoreUnlock(
      access: access, document: document, path: path.text
    ).dataKey()
    let macKey = try Sealing.derive(from: dataKey, 1, "byok-mac")
    let end = "end \(lines.count { $0.hasPrefix("key ") }) "
    let text = Array((lines.dropLast().map { $0 + "\n" }.joined() + end).utf8)
    let mac = Sealing.authenticate(text, count: text.count, with: macKey)
    try write(text + Array((Base64.encode(mac) + "\n").utf8))
  }
}
