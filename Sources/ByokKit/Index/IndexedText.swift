internal import ByokCore

/// Reads files as an index does.
struct IndexedText {
  /// What a file holds.
  struct Content {
    /// Its text as UTF-8, without a byte-order mark; empty where it is none.
    var text: [UInt8] = []
    var outcome = FileOutcome.indexed
    /// The hash of its bytes.
    var hash = ContentHash(0, 0)
    var kind = TextKind.text
    var hasPages = false
    /// What is to be told of it; `nil` for nothing.
    var problem: Problem?
  }

  /// Why a file could not be converted.
  enum Problem: Hashable {
    case notInstalled(program: String)
    case failed(path: String, program: String, reason: String)
  }

  let encoding: LegacyEncoding?
  let takesSecrets: Bool
  let converter: FileConverter

  /// The most bytes of a file that was not named itself, and of one that was.
  static let usualLimit = 4 << 20
  static let namedLimit = 1 << 30
  /// Where a zero byte means that it is no text.
  private static let examined = 8 << 10

  /// Reads a file.
  ///
  /// - Returns: `nil` where there is no such file any more, or it cannot be read.
  func read(_ path: String, limit: Int) -> Content? {
    let bytes: [UInt8]
    do throws(ReadFailure) {
      let file: OpenFile
      do throws(Errno) {
        file = try OpenFile(regular: path)
      } catch {
        throw .system(error)
      }
      bytes = try file.read(limit: limit)
    } catch .tooLarge {
      return Content(outcome: .tooLarge)
    } catch {
      return nil
    }
    var content = Content()
    content.hash = ContentHash(of: bytes.span)
    if let command = converter.command(for: path) {
      convert(path, command, &content)
    } else {
      content.kind = TextKind(ofFile: path[(path.lastIndex(of: "/") ?? path.startIndex)...])
      decode(bytes, &content)
    }
    if content.outcome == .indexed, !takesSecrets, SecretNames.isPrivateKey(content.text.span) {
      (content.text, content.outcome) = ([], .secret)
    }
    return content
  }

  private func convert(_ path: String, _ command: [String], _ content: inout Content) {
    switch converter.convert(path, command) {
    case .text(let text):
      content.text = text
      content.hasPages = text[...].position(of: 0x0C) != nil
    case .notInstalled(let program):
      content.outcome = .noConverter
      content.problem = .notInstalled(program: program)
    case .failed(let reason):
      content.outcome = .conversionFailed
      content.problem = .failed(path: path, program: command[0], reason: reason)
    }
  }

  private func decode(_ bytes: [UInt8], _ content: inout Content) {
    let (detected, mark) = TextEncoding.detect(bytes.span)
    switch detected {
    case .utf16(let isBigEndian):
      var text: [UInt8] = []
      text.reserveCapacity(bytes.count)
      let flaw = TextEncoding.transcode(utf16: bytes.span, isBigEndian: isBigEndian, from: mark) {
        text.append($0)
      }
      if flaw == nil, text.prefix(Self.examined).position(of: 0) == nil {
        content.text = text
      } else {
        content.outcome = .binary
      }
    case .utf8:
      if bytes.prefix(Self.examined).position(of: 0) != nil {
        content.outcome = .binary
      } else if bytes.span.firstThatIsNotUTF8(in: bytes.indices) == nil {
        content.text = mark == 0 ? bytes : Array(bytes[mark...])
      } else if let encoding {
        content.text = encoding.text(bytes)
      } else {
        content.outcome = .unknownEncoding
      }
    }
  }
}
