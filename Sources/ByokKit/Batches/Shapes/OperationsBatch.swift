internal import ByokCore

/// An uploaded file and a long-running operation.
///
/// Source: <https://ai.google.dev/gemini-api/docs/batch-api>,
/// <https://ai.google.dev/api/files>; python-genai 6680718, read 2026-11-29.
enum OperationsBatch: BatchShape {
  static func line(id: String, _ body: [UInt8], endpoint: String) -> [UInt8] {
    Array("{\"key\":\"\(id)\",\"request\":".utf8) + body + [UInt8(ascii: "}")]
  }

  /// Two related parts: what the file is, and the file.
  ///
  /// Source: RFC 2387.
  static func upload(name: String) -> BatchUpload {
    let boundary = BatchUpload.boundary
    let about = JSONValue.object(["file": .object(["displayName": .string(name)])])
    return BatchUpload(
      path: "../upload/v1beta/files?uploadType=multipart",
      type: "multipart/related; boundary=\(boundary)",
      before: "--\(boundary)\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n"
        + "\(about.compactText)\r\n--\(boundary)\r\nContent-Type: application/jsonl\r\n\r\n",
      behind: "\n\r\n--\(boundary)--\r\n")
  }

  static func fileID(in document: JSONValue) -> String? { document["file"]?["name"]?.text }

  static func creation(_ part: BatchPart, intent: String, window: String) -> BatchUpload {
    let document = JSONValue.object([
      "batch": .object([
        "displayName": .string("byok-\(intent)-\(part.number)"),
        "inputConfig": .object(["fileName": .string(part.fileID ?? "")]),
      ])
    ])
    return BatchUpload(
      path: "/models/\(part.model):batchGenerateContent", before: document.compactText,
      hasLines: false)
  }

  /// Names of batches and files begin with what they are.
  static func path(of id: String) -> String { "/\(id)" }
  static func filePath(of id: String) -> String { "/\(id)" }

  static func cancellation(of id: String) -> (method: String, path: String) {
    ("POST", "/\(id):cancel")
  }

  static func list(after cursor: String?) -> String {
    "/batches?pageSize=100" + (cursor.map { "&pageToken=\($0)" } ?? "")
  }

  static func page(
    _ document: JSONValue, after cursor: String?
  ) -> (jobs: [BatchJob], next: String?) {
    let list = document["operations"] ?? document["batches"]
    return ((list?.elements ?? []).compactMap(job), document["nextPageToken"]?.text)
  }

  static func job(_ document: JSONValue) -> BatchJob? {
    guard let id = document["name"]?.text else { return nil }
    let facts = document["metadata"] ?? document
    var job = BatchJob(id: id)
    job.status = facts["state"]?.text ?? ""
    let word = job.status.split(separator: "_").last.map { $0.lowercased() } ?? ""
    let isEnd = ["succeeded", "failed", "cancelled", "expired"].contains(word)
    job.isEnded = isEnd || document["done"]?.flag == true
    (job.isExpired, job.isCancelled) = (word == "expired", word == "cancelled")
    let counts = facts["batchStats"]
    job.total = number(counts?["requestCount"])
    job.completed = number(counts?["successfulRequestCount"])
    job.failed = number(counts?["failedRequestCount"])
    job.created = BatchTime.seconds(facts["createTime"]?.text)
    job.finished = BatchTime.seconds(facts["endTime"]?.text)
    let output = facts["output"] ?? document["response"]
    job.outputs = [output?["responsesFile"]?.text].compactMap(\.self)
    job.marks = [facts["displayName"]?.text, facts["inputConfig"]?["fileName"]?.text]
      .compactMap(\.self)
    if let error = document["error"] ?? facts["error"], word != "succeeded" {
      job.failure = error["message"]?.text ?? "no reason is given"
      job.codes = [error["status"]?.text].compactMap(\.self)
    }
    return job
  }

  /// A count, which Google's APIs write as text.
  private static func number(_ value: JSONValue?) -> Int? {
    value?.count ?? value?.text.flatMap(Int.init(argument:))
  }

  static func results(of job: BatchJob) -> [BatchResultPlace] {
    job.outputs.map { .lines("../download/v1beta/\($0):download?alt=media") }
  }

  static func answer(_ line: [UInt8]) -> (id: String, answer: BatchAnswer)? {
    guard let members = RawMembers(line, entering: ["error", "metadata"]),
      let id = members.text["key"] ?? members.text["metadata.key"]
    else { return nil }
    if let reply = members.ranges["response"] { return (id, .reply(status: 200, body: reply)) }
    guard let error = members.ranges["error"] else { return nil }
    let code = members.numbers["error.code"] ?? 500
    return (id, .failure(status: code >= 400 ? code : 400, body: error))
  }
}
