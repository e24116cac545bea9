package import ByokCore

/// The tokens of `byok serve`: their names, digests and limits, and what was done with them.
///
/// ```
/// byok-tokens 1
/// {"created_at":…,"digest":…,"limits":{…},"name":…,"requests":…,"spent":…}
/// ```
///
/// Nobody gets a token back from its digest. The file is only for its owner.
package struct TokenFile {
  private static let version = "byok-tokens 1"
  private static let limit = 4 << 20

  /// One line.
  package struct Entry: Sendable {
    package let token: KnownToken
    package let createdAt: Timestamp
    package var use = TokenUse()

    package init(_ token: KnownToken, createdAt: Timestamp) {
      (self.token, self.createdAt) = (token, createdAt)
    }

    /// What a listing shows; never the digest.
    package var document: JSONValue {
      var members = token.limits.document.members
      members["expires_at"] = token.limits.expiry.map {
        .string(Timestamp(seconds: Int($0)).rfc3339)
      }
      members["name"] = .string(token.name)
      members["created_at"] = .string(createdAt.rfc3339)
      members["requests"] = .integer(use.requests)
      members["cost_usd"] = .number(use.spent)
      return .object(members)
    }

    fileprivate var line: JSONValue {
      .object([
        "name": .string(token.name), "digest": .string(token.digest.text),
        "limits": token.limits.document, "created_at": .integer(createdAt.seconds),
        "spent": .number(use.spent), "requests": .integer(use.requests),
      ])
    }

    fileprivate init?(_ line: JSONValue) {
      guard let name = line["name"]?.text, let seconds = line["created_at"]?.integer,
        let digest = line["digest"]?.text.flatMap(TokenDigest.init(text:))
      else { return nil }
      let limits = BrokerLimits(line["limits"] ?? .null)
      token = KnownToken(name: name, digest: digest, limits: limits)
      createdAt = Timestamp(seconds: seconds)
      use = TokenUse(
        spent: line["spent"]?.double ?? 0, requests: line["requests"]?.integer ?? 0)
    }
  }

  private let path: FilePath
  private let clock: Clock

  /// - Throws: A usage error when there is no place for it.
  package init(_ session: Session) throws(ByokError) {
    (path, clock) = (try session.locations.brokerTokens(), session.clock)
  }

  /// The tokens, in the order of their names.
  ///
  /// - Throws: `damaged` when the file is not safe, or is none of these.
  package func entries() throws(ByokError) -> [Entry] {
    guard let bytes = try PrivateDirectory.read(path, privacy: .ownerOnly, limit: Self.limit) else {
      return []
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    guard lines.first.map({ String(decoding: $0, as: UTF8.self) }) == Self.version else {
      throw damaged
    }
    var entries: [Entry] = []
    for line in lines.dropFirst() {
      guard let entry = JSONValue(Array(line)).flatMap(Entry.init) else { throw damaged }
      entries.append(entry)
    }
    return entries
  }

  /// Changes the tokens, while no other process does.
  ///
  /// - Throws: What `change` throws; `damaged` when the file is not safe; a failure when it cannot be
  ///   written.
  package func change(
    _ change: (inout [Entry]) throws(ByokError) -> Void
  ) throws(ByokError) {
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else { return }
    let lock = try FileLock.take(for: path, in: folder, clock: clock)
    defer { _ = lock }
    AtomicFile.removeLeftovers(of: path, in: folder)
    var entries = try entries()
    try change(&entries)
    entries.sort { $0.token.name < $1.token.name }
    var bytes = Array("\(Self.version)\n".utf8)
    for entry in entries { bytes += try entry.line.json() + [UInt8(ascii: "\n")] }
    _ = try AtomicFile.replace(path, in: folder, with: bytes.span)
  }

  /// Notes what was done with tokens; those that are gone meanwhile stay so.
  ///
  /// - Throws: As ``change(_:)``.
  package func note(_ use: [String: TokenUse]) throws(ByokError) {
    let hasNews = try entries().contains { entry in
      use[entry.token.name].map(entry.use.isBefore) ?? false
    }
    guard hasNews else { return }
    try change { entries in
      for index in entries.indices {
        guard let use = use[entries[index].token.name], entries[index].use.isBefore(use) else {
          continue
        }
        entries[index].use = use
      }
    }
  }

  private var damaged: ByokError {
    ByokError(
      .damaged, "'\(path.text)' is no list of tokens",
      hint: "move it away, and add tokens again: byok serve token add NAME")
  }
}

extension TokenUse {
  /// Whether more was done since.
  fileprivate func isBefore(_ other: Self) -> Bool {
    requests < other.requests || spent + 0.000_000_5 < other.spent
  }
}
