internal import ByokCore

/// One document with all requests.
///
/// Source: <https://platform.claude.com/docs/en/api/creating-message-batches>; anthropic-sdk-python
/// 009b035, read 2026-11-29.
enum MessagesBatch: BatchShape {
  static var separator: [UInt8] { Array(",\n".utf8) }
  static var uploads: Bool { false }
  /// Neither the batch nor the list says whose it is.
  static var hasMark: Bool { false }

  static func line(id: String, _ body: [UInt8], endpoint: String) -> [UInt8] {
    Array("{\"custom_id\":\"\(id)\",\"params\":".utf8) + body + [UInt8(ascii: "}")]
  }

  static func upload(name: String) -> BatchUpload { BatchUpload(path: "", before: "") }

  static func creation(_ part: BatchPart, intent: String, window: String) -> BatchUpload {
    BatchUpload(path: "/messages/batches", before: "{\"requests\":[", behind: "]}")
  }

  static func path(of id: String) -> String { "/messages/batches/\(id)" }

  static func cancellation(of id: String) -> (method: String, path: String) {
    ("POST", path(of: id) + "/cancel")
  }

  static func list(after cursor: String?) -> String {
    "/messages/batches?limit=100" + (cursor.map { "&after_id=\($0)" } ?? "")
  }

  static func page(
    _ document: JSONValue, after cursor: String?
  ) -> (jobs: [BatchJob], next: String?) {
    let jobs = (document["data"]?.elements ?? []).compactMap(job)
    return (jobs, document["has_more"]?.flag == true ? document["last_id"]?.text : nil)
  }

  static func job(_ document: JSONValue) -> BatchJob? {
    guard let id = document["id"]?.text else { return nil }
    var job = BatchJob(id: id)
    job.status = document["processing_status"]?.text ?? ""
    job.isEnded = job.status == "ended"
    let counts = document["request_counts"]?.members ?? [:]
    job.total = counts.values.compactMap(\.count).reduce(0, +)
    job.completed = counts["succeeded"]?.count
    job.failed = ["errored", "canceled", "expired"].compactMap { counts[$0]?.count }.reduce(0, +)
    job.isCancelled = document["cancel_initiated_at"]?.text != nil
    job.created = BatchTime.seconds(document["created_at"]?.text)
    job.expires = BatchTime.seconds(document["expires_at"]?.text)
    job.outputs = [document["results_url"]?.text].compactMap(\.self)
    job.finished = BatchTime.seconds(document["ended_at"]?.text)
    return job
  }

  static func results(of job: BatchJob) -> [BatchResultPlace] {
    job.outputs.map { .address($0) }
  }

  /// The HTTP statuses of errors, by their types.
  ///
  /// Source: <https://platform.claude.com/docs/en/api/errors>, seen 2026-11-29.
  private static let statuses = [
    "invalid_request_error": 400, "authentication_error": 401, "billing_error": 402,
    "permission_error": 403, "not_found_error": 404, "request_too_large": 413,
    "rate_limit_error": 429, "api_error": 500, "timeout_error": 504, "overloaded_error": 529,
  ]

  static func answer(_ line: [UInt8]) -> (id: String, answer: BatchAnswer)? {
    let inner: Set<String> = ["result", "result.error", "result.error.error"]
    guard let members = RawMembers(line, entering: inner), let id = members.text["custom_id"] else {
      return nil
    }
    switch members.text["result.type"] {
    case "succeeded":
      return members.ranges["result.message"].map { (id, .reply(status: 200, body: $0)) }
    case "expired": return (id, .expired)
    case "canceled": return (id, .cancelled)
    default:
      guard let error = members.ranges["result.error"] else { return nil }
      let type = members.text["result.error.error.type"] ?? members.text["result.error.type"]
      return (id, .reply(status: type.flatMap { statuses[$0] } ?? 500, body: error))
    }
  }
}

/// Moments as providers write them.
enum BatchTime {
  /// Seconds since 1970 of `2026-11-29T10:00:00.123456Z` or with `+00:00`, to the second.
  static func seconds(_ text: String?) -> Int? {
    guard let text, text.utf8.count >= 20 else { return nil }
    return Timestamp(rfc3339: text.prefix(19) + "Z")?.seconds
  }
}
