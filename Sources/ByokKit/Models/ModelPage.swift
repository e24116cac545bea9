internal import ByokCore

/// One page of a provider's list of models.
struct ModelPage {
  private let document: JSONValue
  private let shape: ModelList.Shape
  /// The rows, of which each is one model.
  let rows: [JSONValue]

  /// Reads an answer; `nil` where it holds no list, in none of the forms that providers use.
  init?(_ document: JSONValue, shape: ModelList.Shape) {
    let places = [
      document, document["data"], document["models"], document["result"],
      document["output"]?["models"],
    ]
    guard let rows = places.lazy.compactMap({ $0?.elements }).first else { return nil }
    (self.document, self.shape, self.rows) = (document, shape, rows)
  }

  /// What a query says to have the page after this one; `nil` after the last.
  ///
  /// - Parameters:
  ///   - number: This page's, from 1 on.
  ///   - count: How many models there were so far.
  /// - Returns: A query's field and value.
  func next(after number: Int, count: Int) -> String? {
    switch shape {
    case .openAI, .array, .ollama: return nil
    case .anthropic:
      guard document["has_more"] == .bool(true) else { return nil }
      return document["last_id"]?.text.map { "after_id=\(Self.encoded($0))" }
    case .gemini: return document["nextPageToken"]?.text.map { "pageToken=\(Self.encoded($0))" }
    case .cohere: return document["next_page_token"]?.text.map { "page_token=\(Self.encoded($0))" }
    case .dashScope:
      let total = document["output"]?["total"]?.integer ?? .max
      return count < total ? "page_no=\(number + 1)" : nil
    case .cloudflare:
      let total = document["result_info"]?["total_count"]?.integer ?? .max
      return count < total ? "page=\(number + 1)" : nil
    }
  }

  /// Source: RFC 3986, section 2.3.
  private static func encoded(_ text: String) -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
    return text.utf8.map { byte in
      if plain.contains(byte) { return String(Character(Unicode.Scalar(byte))) }
      return (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}
