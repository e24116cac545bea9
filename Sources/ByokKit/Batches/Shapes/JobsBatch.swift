internal import ByokCore

/// An uploaded file and a job of it.
///
/// Source: <https://docs.mistral.ai/api/endpoint/batch>; mistralai/client-python 05629d2, read
/// 2026-11-29.
enum JobsBatch: BatchShape {
  static func line(id: String, _ body: [UInt8], endpoint: String) -> [UInt8] {
    Array("{\"body\":".utf8) + body + Array(",\"custom_id\":\"\(id)\"}".utf8)
  }

  static func upload(name: String) -> BatchUpload { form("/files", name: name) }

  static func creation(_ part: BatchPart, intent: String, window: String) -> BatchUpload {
    let hours = Duration.seconds(window).map { Int($0 / 3600) } ?? 24
    let document = JSONValue.object([
      "input_files": .array([.string(part.fileID ?? "")]), "model": .string(part.model),
      "endpoint": .string(part.endpoint), "timeout_hours": .integer(max(1, hours)),
      "metadata": .object(["byok": .string("\(intent)-\(part.number)")]),
    ])
    return BatchUpload(path: "/batch/jobs", before: document.compactText, hasLines: false)
  }

  static func path(of id: String) -> String { "/batch/jobs/\(id)" }

  static func cancellation(of id: String) -> (method: String, path: String) {
    ("POST", path(of: id) + "/cancel")
  }

  static func list(after cursor: String?) -> String {
    "/batch/jobs?page_size=100&page=\(cursor ?? "0")&order_by=-created"
  }

  static func page(
    _ document: JSONValue, after cursor: String?
  ) -> (jobs: [BatchJob], next: String?) {
    let list = document["data"]?.elements ?? []
    let page = cursor.flatMap(Int.init(argument:)) ?? 0
    return (list.compactMap(job), list.count < 100 ? nil : String(page + 1))
  }

  static func job(_ document: JSONValue) -> BatchJob? {
    guard let id = document["id"]?.text else { return nil }
    var job = BatchJob(id: id)
    job.status = document["status"]?.text ?? ""
    let ends = ["SUCCESS", "FAILED", "TIMEOUT_EXCEEDED", "CANCELLED"]
    job.isEnded = ends.contains(job.status)
    (job.isExpired, job.isCancelled) = (
      job.status == "TIMEOUT_EXCEEDED", job.status == "CANCELLED"
    )
    job.total = document["total_requests"]?.count
    job.completed = document["succeeded_requests"]?.count
    job.failed = document["failed_requests"]?.count
    (job.created, job.finished) = (
      document["created_at"]?.integer, document["completed_at"]?.integer
    )
    job.outputs = ["output_file", "error_file"].compactMap { document[$0]?.text }
    let files = (document["input_files"]?.elements ?? []).compactMap(\.text)
    job.marks = files + [document["metadata"]?["byok"]?.text].compactMap(\.self)
    if job.status == "FAILED" {
      let words = (document["errors"]?.elements ?? []).prefix(3).compactMap { $0["message"]?.text }
      job.failure = words.isEmpty ? "no reason is given" : words.joined(separator: "; ")
    }
    return job
  }

  static func results(of job: BatchJob) -> [BatchResultPlace] { FilesBatch.results(of: job) }

  static func answer(_ line: [UInt8]) -> (id: String, answer: BatchAnswer)? {
    FilesBatch.answer(line)
  }
}
