internal import ByokCore
internal import ByokKit

/// A request as a dry run shows it: what would be sent, but for the key.
struct RequestText {
  private let http: HTTPRequest
  private let fields: [(name: String, value: String)]

  /// - Parameters:
  ///   - endpoint: What would be asked.
  ///   - client: Who would ask it.
  ///   - key: With which key, and where.
  /// - Throws: A failure when the body cannot be written.
  init(
    _ endpoint: some Endpoint, _ client: ProviderClient, key: borrowing ChosenKey
  ) throws(ByokError) {
    http = try client.httpRequest(endpoint, base: key.base)
    fields = Self.keyField(of: key.source, client) + http.headers
  }

  /// An object with method, address, header fields and body.
  var members: [String: JSONValue] {
    let headers = fields.map { ($0.name, JSONValue.string($0.value)) }
    return [
      "method": .string(http.method), "url": .string(http.url),
      "headers": .object(Dictionary(headers) { $1 }), "body": JSONValue(http.body) ?? .null,
    ]
  }

  /// The request line, the header fields and the body.
  ///
  /// - Throws: A failure when the body cannot be written.
  func text() throws(ByokError) -> String {
    let lines = ["\(http.method) \(http.url)"] + fields.map { "\($0.name): \($0.value)" }
    let body = try (JSONValue(http.body) ?? .null).json(pretty: true)
    return lines.joined(separator: "\n") + "\n\n\(String(decoding: body, as: UTF8.self))\n"
  }

  private static func keyField(
    of source: KeySource, _ client: ProviderClient
  ) -> [(name: String, value: String)] {
    guard let label = source.shortName else { return [] }
    let prefix = source.header(for: client.provider, client.dialect).prefix
    let name = prefix.prefix { $0 != ":" }
    let scheme = prefix.dropFirst(name.count + 1).drop { $0 == " " }
    return [(String(name), "\(scheme)•••• \(label)")]
  }
}
