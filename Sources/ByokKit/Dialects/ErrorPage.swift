internal import ByokCore

/// The words of an answer that is not JSON.
enum ErrorPage {
  /// The title of a web page, or else its visible words; other text as it is.
  static func text(of page: String) -> String {
    guard page.first(where: { !$0.isWhitespace }) == "<" else { return page }
    let title = element("title", in: page)
    if let title, !title.allSatisfy(\.isWhitespace) { return String(title) }
    return visibleWords(of: page)
  }

  private static func visibleWords(of page: String) -> String {
    var words = ""
    var rest = page.prefix(8192)
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

  /// What stands between an element's tags; all the rest where it is not closed.
  private static func element(_ name: String, in page: String) -> Substring? {
    guard let start = range(of: "<\(name)>", in: page[...])?.upperBound else { return nil }
    return page[start...].prefix { $0 != "<" }
  }

  /// The first place where `needle`, in lower case ASCII, stands in any case.
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
