package import ByokCore

/// What the program that starts a broker passes to the broker's process.
///
/// Eight digits give the length of the JSON document that follows; after it come the keys, one after
/// another. All of it is in locked memory on both sides.
package struct BrokerPlan {
  private static let digits = 8

  /// The one token.
  package var token: KnownToken
  /// The providers with their keys.
  package var routes: [BrokerRoute]
  /// Whether what happens is reported.
  package var isVerbose = false
  /// Whether a line at the end says what was spent.
  package var hasSummary = false

  package init(_ token: KnownToken, _ routes: [BrokerRoute]) {
    (self.token, self.routes) = (token, routes)
  }

  /// The plan as bytes.
  ///
  /// - Throws: A failure when memory is out.
  package func content() throws(ByokError) -> Secret {
    var places: [JSONValue] = []
    var room = 0
    for route in routes {
      let count = route.keyCount
      room += count
      places.append(
        .object([
          "provider": .string(route.provider.id), "base": .string(route.base.text),
          "source": route.source.document, "count": .integer(count),
        ]))
    }
    let document = try JSONValue.object([
      "name": .string(token.name), "digest": .string(token.digest.text),
      "limits": token.limits.document, "routes": .array(places), "verbose": .bool(isVerbose),
      "summary": .bool(hasSummary),
    ]).json()
    let number = String(document.count)
    let size = String(repeating: "0", count: max(0, Self.digits - number.utf8.count)) + number
    return try Secret.collecting(capacity: Self.digits + document.count + room) { emit in
      for byte in size.utf8 { emit(byte) }
      for byte in document { emit(byte) }
      for route in routes { route.withKey { key in for index in key.indices { emit(key[index]) } } }
    }
  }

  /// Reads a plan.
  ///
  /// - Parameters:
  ///   - content: What ``content()`` made.
  ///   - providers: The providers that are known.
  ///   - transport: How they are reached.
  /// - Throws: A failure when it is none; a usage error when a provider is not known any more.
  package init(
    _ content: borrowing Secret, _ providers: ProviderList, _ transport: any Transport
  ) throws(ByokError) {
    let total = content.count
    let digits = content.withBytes { bytes in
      Array(copying: bytes.extracting(first: min(Self.digits, total)))
    }
    let text = String(decoding: digits, as: UTF8.self)
    guard let size = Int(text), (0...max(0, total - Self.digits)).contains(size) else {
      throw .unreadablePlan
    }
    let bytes = content.withBytes { bytes in
      Array(copying: bytes.extracting(Self.digits..<(Self.digits + size)))
    }
    guard let document = JSONValue(bytes), let name = document["name"]?.text,
      let digest = document["digest"]?.text.flatMap(TokenDigest.init(text:)),
      let places = document["routes"]?.elements
    else { throw .unreadablePlan }
    let limits = BrokerLimits(document["limits"] ?? .null)
    token = KnownToken(name: name, digest: digest, limits: limits)
    isVerbose = document["verbose"]?.flag ?? false
    hasSummary = document["summary"]?.flag ?? false
    routes = []
    var start = Self.digits + size
    for place in places {
      guard let id = place["provider"]?.text, let base = place["base"]?.text,
        let count = place["count"]?.count, start + count <= total
      else { throw .unreadablePlan }
      let source = place["source"].flatMap(KeySource.init) ?? .notNeeded
      let key = ChosenKey(
        secret: try content.slice(start..<(start + count)), source: source,
        base: try BaseURL(base, from: id))
      start += count
      routes.append(try BrokerRoute(try providers.find(id), key, transport))
    }
  }
}

extension ByokError {
  fileprivate static let unreadablePlan = Self(
    .usage, "'__broker' is only for byok exec --broker")
}

extension KeySource {
  /// As JSON, without any secret.
  fileprivate var document: JSONValue {
    switch self {
    case .environment(let variable): .object(["variable": .string(variable)])
    case .keystore(let name):
      .object(["provider": .string(name.provider), "label": .string(name.label)])
    case .credential, .notNeeded: .null
    }
  }

  /// Reads what ``document`` has written.
  fileprivate init?(_ document: JSONValue) {
    if let variable = document["variable"]?.text {
      self = .environment(variable: variable)
    } else if let provider = document["provider"]?.text, let label = document["label"]?.text {
      self = .keystore(KeyName(provider: provider, label: label))
    } else {
      return nil
    }
  }
}
