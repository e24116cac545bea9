package import ByokCore

/// What is kept of a batch on this machine: everything but what was said.
package struct BatchRecord: Equatable, Sendable {
  package let name: BatchName
  /// Random hexadecimal digits, by which the provider's list shows whose a batch is.
  package let intent: String
  package let provider: String
  /// The name of the dialect of the requests.
  let dialect: String
  /// The address that was asked.
  package let base: String
  /// The label of the sealed key; `nil` for one of the environment.
  package let label: String?
  /// A digest of the key that only this machine can compare.
  let key: String
  /// A digest of all requests.
  package let digest: String
  package let window: String
  /// When it was made, in seconds since 1970.
  package let createdAt: Int
  /// The form that replies must have.
  let schema: JSONValue?
  package var parts: [BatchPart]

  init(
    name: BatchName, plan: BatchPlan, window: String, key: String, now: Double
  ) {
    (self.name, self.window, self.key) = (name, window, key)
    intent = Sealing.digest(of: Sealing.randomBytes(16))
    provider = plan.provider.id
    dialect = plan.dialect.name
    base = plan.base
    label = plan.label
    digest = plan.digest
    createdAt = Int(now)
    schema = plan.schema
    parts = plan.parts.map(\.part)
  }

  /// The number of requests.
  package var requests: Int { parts.reduce(0) { $0 + $1.requests } }

  /// One word for all parts.
  package var state: String {
    if parts.contains(where: { $0.state == .creating }) { return "uncertain" }
    let isOpen = parts.contains { [.planned, .uploaded].contains($0.state) }
    if isOpen { return "not submitted" }
    if parts.contains(where: { $0.state == .created }) { return "running" }
    return parts.allSatisfy { $0.state == .failed } ? "failed" : "ended"
  }

  /// The same for programs.
  package var document: JSONValue {
    var members: [String: JSONValue] = [
      "name": .string(name.text), "intent": .string(intent), "provider": .string(provider),
      "dialect": .string(dialect), "base_url": .string(base), "key_digest": .string(key),
      "digest": .string(digest), "window": .string(window),
      "created_at": .string(Timestamp(seconds: createdAt).rfc3339), "state": .string(state),
      "requests": .integer(requests), "parts": .array(parts.map(\.document)),
    ]
    members["key"] = label.map(JSONValue.string)
    members["schema"] = schema
    return .object(members)
  }

  init?(_ document: JSONValue) {
    guard let name = document["name"]?.text.flatMap(BatchName.init(argument:)),
      let intent = document["intent"]?.text, let provider = document["provider"]?.text,
      let dialect = document["dialect"]?.text, let base = document["base_url"]?.text,
      let key = document["key_digest"]?.string, let digest = document["digest"]?.text,
      let window = document["window"]?.text,
      let created = document["created_at"]?.text.flatMap(Timestamp.init(rfc3339:)),
      let list = document["parts"]?.elements
    else { return nil }
    (self.name, self.intent, self.provider, self.dialect) = (name, intent, provider, dialect)
    (self.base, self.key, self.digest, self.window) = (base, key, digest, window)
    (createdAt, label, schema) = (created.seconds, document["key"]?.text, document["schema"])
    parts = list.compactMap(BatchPart.init)
    guard parts.count == list.count, !parts.isEmpty else { return nil }
  }
}
