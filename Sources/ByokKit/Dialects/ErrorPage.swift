internal import ByokCore

/// The words of an answer that is not JSON.
enum ErrorPage {
  /// The title of a web page, or else its visible words; other text as it is.
  static func text(of page: String) -> String {
    guard isPage(page) else { return page }
    let title = element("title", in: page)
    if let title, !title.allSatisfy(\.isWhitespace) { return unescaped(String(title)) }
    return unescaped(visibleWords(of: page))
  }

  static func isPage(_ text: String) -> Bool {
    text.first { !$0.isWhitespace && $0 != "\u{FEFF}" } == "<"
  }

  /// The data of the first event that has any, where an answer that is no stream is written as one.
  static func eventData(in text: String) -> String? {
    guard text.hasPrefix("data:") || text.hasPrefix("event:") else { return nil }
    return text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("data:") }
      .map { $0.dropFirst(5).trimmed }
  }

  private static func unescaped(_ text: String) -> String {
    let characters = ["&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&nbsp;": " "]
    var text = text
    for (name, character) in characters { text.replace(name, with: character) }
    text.replace("&amp;", with: "&")
    return text
  }

  private static func visibleWords(of page: String) -> String {
    var words = ""
    var rest = page.drop { $0 != "<" }.prefix(8192)
    while let start = rest.firstIndex(of: "<") {
      words += rest[..<start]
      rest = rest[start...]
      let hidden = ["style", "script", "title"].first { name in
        rest.dropFirst().prefix(name.count).lowercased() == name
      }
      let end = hidden.map { range(of: "</\($0)", in: rest)?.upperBound ?? rest.endIndex }
      rest = rest[(end ?? start)...].drop { $0 != ">" }.dropFirst()
      words += " "
    }
    return (words + rest).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The text between an element's tags; all the rest where it is not closed.
  private static func element(_ name: String, in page: String) -> Substring? {
    guard let tag = range(of: "<\(name)", in: page[...])?.upperBound,
      let start = page[tag...].firstIndex(of: ">").map(page.index(after:))
    else { return nil }
    return page[start...].prefix { $0 != "<" }
  }

  /// The first place where `needle`, in lower-case ASCII, occurs in any case.
  private static func range(of needle: String, in text: Substring) -> Range<String.Index>? {
    let (bytes, wanted) = (text.utf8, Array(needle.utf8))
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let candidate = bytes[start...].prefix(wanted.count)
      if candidate.count < wanted.count { return nil }
      let isEqual = zip(candidate, wanted).allSatisfy {
        $0 == $1 || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) && $0 | 0x20 == $1
      }
      if isEqual { return candidate.startIndex..<candidate.endIndex }
      start = bytes.index(after: start)
    }
    return nil
  }
}
