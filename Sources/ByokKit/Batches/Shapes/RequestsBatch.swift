internal import ByokCore

/// One document with all requests, whose answer has all results.
///
/// Endpoint and model come before the requests: the document is read as a stream.
///
/// Source: <https://openrouter.ai/docs/features/batches>, seen 2026-11-29.
enum RequestsBatch: BatchShape {
  static var separator: [UInt8] { Array(",\n".utf8) }
  static var uploads: Bool { false }
  static var hasMark: Bool { false }

  static func line(id: String, _ body: [UInt8], endpoint: String) -> [UInt8] {
    JobsBatch.line(id: id, body, endpoint: endpoint)
  }

  static func upload(name: String) -> BatchUpload { BatchUpload(path: "", before: "") }

  static func creation(_ part: BatchPart, intent: String, window: String) -> BatchUpload {
    let endpoint = JSONValue.string(part.endpoint).compactText
    let model = JSONValue.string(part.model).compactText
    return BatchUpload(
      path: "/batches", before: "{\"endpoint\":\(endpoint),\"model\":\(model),\"requests\":[",
      behind: "]}")
  }

  static func path(of id: String) -> String { "/batches/\(id)" }

  static func cancellation(of id: String) -> (method: String, path: String) {
    ("DELETE", path(of: id))
  }

  static func list(after cursor: String?) -> String { FilesBatch.list(after: cursor) }

  static func page(
    _ document: JSONValue, after cursor: String?
  ) -> (jobs: [BatchJob], next: String?) {
    FilesBatch.page(document, after: cursor)
  }

  static func job(_ document: JSONValue) -> BatchJob? {
    guard var job = FilesBatch.job(document) else { return nil }
    let hasResults = document["results"]?.elements != nil
    job.isEnded = hasResults || FilesBatch.job(document)?.isEnded == true
    job.outputs = hasResults ? [job.id] : []
    return job
  }

  static func results(of job: BatchJob) -> [BatchResultPlace] {
    [.member(path(of: job.id), "results")]
  }

  static func answer(_ line: [UInt8]) -> (id: String, answer: BatchAnswer)? {
    let inner: Set<String> = ["response", "error"]
    guard let members = RawMembers(line, entering: inner), let id = members.text["custom_id"] else {
      return nil
    }
    // The reply may stand for itself, without a status.
    if members.ranges["response.body"] == nil, let reply = members.ranges["response"] {
      return (id, .reply(status: members.numbers["response.status_code"] ?? 200, body: reply))
    }
    return FilesBatch.answer(line)
  }
}
