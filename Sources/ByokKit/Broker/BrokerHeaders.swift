internal import ByokCore

/// Which header fields pass a broker, and which end at it.
enum BrokerHeaders {
  /// Fields that are of one connection.
  ///
  /// Source: RFC 9110, section 7.6.1.
  private static let ofConnection: Set = [
    "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
  ]
  /// Fields of requests that end here: keys, who asks, and what libcurl says itself.
  private static let ofRequests: Set = [
    "authorization", "x-api-key", "x-goog-api-key", "api-key", "proxy-authorization", "cookie",
    "accept-encoding", "expect", "host", "content-length", "x-forwarded-for", "x-forwarded-host",
    "x-forwarded-proto", "x-real-ip", "forwarded", "via", "openai-organization", "openai-project",
  ]
  /// Fields of replies that end here: what would be kept, or is said anew.
  private static let ofReplies: Set = [
    "set-cookie", "set-cookie2", "alt-svc", "strict-transport-security", "content-length",
    "cache-control", "proxy-authenticate", "www-authenticate",
  ]

  /// The fields that are passed on with a request, in their order.
  static func forwarded(_ head: RequestHead) -> [(name: String, value: String)] {
    let named = names(in: head["connection"])
    return head.fields.compactMap { field in
      let name = ASCII.lowercased(field.name)
      let ends =
        ofConnection.contains(name) || ofRequests.contains(name) || named.contains(name)
        || name.hasPrefix("proxy-") || name.hasPrefix("sec-fetch-")
      // Without a value, libcurl would take it for a field that is not to be sent.
      return ends || field.value.isEmpty ? nil : (field.name, field.value)
    }
  }

  /// The fields of a request as it is sent: those that are passed on, and the provider's own that the
  /// program does not set.
  ///
  /// What the service needs for another tool's credentials is added to a list that the program sets.
  static func sent(
    _ head: RequestHead, _ dialect: any Dialect.Type, _ provider: Provider
  ) -> [(name: String, value: String)] {
    var fields = forwarded(head)
    for own in dialect.headers + provider.headers {
      let isOwn: ((name: String, value: String)) -> Bool = {
        ASCII.lowercased($0.name) == ASCII.lowercased(own.name)
      }
      guard let index = fields.lastIndex(where: isOwn) else {
        fields.append(own)
        continue
      }
      let isListed = head.has(ASCII.lowercased(own.value), in: ASCII.lowercased(own.name))
      guard provider.usesCredentials, provider.headers.contains(where: isOwn), !isListed else {
        continue
      }
      fields[index].value += ",\(own.value)"
    }
    return fields
  }

  /// The fields that are passed on with a reply.
  static func returned(_ head: ResponseHead) -> [ResponseHead.Field] {
    let named = names(in: head.headers.filter { $0.name == "connection" }.map(\.value))
    let fields = head.headers.filter { field in
      !ofConnection.contains(field.name) && !ofReplies.contains(field.name)
        && !named.contains(field.name)
    }
    return fields + [noStore]
  }

  /// What a refusal says in its head.
  static func ofRefusal(_ refusal: BrokerRefusal) -> [ResponseHead.Field] {
    var fields: [ResponseHead.Field] = [
      .init(name: "Content-Type", value: "application/json"), noStore,
      .init(name: "X-Byok-Error", value: refusal.kind.rawValue),
    ]
    if !refusal.mayRetry { fields.append(.init(name: "x-should-retry", value: "false")) }
    if let seconds = refusal.retryAfter {
      fields.append(.init(name: "Retry-After", value: "\(seconds)"))
    }
    return fields
  }

  private static let noStore = ResponseHead.Field(name: "Cache-Control", value: "no-store")

  private static func names(in values: [String]) -> Set<String> {
    Set(
      values.flatMap { $0.split(separator: ",") }.map { word in
        ASCII.lowercased(word.filter { $0 != " " && $0 != "\t" })
      })
  }
}
