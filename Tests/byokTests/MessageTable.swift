import Foundation

/// What byok can say, as its sources have it: a row for each string in an error, hint, note or question.
///
/// Strings joined by `+` are one; what is interpolated is shown as `…`.
struct MessageTable {
  /// One string of the sources.
  struct Row: Equatable {
    /// The path below Sources.
    var file: String
    /// Where it is shown: `error`, `hint`, `warning`, `note`, `detail`, `question`, or `words` for a part
    /// of one of these.
    var kind: String
    var text: String
  }

  let rows: [Row]

  /// Reads the Swift files of a folder, in the order of their names.
  init(_ folder: URL) throws {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    // The manual, the options and the tables of data are read as they are rendered.
    let skipped = [
      "Documents/", "Catalogue/", "ConfigurationKey", "LibraryVariable", "FailureRules",
    ]
    rows = try paths.filter { path in
      path.hasSuffix(".swift") && !skipped.contains { path.contains($0) }
    }.flatMap { path in
      var reader = SwiftStrings(
        try String(contentsOf: folder.appending(path: path), encoding: .utf8))
      return reader.all().map { Row(file: path, kind: $0.kind, text: $0.text) }
    }
  }

  /// A line for each row, with tabs between its parts.
  var text: String {
    rows.map { "\($0.file)\t\($0.kind)\t\($0.text)\n" }.joined()
  }
}

/// Finds the strings of a Swift file that are shown to a person.
struct SwiftStrings {
  /// A call or a bracket that has not been closed yet.
  private struct Frame {
    var callee: String
    var label = ""
  }

  private let source: [UInt8]
  private var index = 0
  private var frames = [Frame(callee: "")]
  private var word = ""
  /// What an extension that is open extends.
  private let isOfErrors: Bool
  private var found: [(kind: String, text: String)] = []

  init(_ text: String) {
    source = Array(text.utf8)
    isOfErrors = text.contains("extension ByokError")
  }

  /// The strings, in the order of the file.
  mutating func all() -> [(kind: String, text: String)] {
    while index < source.count { step() }
    return found
  }

  /// Reads one token.
  private mutating func step() {
    let byte = source[index]
    switch byte {
    case UInt8(ascii: "/") where next == UInt8(ascii: "/"):
      while index < source.count, source[index] != UInt8(ascii: "\n") { index += 1 }
    case UInt8(ascii: "\""):
      let text = joined().split(whereSeparator: \.isWhitespace).joined(separator: " ")
      if let kind = kind(of: text) { found.append((kind, text)) }
      word = ""
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      frames.append(Frame(callee: byte == UInt8(ascii: "(") ? word : ""))
      word = ""
      index += 1
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      if frames.count > 1 { frames.removeLast() }
      word = ""
      index += 1
    case UInt8(ascii: ":"):
      frames[frames.count - 1].label = word
      word = ""
      index += 1
    case UInt8(ascii: ","):
      frames[frames.count - 1].label = ""
      word = ""
      index += 1
    default:
      let isPart = Self.isLetter(byte) || byte == UInt8(ascii: ".")
      let isSpace = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n")
      if isPart {
        if index > 0, !Self.isLetter(source[index - 1]), source[index - 1] != UInt8(ascii: ".") {
          word = ""
        }
        word.unicodeScalars.append(Unicode.Scalar(byte))
      } else if !isSpace {
        word = ""
      }
      index += 1
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private var next: UInt8? { index + 1 < source.count ? source[index + 1] : nil }

  /// The string that begins here, and those that follow a `+`.
  private mutating func joined() -> String {
    var text = one()
    while true {
      var ahead = index
      var hasPlus = false
      while ahead < source.count {
        let byte = source[ahead]
        if byte == UInt8(ascii: "+"), !hasPlus {
          hasPlus = true
        } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\n") {
          break
        }
        ahead += 1
      }
      guard hasPlus, ahead < source.count, source[ahead] == UInt8(ascii: "\"") else { return text }
      index = ahead
      text += one()
    }
  }

  /// One literal, without its quotes and with `…` for interpolations.
  private mutating func one() -> String {
    let isLong = source[index...].starts(with: Array("\"\"\"".utf8))
    let quote = Array((isLong ? "\"\"\"" : "\"").utf8)
    index += quote.count
    var bytes: [UInt8] = []
    while index < source.count, !source[index...].starts(with: quote) {
      guard source[index] == UInt8(ascii: "\\") else {
        bytes.append(source[index])
        index += 1
        continue
      }
      index += 1
      guard source[index] == UInt8(ascii: "(") else {
        let isBreak = source[index] == UInt8(ascii: "n") || source[index] == UInt8(ascii: "\n")
        bytes.append(isBreak ? UInt8(ascii: " ") : source[index])
        index += 1
        continue
      }
      bytes += "…".utf8
      let depth = frames.count
      step()
      while index < source.count, frames.count > depth { step() }
    }
    index = min(index + quote.count, source.count)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Where a string is shown; `nil` for one that nobody reads.
  private func kind(of text: String) -> String? {
    let parts = text.split { !$0.isLetter && $0 != "'" }
    guard parts.count(where: { $0.count > 1 }) > 1 else { return nil }
    let hidden = [
      "summary", "detail", "examples", "purpose", "line", "texts", "codes", "page", "parts",
    ]
    guard !frames.contains(where: { hidden.contains($0.label) }) else { return nil }
    for frame in frames.reversed() {
      let callee = frame.callee.split(separator: ".").last.map(String.init) ?? ""
      if ["hint", "hints"].contains(frame.label) || frame.callee.hasSuffix("hints.append") {
        return "hint"
      }
      switch callee {
      case "ByokError": return "error"
      case "Self" where isOfErrors: return "error"
      case "note", "notice": return "note"
      case "warn": return "warning"
      case "detail", "details": return "detail"
      case "confirms", "asks", "question": return "question"
      case "precondition", "Example", "value", "flag", "required", "optional": return nil
      default: continue
      }
    }
    return "words"
  }
}
