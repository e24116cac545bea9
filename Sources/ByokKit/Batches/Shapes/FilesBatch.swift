internal import ByokCore

/// A file of requests and a batch of it.
///
/// Source: <https://platform.openai.com/docs/api-reference/batch>; openai-python e43b422, read
/// 2026-11-29.
enum FilesBatch: BatchShape {
  static func line(id: String, _ body: [UInt8], endpoint: String) -> [UInt8] {
    Array("{\"body\":".utf8) + body
      + Array(",\"custom_id\":\"\(id)\",\"method\":\"POST\",\"url\":\"\(endpoint)\"}".utf8)
  }

  static func upload(name: String) -> BatchUpload { form("/files", name: name) }

  static func creation(_ part: BatchPart, intent: String, window: String) -> BatchUpload {
    let document = JSONValue.object([
      "input_file_id": .string(part.fileID ?? ""), "endpoint": .string(part.endpoint),
      "completion_window": .string(window),
      "metadata": .object(["byok": .string("\(intent)-\(part.number)")]),
    ])
    return BatchUpload(path: "/batches", before: document.compactText, hasLines: false)
  }

  static func path(of id: String) -> String { "/batches/\(id)" }

  static func cancellation(of id: String) -> (method: String, path: String) {
    ("POST", "/batches/\(id)/cancel")
  }

  static func list(after cursor: String?) -> String {
    "/batches?limit=100" + (cursor.map { "&after=\($0)" } ?? "")
  }

  static func page(
    _ document: JSONValue, after cursor: String?
  ) -> (jobs: [BatchJob], next: String?) {
    let jobs = (document["data"]?.elements ?? []).compactMap(job)
    let hasMore = document["has_more"]?.flag ?? false
    return (jobs, hasMore ? document["last_id"]?.text ?? jobs.last?.id : nil)
  }

  /// The words for batches that have ended.
  private static let ends: Set<String> = [
    "completed", "failed", "expired", "cancelled", "canceled",
  ]

  static func job(_ document: JSONValue) -> BatchJob? {
    // Together answers with the batch in a member.
    let document = document["job"] ?? document
    guard let id = document["id"]?.text else { return nil }
    var job = BatchJob(id: id)
    job.status = document["status"]?.text ?? ""
    let word = job.status.lowercased()
    job.isEnded = ends.contains(word)
    job.isExpired = word == "expired"
    job.isCancelled = ["cancelled", "canceled"].contains(word)
    let counts = document["request_counts"]
    (job.total, job.completed) = (counts?["total"]?.count, counts?["completed"]?.count)
    job.failed = counts?["failed"]?.count
    (job.created, job.expires) = (document["created_at"]?.integer, document["expires_at"]?.integer)
    job.outputs = ["output_file_id", "error_file_id"].compactMap { document[$0]?.text }
    job.marks = [document["metadata"]?["byok"]?.text, document["input_file_id"]?.text]
      .compactMap(\.self)
    let errors = document["errors"]?["data"]?.elements ?? []
    if word == "failed" {
      job.codes = errors.compactMap { $0["code"]?.text }
      let words = errors.prefix(3).compactMap { error in
        error["message"]?.text.map { text in
          (error["line"]?.integer.map { "line \($0): " } ?? "") + text
        }
      }
      job.failure = words.isEmpty ? "no reason is given" : words.joined(separator: "; ")
    }
    job.finished = document["completed_at"]?.integer
    return job
  }

  static func results(of job: BatchJob) -> [BatchResultPlace] {
    job.outputs.map { .lines("/files/\($0)/content") }
  }

  static func answer(_ line: [UInt8]) -> (id: String, answer: BatchAnswer)? {
    guard let members = RawMembers(line, entering: ["response", "error"]),
      let id = members.text["custom_id"]
    else { return nil }
    let status = members.numbers["response.status_code"]
    if let body = members.ranges["response.body"] {
      return (id, .reply(status: status ?? 200, body: body))
    }
    switch members.text["error.code"] {
    case "batch_expired": return (id, .expired)
    case "batch_cancelled", "batch_canceled": return (id, .cancelled)
    default: break
    }
    guard let error = members.ranges["error"] ?? members.ranges["response"] else { return nil }
    return (id, .failure(status: status.flatMap { $0 >= 400 ? $0 : nil } ?? 500, body: error))
  }
}
