/// What a provider says about a failure, whatever shape it says it in.
struct ErrorReport: Equatable, Sendable {
  /// The HTTP status; 200 for an error inside of a reply.
  var status: Int
  /// The provider's sentence; empty if it said nothing.
  var message: String
  /// Codes, types and reasons, as the provider spells them.
  var codes: [String] = []
  /// The wait that the body names, in seconds.
  var retryAfter: Double?

  /// Message and codes in lower case, to search in.
  var searchText: String { ([message] + codes).joined(separator: "\n").lowercased() }
}

extension ErrorReport {
  /// Reads the body of a failed answer.
  ///
  /// - Parameters:
  ///   - status: The HTTP status.
  ///   - body: JSON of any shape, HTML, plain text or nothing.
  init(status: Int, body: [UInt8]) {
    if let json = JSONValue(body), let report = Self(status: status, json: json) {
      self = report
    } else {
      self.init(status: status, message: Self.text(ofPage: String(decoding: body, as: UTF8.self)))
    }
  }

  /// Reads a JSON body; `nil` if nothing in it tells of a failure.
  ///
  /// Source: the shapes of <https://github.com/pydantic/pydantic-ai> recordings and the providers'
  /// pages, collected 2026-11-23: `error` as object or text, nested once more, in a list, or spread
  /// over the top level.
  init?(status: Int, json: JSONValue) {
    if let only = json.elements, only.count == 1, let first = only.first {
      self.init(status: status, json: first)
      return
    }
    guard json.isObject else { return nil }
    var error = json["error"] ?? json
    if error["message"] == nil, let inner = error["error"], inner.isObject { error = inner }
    guard let message = Self.message(of: error, in: json) else {
      guard json["error"] != nil else { return nil }
      self.init(status: status, message: "", codes: Self.codes(of: error, in: json))
      return
    }
    self.init(
      status: status, message: message, codes: Self.codes(of: error, in: json),
      retryAfter: Self.retryAfter(of: error))
  }

  private static func message(of error: JSONValue, in body: JSONValue) -> String? {
    let places: [JSONValue?] = [
      error["message"], error.text.map(JSONValue.string), body["message"], body["detail"],
      baseResponse(of: body)?["status_msg"], body["errors"]?.elements?.first?["message"],
      body["title"],
    ]
    for place in places {
      if let text = place.flatMap(plainText) { return text }
    }
    return nil
  }

  /// What MiniMax says of every reply, if it tells of a failure.
  private static func baseResponse(of body: JSONValue) -> JSONValue? {
    body["base_resp"].flatMap { $0["status_code"]?.code == "0" ? nil : $0 }
  }

  /// The words of a text, of a text that is JSON itself, or of a list of texts or complaints.
  private static func plainText(_ value: JSONValue) -> String? {
    if let text = value.text {
      guard text.hasPrefix("{"), let inner = JSONValue(Array(text.utf8)) else { return text }
      return message(of: inner["error"] ?? inner, in: inner) ?? text
    }
    guard let elements = value.elements else { return nil }
    let texts = elements.compactMap { $0.text ?? $0["msg"]?.text ?? $0["message"]?.text }
    return texts.isEmpty ? nil : texts.joined(separator: "; ")
  }

  private static func codes(of error: JSONValue, in body: JSONValue) -> [String] {
    var codes = [error, body].flatMap { place in
      ["code", "type", "status", "reason"].compactMap { place[$0]?.code }
    }
    for detail in error["details"]?.elements ?? [] {
      codes += [detail["reason"]?.code].compactMap(\.self)
      codes += (detail["violations"]?.elements ?? []).compactMap { $0["quotaId"]?.code }
    }
    // What a moderated prompt is told by is not a word, but that there are reasons.
    codes += ["reasons", "patterns"].filter { error["metadata"]?[$0] != nil }
      .map { "metadata." + $0 }
    let more = [
      error["metadata"]?["error_type"], error["metadata"]?["raw"], error["availability"]?["code"],
      baseResponse(of: body)?["status_code"], body["errors"]?.elements?.first?["code"],
    ]
    codes += more.compactMap { $0?.code }
    var seen: Set<String> = []
    return codes.filter { seen.insert($0).inserted }
  }

  private static func retryAfter(of error: JSONValue) -> Double? {
    let seconds =
      error["metadata"]?["retry_after_seconds"]?.double
      ?? error["availability"]?["retry_after"]?.double
      ?? error["details"]?.elements?.lazy.compactMap { $0["retryDelay"]?.text }.first
      .flatMap(RetryWait.duration)
    return seconds.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
  }

  /// The visible words of an HTML page's title, or the text itself.
  private static func text(ofPage page: String) -> String {
    guard page.contains("<") else { return page }
    if let start = page.range(of: "<title>", caseInsensitive: true)?.upperBound,
      let end = page[start...].firstIndex(of: "<")
    {
      return String(page[start..<end])
    }
    var words = ""
    var isInTag = false
    for character in page.prefix(4096) {
      if character == "<" { isInTag = true }
      if !isInTag { words.append(character) }
      if character == ">" { isInTag = false }
    }
    return words
  }
}

extension String {
  /// The first place where `needle`, in lower case ASCII, stands in any case.
  fileprivate func range(of needle: String, caseInsensitive: Bool) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      let candidate = self[start...].prefix(needle.count)
      if candidate.lowercased() == needle { return candidate.startIndex..<candidate.endIndex }
      start = index(after: start)
    }
    return nil
  }
}
