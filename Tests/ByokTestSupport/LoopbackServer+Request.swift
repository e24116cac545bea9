extension LoopbackServer {
  /// One header field.
  public struct Header: Sendable, Equatable {
    /// The name as it was written.
    public var name: String
    /// The value without the blanks around it.
    public var value: String

    /// A header field.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A request as it arrived.
  public struct Request: Sendable {
    /// The method, such as `POST`.
    public var method: String
    /// The path and, after a `?`, the query, as they were written.
    public var target: String
    /// The header fields, in order.
    public var headers: [Header]
    /// The body, with any chunked coding taken off.
    public var body: [UInt8] = []

    /// The target without the query.
    public var path: String { String(target.prefix { $0 != "?" }) }

    /// The query without its `?`; empty when there is none.
    public var query: String { String(target.drop { $0 != "?" }.dropFirst()) }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The first header field of this name, whose case does not matter.
    public subscript(name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
  }
}
