package import ByokCore

extension ServerImport {
  /// Seals the secrets, then writes the servers.
  ///
  /// - Throws: A failure when a key of that name is kept, or something cannot be written; `locked` or
  ///   `damaged`.
  package borrowing func write() throws(ByokError) {
    if !literals.isEmpty { try seal() }
    for server in found where !server.isKnown {
      try Configuration.set(
        ["mcp", "servers", server.name], to: JSONValue.object(server.members).compactText,
        session.locations, clock: session.clock)
    }
  }

  /// The secrets, by the labels under which they would be sealed.
  ///
  /// - Throws: A failure when memory is out.
  borrowing func held() throws(ByokError) -> [String: ServerKey] {
    var keys: [String: ServerKey] = [:]
    for literal in literals {
      keys[literal.name.label] = ServerKey(
        name: literal.name.text, secret: try value(of: literal))
    }
    return keys
  }

  private borrowing func seal() throws(ByokError) {
    let (session, literals, replaces) = (session, literals, options.replaces)
    let keys = try held()
    try Keystore.update(session.keystore, create: true) { (keystore) throws(ByokError) in
      let now = Timestamp(seconds: Int(session.clock.now()))
      var kept: [String] = []
      for literal in literals {
        guard let key = keys[literal.name.label] else { continue }
        if let entry = keystore[literal.name], !replaces {
          let old = try keystore.unseal(entry)
          let isSame = old.secret.equals(key.secret) && old.baseURL == literal.address.text
          if !isSame { kept.append(literal.name.text) }
          continue
        }
        let copy = try key.secret.slice(0..<key.secret.count)
        try keystore.seal(
          SealedKey(baseURL: literal.address.text, secret: copy), as: literal.name,
          origin: literal.address.origin, kind: .apiKey, now: now)
      }
      guard kept.isEmpty else { throw .keysAreKept(kept) }
    }
  }
}

extension ByokError {
  /// Servers that are not taken over.
  package static func notImported(_ items: [ServerImport.LeftOut], from source: String) -> Self {
    let names = Set(items.map(\.called.shown)).sorted().joined(separator: ", ")
    return Self(
      .usage, "not all of \(source) was imported: \(names)",
      hint: "keep the file until nothing in it is missing")
  }
}
