package import ByokCore

/// What the program that starts a broker passes to the broker's process.
///
/// Eight digits give the length of the JSON document that follows; after it come the keys, one after
/// another, and where imported credentials are to be read and renewed, what opens the keystore. All of
/// it is in locked memory on both sides.
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
  /// - Parameter memory: What this process has learned of the keystore.
  /// - Returns: The bytes.
  /// - Throws: A failure when memory is out.
  package func content(_ memory: UnlockMemory) throws(ByokError) -> Secret {
    let tag = routes.contains(where: \.hasSealedCredentials) ? memory.storeTag : nil
    var dataKey = try Secret(randomBytes: 0)
    if let tag, let known = try memory.dataKey(of: tag) { dataKey = known }
    var places: [JSONValue] = []
    var room = 0
    for route in routes {
      let count = route.keyCount
      room += count
      places.append(
        .object([
          "provider": .string(route.provider.id), "base": .string(route.base.text),
          "source": route.source.document, "count": .integer(count),
          "credentials": route.credentials?.document ?? .null,
        ]))
    }
    let document = try JSONValue.object([
      "name": .string(token.name), "digest": .string(token.digest.text),
      "limits": token.limits.document, "routes": .array(places), "verbose": .bool(isVerbose),
      "summary": .bool(hasSummary), "store": tag.map(JSONValue.string) ?? .null,
    ]).json()
    let number = String(document.count)
    let size = String(repeating: "0", count: max(0, Self.digits - number.utf8.count)) + number
    let all = Self.digits + document.count + room + dataKey.count
    return try Secret.collecting(capacity: all) { emit in
      for byte in size.utf8 { emit(byte) }
      for byte in document { emit(byte) }
      for route in routes where route.keyCount > 0 {
        route.withKey { key in for index in key.indices { emit(key[index]) } }
      }
      dataKey.withBytes { key in for index in key.indices { emit(key[index]) } }
    }
  }

  /// Reads a plan.
  ///
  /// - Parameters:
  ///   - content: What ``content(_:)`` made.
  ///   - session: The outside world; it learns what opens the keystore.
  ///   - configuration: The configuration.
  /// - Throws: A failure when it is none; a usage error when a provider is not known any more.
  package init(
    _ content: borrowing Secret, _ session: Session, _ configuration: Configuration
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
    let reader = RouteReader(session, configuration)
    var start = Self.digits + size
    for place in places {
      guard let count = place["count"]?.count, start + count <= total else {
        throw .unreadablePlan
      }
      routes.append(try reader.route(place, try content.slice(start..<(start + count))))
      start += count
    }
    guard let tag = document["store"]?.text, start < total else { return }
    try session.keystore.memory.keep(try content.slice(start..<total), of: tag)
  }
}

/// Makes routes of what a plan says of them.
private struct RouteReader {
  let providers: ProviderList
  let transport: any Transport
  let credentialLookup: CredentialLookup

  init(_ session: Session, _ configuration: Configuration) {
    providers = ProviderList(configuration)
    transport = session.transport(configuration)
    credentialLookup = CredentialLookup(session, configuration)
  }

  func route(
    _ place: JSONValue, _ secret: consuming Secret
  ) throws(ByokError) -> BrokerRoute {
    guard let id = place["provider"]?.text, let base = place["base"]?.text else {
      throw .unreadablePlan
    }
    let provider = try providers.find(id)
    var key = ChosenKey(
      secret: secret, source: place["source"].flatMap(KeySource.init) ?? .notNeeded,
      base: try BaseURL(base, from: id))
    if let choice = place["credentials"].flatMap(CredentialLookup.Choice.init),
      let tool = CredentialTool.with(id: id)
    {
      key.credential = try credentialLookup.source(of: tool, choice)
    }
    return try BrokerRoute(provider, key, transport)
  }
}

extension BrokerRoute {
  /// Whether its credentials are in the keystore.
  fileprivate var hasSealedCredentials: Bool {
    if case .credential(let name) = source { name.label != nil } else { false }
  }
}

extension CredentialLookup.Choice {
  /// As JSON.
  fileprivate var document: JSONValue {
    switch self {
    case .best: .object([:])
    case .label(let label): .object(["label": .string(label)])
    case .file(let path): .object(["file": .string(path)])
    }
  }

  /// Reads what ``document`` has written.
  fileprivate init?(_ document: JSONValue) {
    guard document != .null else { return nil }
    if let label = document["label"]?.text {
      self = .label(label)
    } else if let path = document["file"]?.text {
      self = .file(path)
    } else {
      self = .best
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
    case .credential(let name):
      .object([
        "tool": .string(name.toolID), "place": .string(name.place),
        "label": name.label.map(JSONValue.string) ?? .null,
      ])
    case .notNeeded: .null
    }
  }

  /// Reads what ``document`` has written.
  fileprivate init?(_ document: JSONValue) {
    if let variable = document["variable"]?.text {
      self = .environment(variable: variable)
    } else if let provider = document["provider"]?.text, let label = document["label"]?.text {
      self = .keystore(KeyName(provider: provider, label: label))
    } else if let tool = document["tool"]?.text, let place = document["place"]?.text {
      let label = document["label"]?.text
      self = .credential(CredentialName(toolID: tool, place: place, label: label))
    } else {
      return nil
    }
  }
}
