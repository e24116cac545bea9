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
  /// The most pixels on a side of an image, where the body names them.
  var pixelLimit: Int?
  /// Whether the body is a web page, or a header field says that a firewall answered.
  var isPage = false
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
  ///   - body: JSON of any shape, events, HTML, plain text or nothing.
  init(status: Int, body: [UInt8]) {
    let text = String(decoding: body, as: UTF8.self)
    let json =
      JSONValue(body) ?? ErrorPage.eventData(in: text).flatMap { JSONValue(Array($0.utf8)) }
    if let report = json.flatMap({ Self(status: status, json: $0) }) {
      self = report
    } else if let words = json?.text {
      self = Self.read(words, status: status)
    } else {
      self = Self.read(ErrorPage.text(of: text), status: status)
      isPage = ErrorPage.isPage(text)
    }
  }

  /// Reads words that came in place of JSON.
  private static func read(_ words: String, status: Int) -> Self {
    if let inner = inner(words, status: status) { return inner }
    return Self(status: status, message: words, excess: ContextOverflow(named: words))
  }

  /// Reads a JSON body; `nil` if nothing in it reports a failure.
  ///
  /// In a reply of HTTP 200, an `error` that says nothing (see ``JSONValue/saysNothing``) is none,
  /// and beside an answer only an `error` counts.
  ///
  /// Source: the shapes of <https://github.com/pydantic/pydantic-ai> recordings and the providers'
  /// pages, collected 2026-11-23: `error` as object or text, nested once more, in a list, or spread
  /// over the top level.
  init?(status: Int, json: JSONValue) {
    if let only = json.elements, only.count == 1, let first = only.first {
      self.init(status: status, json: first)
      return
    }
    guard json.isObject, let error = Self.error(in: json, status: status) else { return nil }
    let codes = Self.codes(of: error, in: json)
    guard let said = Self.message(of: error, in: json, status: status) else {
      guard error != json || status != 200 else { return nil }
      let isMute = error.saysNothing || error != json && !codes.isEmpty
      self.init(status: status, message: isMute ? "" : error.compactText, codes: codes)
      return
    }
    // Gateways hand on their provider's whole answer as the sentence.
    let inner = Self.inner(said, status: status)
    let message = Self.full(inner?.message ?? said, of: error, in: json, status: status)
    self.init(
      status: status, message: message, codes: Self.unique(codes + (inner?.codes ?? [])),
      retryAfter: Self.retryAfter(of: error) ?? inner?.retryAfter,
      requestID: json["request_id"]?.text ?? error["request_id"]?.text,
      excess: ContextOverflow(counted: error) ?? ContextOverflow(named: message),
      page: Self.page(in: error) ?? inner?.page,
      pixelLimit: error["details"]?["max_side_length_pixels"]?.count)
  }

  /// The part of a body that reports the failure; the body itself where it is spread over it.
  ///
  /// - Returns: `nil` for a reply of HTTP 200 that reports none.
  private static func error(in body: JSONValue, status: Int) -> JSONValue? {
    let places = [body["error"], body["response"]?["error"], baseResponse(of: body)]
    guard let error = places.lazy.compactMap(\.self).first(where: { !$0.saysNothing }) else {
      return status == 200 && (body.hasAnswer || body.isSuccess) ? nil : body
    }
    if words(of: error["message"]) == nil, let inner = error["error"], inner.isObject {
      return inner
    }
    return error
  }

  /// What an `error` reports that is a member of a part of a reply of HTTP 200; `nil` for nothing.
  ///
  /// - Parameter error: The member's value.
  init?(ofPart error: JSONValue?) {
    guard let error else { return nil }
    self.init(status: 200, json: .object(["error": error]))
  }

  /// What MiniMax says of every reply, if it reports a failure.
  static func baseResponse(of body: JSONValue) -> JSONValue? {
    body["base_resp"].flatMap { $0["status_code"]?.code == "0" ? nil : $0 }
  }

  /// What a sentence says that is or ends with a whole answer in JSON.
  static func inner(_ text: String, status: Int) -> Self? {
    guard let start = text.firstIndex(where: { $0 == "{" || $0 == "[" }) else { return nil }
    guard let json = JSONValue(Array(text[start...].utf8)),
      var report = Self(status: status, json: json), report.message != json.compactText
    else { return nil }
    report.message = report.message.isEmpty ? text : text[..<start] + report.message
    return report
  }
}

extension JSONValue {
  /// Whether an `error` member of this value says nothing: some servers send one with every reply.
  var saysNothing: Bool {
    switch self {
    case .null: true
    case .bool(let flag): !flag
    case .integer(let number): number == 0 || number == 200
    case .number(let number): number == 0
    case .string(let text):
      ["", "0", "200", "ok", "success", "none", "null"].contains(text.trimmed.lowercased())
    case .array(let elements): elements.allSatisfy(\.saysNothing)
    case .object(let members): members.values.allSatisfy(\.saysNothing)
    }
  }

  /// Whether a body holds an answer, in any dialect.
  fileprivate var hasAnswer: Bool {
    ["choices", "candidates", "content", "output"].contains { self[$0]?.elements?.isEmpty == false }
      || self["message"]?.isObject == true
  }

  /// Whether a body says of itself that all is well.
  fileprivate var isSuccess: Bool {
    ["code", "status", "status_code"].contains { self[$0]?.saysNothing == true }
  }
}
