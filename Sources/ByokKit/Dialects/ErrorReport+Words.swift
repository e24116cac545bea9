internal import ByokCore

// The words of a failure.

extension ErrorReport {
  /// Where a sentence may be, the likeliest first.
  private static let wordMembers = [
    "message", "msg", "Message", "faultstring", "error", "detail", "error_description",
    "error_message",
    "errorMessage", "error_msg", "errmsg", "err_msg", "status_msg", "retmsg", "ret_msg", "errors",
    "title", "reason", "description", "text", "Error", "ResponseMetadata", "fault",
    "exception", "innererror", "cause", "info",
  ]

  /// The same at the top of a body, whose `error` says nothing.
  private static let topMembers = wordMembers.filter { $0 != "error" }

  /// Where a reply of HTTP 200 has members of its own.
  private static let replyMembers: Set = ["reason", "description", "text", "cause", "info"]

  /// The sentence of a body; `nil` where it has none.
  static func message(of error: JSONValue, in body: JSONValue, status: Int) -> String? {
    guard error != body else {
      guard status == 200 else { return words(of: body, among: topMembers) }
      // The message of a reply is an object, and is no sentence.
      let names = topMembers.filter {
        !replyMembers.contains($0) && ($0 != "message" || body[$0]?.isObject != true)
      }
      return words(of: body, among: names)
    }
    guard let own = words(of: error) else {
      return words(of: body, among: ["message", "msg", "detail", "errors", "title"])
    }
    // Some put a word into `error` and the sentence beside it.
    guard error.text != nil,
      let more = ["message", "msg", "error_description", "detail"].lazy
        .compactMap({ words(of: body[$0]) }).first
    else { return own }
    return added(more, to: own)
  }

  /// The sentence, with what other members add to it.
  static func full(
    _ message: String, of error: JSONValue, in body: JSONValue, status: Int
  ) -> String {
    var message = message
    let raw = error["metadata"]?["raw"].flatMap { words(of: $0) }
    let more = [
      // A gateway only says that its provider failed.
      raw.map { inner($0, status: 0)?.message ?? $0 },
      error["misalignment"]?["detailed_explanation"]?.text,
      error["details"]?.text, error["detail"]?.text, words(of: error["errors"]),
      words(of: body["detail"]), words(of: body["errors"]),
    ]
    for words in more.compactMap(\.self) { message = added(words, to: message) }
    guard let field = error["param"]?.text ?? error["field"]?.text,
      [200, 400, 422].contains(status)
    else { return message }
    return about(field, message)
  }

  private static func added(_ more: String, to words: String) -> String {
    if words.contains(more) { return words }
    return more.contains(words) ? more : "\(words): \(more)"
  }

  /// Words with the field that they are about, which they may name themselves.
  private static func about(_ field: String, _ words: String) -> String {
    let isPart = { (character: Character) in character.isLetter || "_.[]".contains(character) }
    let names = words.split { !isPart($0) && !$0.isNumber }
    let isNamed = names.contains { $0.lowercased() == field.lowercased() }
    return isNamed || field.isEmpty ? words : "\(field): \(words)"
  }

  /// The words of a text, a list, a complaint, or an object with a list for each field; `nil` where
  /// there are none.
  static func words(of value: JSONValue?) -> String? {
    switch value {
    case .string(let text): return text.allSatisfy(\.isWhitespace) ? nil : text
    case .array(let elements): return joined(elements.compactMap { complaint(in: $0) })
    case .object(let members):
      let isByField =
        members.values.allSatisfy { $0.elements != nil }
        && members.keys.contains { !wordMembers.contains($0) }
      guard isByField else {
        let words = words(of: .object(members), among: wordMembers)
        return members["loc"] == nil ? words : words.map { about(place(in: value), $0) }
      }
      let fields = members.sorted { $0.key < $1.key }
      return joined(fields.compactMap { field, list in words(of: list).map { about(field, $0) } })
    default: return nil
    }
  }

  private static func joined(_ texts: [String]) -> String? {
    texts.isEmpty ? nil : texts.joined(separator: "; ")
  }

  /// The words of an object's first member that has any.
  private static func words(of object: JSONValue, among names: [String]) -> String? {
    names.lazy.compactMap { name in
      guard let value = object[name] else { return nil }
      // What is not known to hold words is shown as it is, rather than nothing.
      return words(of: value) ?? (value.isObject && !value.saysNothing ? value.compactText : nil)
    }.first
  }

  /// One of several complaints, with the place that it names, as `messages.0.content`.
  ///
  /// Source: <https://docs.pydantic.dev/latest/errors/errors/>, and FastAPI, which begins the place
  /// with the part of the request.
  private static func complaint(in value: JSONValue) -> String? {
    words(of: value).map { about(place(in: value), $0) }
  }

  private static func place(in complaint: JSONValue?) -> String {
    let place = ["loc", "field", "param", "path"].lazy.compactMap { complaint?[$0] }.first
    var parts = place?.elements?.compactMap(\.code) ?? [place?.text].compactMap(\.self)
    if parts.first == "body" { parts.removeFirst() }
    return parts.joined(separator: ".")
  }
}
