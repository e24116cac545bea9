internal import ByokCore

/// What a provider says about a failure, whatever shape it says it in.
package struct ErrorReport: Equatable, Sendable {
  /// The HTTP status; 200 for an error inside of a reply.
  var status: Int
  /// The provider's sentence; empty if it said nothing.
  var message: String
  /// Codes, types and reasons, as the provider spells them.
  var codes: [String] = []
  /// The wait that the body names, in seconds.
  var retryAfter: Double?
  /// The provider's name for the request, where the body gives one.
  var requestID: String?
  /// How far the prompt is too long, where the body counts it.
  var excess: ContextOverflow?
  /// The page that the body sends the user to, for an appeal or to switch something on.
  var page: String?
  /// The id of the provider that says it; empty where it does not matter.
  var provider = ""

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
    let json = JSONValue(body)
    if let report = json.flatMap({ Self(status: status, json: $0) }) {
      self = report
    } else {
      let text = json?.text ?? ErrorPage.text(of: String(decoding: body, as: UTF8.self))
      self.init(status: status, message: text, excess: ContextOverflow(named: text))
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
    var error = json["error"] ?? json["response"]?["error"] ?? json
    if error["message"] == nil, let inner = error["error"], inner.isObject { error = inner }
    guard let said = Self.message(of: error, in: json) else {
      guard error != json, error != .null else { return nil }
      self.init(status: status, message: "", codes: Self.codes(of: error, in: json))
      return
    }
    // Gateways hand on their provider's whole answer as the sentence.
    let inner = Self.inner(said, status: status)
    let message = inner?.message ?? said
    self.init(
      status: status, message: Self.withUpstream(error, message),
      codes: Self.unique(Self.codes(of: error, in: json) + (inner?.codes ?? [])),
      retryAfter: Self.retryAfter(of: error) ?? inner?.retryAfter,
      requestID: json["request_id"]?.text ?? error["request_id"]?.text,
      excess: ContextOverflow(counted: error) ?? ContextOverflow(named: message),
      page: Self.page(in: error)
    )
  }

  private static func inner(_ text: String, status: Int) -> Self? {
    guard text.first == "{" || text.first == "[", let json = JSONValue(Array(text.utf8)) else {
      return nil
    }
    return Self(status: status, json: json)
  }

  private static func message(of error: JSONValue, in body: JSONValue) -> String? {
    let places: [JSONValue?] = [
      error["message"], error.isObject ? nil : error, body["message"], body["detail"],
      baseResponse(of: body)?["status_msg"], body["errors"], body["title"],
    ]
    let words = places.lazy.compactMap { $0.flatMap(plainText) }.first
    // Some put a word into `error` and the sentence beside it.
    guard let words, error.text != nil, let more = body["message"].flatMap(plainText) else {
      return words
    }
    return words == more ? words : "\(words): \(more)"
  }

  /// The sentence, with that of the provider behind a gateway that only says that it failed.
  private static func withUpstream(_ error: JSONValue, _ message: String) -> String {
    guard let raw = error["metadata"]?["raw"].flatMap(plainText) else { return message }
    let said = inner(raw, status: 0)?.message ?? raw
    return said.isEmpty || message.contains(said) ? message : "\(message): \(said)"
  }

  /// What MiniMax says of every reply, if it tells of a failure.
  private static func baseResponse(of body: JSONValue) -> JSONValue? {
    body["base_resp"].flatMap { $0["status_code"]?.code == "0" ? nil : $0 }
  }

  /// The words of a text, or of a list of texts or complaints.
  private static func plainText(_ value: JSONValue) -> String? {
    if let text = value.text { return text }
    guard let elements = value.elements else { return nil }
    let texts = elements.compactMap { $0.text ?? $0["msg"]?.text ?? $0["message"]?.text }
    return texts.isEmpty ? nil : texts.joined(separator: "; ")
  }
}

// MARK: Codes and waits

extension ErrorReport {
  private static func codes(of error: JSONValue, in body: JSONValue) -> [String] {
    var codes = [error, body].flatMap { place in
      ["code", "type", "status", "reason", "status_code"].compactMap { place[$0]?.code }
    }
    for detail in error["details"]?.elements ?? [] {
      codes += [detail["reason"]?.code].compactMap(\.self)
      codes += (detail["violations"]?.elements ?? []).compactMap { $0["quotaId"]?.code }
    }
    // What a moderated prompt is told by is not a word, but that there are reasons.
    codes += ["reasons", "patterns"].filter { error["metadata"]?[$0] != nil }
      .map { "metadata." + $0 }
    let more = [
      error["innererror"]?["code"], error["metadata"]?["error_type"], error["metadata"]?["raw"],
      error["availability"]?["code"], baseResponse(of: body)?["status_code"],
      body["errors"]?.elements?.first?["code"],
    ]
    return unique(codes + more.compactMap { $0?.code })
  }

  /// Source: google.rpc.ErrorInfo and google.rpc.Help; the names are those of Google's own clients.
  private static func page(in error: JSONValue) -> String? {
    let names = ["appeal_url", "activationUrl", "validation_link", "validationUrl"]
    let pages = (error["details"]?.elements ?? []).flatMap { detail in
      names.map { detail["metadata"]?[$0]?.text }
        + (detail["links"]?.elements ?? []).map { $0["url"]?.text }
    }
    return pages.lazy.compactMap { $0 }.first { $0.hasPrefix("https://") }
      .map { Sanitizer.oneLine($0) }
  }

  private static func unique(_ codes: [String]) -> [String] {
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
}
