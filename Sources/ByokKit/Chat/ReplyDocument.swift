internal import ByokCore

/// A JSON document in a reply.
struct ReplyDocument {
  /// As the model wrote it.
  let text: String
  let value: JSONValue

  /// More documents than that are not one that words surround.
  private static let limit = 1000

  /// The document that the text is, if it is one.
  static func whole(_ text: Substring) -> [Self] {
    let whole = String(text).trimmed
    guard let value = try? JSONValue(strict: Array(whole.utf8)) else { return [] }
    return [Self(text: whole, value: value)]
  }

  /// The documents that fenced blocks are.
  static func fenced(in text: Substring) -> [Self] {
    FencedBlock.all(in: text, limit: limit).flatMap { whole($0[...]) }
  }

  /// The objects and arrays that are among words, none within another.
  ///
  /// What begins like one and is none is passed over as far as it could be read, so that each byte
  /// is read once, and no part of a broken document is taken for a whole one.
  static func amongWords(in text: Substring) -> [Self] {
    let bytes = Array(text.utf8)
    var documents: [Self] = []
    var position = 0
    while position < bytes.count, documents.count <= limit {
      guard mayBegin(at: position, bytes.span) else {
        position += 1
        continue
      }
      var reader = JSONReader(bytes.span, .strict)
      reader.position = position
      do throws(JSONFlaw) {
        let value = try reader.value(bytes.span)
        let document = String(decoding: bytes[position..<reader.position], as: UTF8.self)
        documents.append(Self(text: document, value: value))
        position = reader.position
      } catch {
        position = max(position + 1, reader.position, error.offset)
      }
    }
    return documents.count <= limit ? documents : []
  }

  /// Whether an object or array may begin there, as it does not in `the signs "{" and "}"`.
  private static func mayBegin(at position: Int, _ bytes: Span<UInt8>) -> Bool {
    let isObject = bytes[position] == UInt8(ascii: "{")
    guard isObject || bytes[position] == UInt8(ascii: "[") else { return false }
    var reader = JSONReader(bytes, .strict)
    reader.position = position + 1
    guard reader.peek(bytes) == UInt8(ascii: "\"") else { return true }
    guard (try? reader.string(bytes)) != nil, let next = reader.peek(bytes) else { return false }
    return (isObject ? ":" : ",]").utf8.contains(next)
  }
}

/// Looks for the one document in a reply that a schema asks for.
struct DocumentSearch {
  private let schema: JSONSchema
  private var budget: SchemaBudget
  /// What is wrong with the largest document that does not fit: it is the likeliest to be meant.
  private var broken: (size: Int, flaws: [String])?

  init(_ schema: JSONSchema, _ budget: SchemaBudget) {
    (self.schema, self.budget) = (schema, budget)
  }

  /// Looks at the whole reply, then at parts of it, until a document fits.
  ///
  /// - Throws: That the budget is spent.
  mutating func run(in text: String) throws(SchemaBudget.Exhausted) -> ReplyForm.Finding {
    if let finding = try finding(among: ReplyDocument.whole(text[...])) { return finding }
    // What a model thought before its answer counts where there is no other document.
    for part in Self.parts(of: text) where broken == nil {
      for documents in [ReplyDocument.whole, ReplyDocument.fenced, ReplyDocument.amongWords] {
        if let finding = try finding(among: documents(part)) { return finding }
      }
    }
    let isEmpty = text.allSatisfy(\.isWhitespace)
    return .breaks(broken?.flaws ?? [isEmpty ? "it is empty" : "it is not a JSON document"])
  }

  /// What follows the last tag that ends thinking, whose beginning may not have come; then all.
  private static func parts(of text: String) -> [Substring] {
    var answer = text[...]
    while let tag = answer.firstRange(of: ThinkTags.closing) { answer = answer[tag.upperBound...] }
    return answer.startIndex == text.startIndex ? [answer] : [answer, text[...]]
  }

  /// What comes of documents; `nil` if none of them fits.
  private mutating func finding(
    among documents: [ReplyDocument]
  ) throws(SchemaBudget.Exhausted) -> ReplyForm.Finding? {
    var fitting: [ReplyDocument] = []
    for document in documents {
      let violations = try schema.violations(in: document.value, &budget)
      if violations.isEmpty {
        fitting.append(document)
      } else if document.text.utf8.count > broken?.size ?? 0 {
        broken = (document.text.utf8.count, violations.map(\.text))
      }
    }
    guard let first = fitting.first else { return nil }
    guard fitting.allSatisfy({ $0.value == first.value }) else {
      return .breaks(["it holds different JSON documents that match the schema"])
    }
    return .fits(first.text)
  }
}
