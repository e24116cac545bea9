extension ByokError {
  /// The failure as JSON, with what came before it: `{…, "error": {…}}`.
  package var document: JSONValue {
    let error: [String: JSONValue] = [
      "kind": .string(kind.name), "message": .string(message),
      "provider": (provider?.id).map(JSONValue.string) ?? .null,
      "http_status": provider?.httpStatus.map(JSONValue.integer) ?? .null,
      "retry_after_s": provider?.retryAfter.map(JSONValue.number) ?? .null,
      "hint": hints.first.map(JSONValue.string) ?? .null,
    ]
    guard case .object(var members)? = partialResult else {
      return .object(["error": .object(error)])
    }
    members["error"] = .object(error)
    return .object(members)
  }

  /// The failure as the last of the lines of `--ndjson`.
  package var event: JSONValue {
    .object(["type": .string("error"), "error": document["error"] ?? .null])
  }
}
