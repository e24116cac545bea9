package import ByokCore

/// A tool's creds file, or another in its place.
package struct CredentialFile {
  package let path: FilePath
  package let clock: Clock

  package init(path: FilePath, clock: Clock) {
    self.path = path
    self.clock = clock
  }

  /// The most bytes of such a file; real ones have a few thousand.
  package static let limit = KeystoreGrammar.secretLimit

  /// What a file holds.
  package enum Content: ~Copyable {
    case credentials(CredentialTokens)
    case encrypted
  }

  /// Reads the file; nothing is changed.
  ///
  /// A text that is not whole is read again, three times, 50 ms apart: Gemini CLI and, sometimes,
  /// Claude Code write theirs in place.
  ///
  /// - Returns: What it holds, or `nil` if there is no file.
  /// - Throws: `damaged` when it is not safe, too large or invalid; a failure when it cannot be
  ///   read.
  package func read() throws(ByokError) -> Content? {
    var triesLeft = 3
    while true {
      guard let file = try ExternalFile.open(path) else { return nil }
      let text = try file.read(limit: Self.limit)
      if text.withBytes(Self.isEncrypted) { return .encrypted }
      let document: CredentialDocument
      do throws(ByokError) {
        document = try CredentialDocument(text, from: name)
      } catch  where error.kind == .damaged && triesLeft > 0 {
        triesLeft -= 1
        clock.sleep(0.05)
        continue
      }
      return .credentials(try CredentialTokens(document, from: name))
    }
  }

  /// What others may do with the file, as a sentence; `nil` if it is good.
  package var warning: String? {
    guard let file = try? ExternalFile.open(path) else { return nil }
    if let mode = file.madeUpMode {
      return "the file system of '\(path.text)' keeps no permissions: mode \(mode) says nothing"
        + " about who else can use it"
    }
    guard file.isReadableByOthers else { return nil }
    return "others can read '\(path.text)'; chmod 600 '\(path.text)'"
  }

  private var name: String { "'\(path.text)'" }

  /// Whether it is Gemini CLI's encrypted form: three runs of hexadecimal digits, and colons.
  private static func isEncrypted(_ bytes: Span<UInt8>) -> Bool {
    var runs = [0]
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == UInt8(ascii: ":") {
        runs.append(0)
      } else if byte < 0x80, Character(Unicode.Scalar(byte)).isHexDigit {
        runs[runs.count - 1] += 1
      } else if byte > 0x20 {
        return false
      }
    }
    return runs.count == 3 && runs.allSatisfy { $0 > 0 }
  }
}
