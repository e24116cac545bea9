/// Shows the request that would be sent, without the key.
struct ChatRehearsal {
  let exchange: ChatExchange
  let request: ChatRequest

  /// - Parameters:
  ///   - key: The key that would be sent, of which only the label is shown.
  ///   - asJSON: Whether a program reads it.
  /// - Returns: The request line, the header fields and the body; or an object with the same.
  /// - Throws: A failure when the request cannot be written.
  func text(key: borrowing ChosenKey, asJSON: Bool) throws(ByokError) -> String {
    let http = try exchange.httpRequest(request, base: key.base)
    let fields = keyField(of: key.source) + http.headers
    guard let body = JSONValue(http.body) else { return "" }
    guard !asJSON else {
      let headers = fields.map { ($0.name, JSONValue.string($0.value)) }
      let document = JSONValue.object([
        "method": .string(http.method), "url": .string(http.url),
        "headers": .object(Dictionary(headers) { $1 }), "body": body,
      ])
      return String(decoding: try document.json(), as: UTF8.self) + "\n"
    }
    let lines = ["\(http.method) \(http.url)"] + fields.map { "\($0.name): \($0.value)" }
    let pretty = String(decoding: try body.json(pretty: true), as: UTF8.self)
    return lines.joined(separator: "\n") + "\n\n\(pretty)\n"
  }

  private func keyField(of source: KeySource) -> [(name: String, value: String)] {
    guard let label = source.shortName else { return [] }
    let prefix = (exchange.provider.keyHeader ?? exchange.wire.keyHeader).prefix
    let name = prefix.prefix { $0 != ":" }
    let scheme = prefix.dropFirst(name.count + 1).drop { $0 == " " }
    return [(String(name), "\(scheme)•••• \(label)")]
  }
}
