import ByokCore
import Testing

@testable import ByokKit

/// What the lines of results say, in each shape.
@Suite struct BatchShapeTests {
  private enum Said: Equatable {
    case reply(Int, String)
    case failure(Int, String)
    case expired, cancelled
  }

  private static func said(_ shape: any BatchShape.Type, _ line: String) -> (String, Said)? {
    let bytes = Array(line.utf8)
    guard let (id, answer) = shape.answer(bytes) else { return nil }
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    switch answer {
    case .reply(let status, let body): return (id, .reply(status, text(body)))
    case .failure(let status, let body): return (id, .failure(status, text(body)))
    case .expired: return (id, .expired)
    case .cancelled: return (id, .cancelled)
    }
  }

  private static let lines: [(shape: any BatchShape.Type, line: String, said: Said?)] = [
    (
      FilesBatch.self,
      #"{"custom_id":"x","response":{"status_code":200,"body":{"a":[1]}},"error":null}"#,
      .reply(200, #"{"a":[1]}"#)
    ),
    // No error, and yet a failure.
    (
      FilesBatch.self, #"{"custom_id":"x","response":{"status_code":400,"body":{"error":{}}}}"#,
      .reply(400, #"{"error":{}}"#)
    ),
    (
      FilesBatch.self, #"{"custom_id":"x","response":{"status_code":400},"error":{"message":"m"}}"#,
      .failure(400, #"{"message":"m"}"#)
    ),
    (
      FilesBatch.self, #"{"custom_id":"x","response":null,"error":{"code":"batch_expired"}}"#,
      .expired
    ),
    (
      FilesBatch.self, #"{"custom_id":"x","response":null,"error":{"code":"batch_cancelled"}}"#,
      .cancelled
    ),
    (FilesBatch.self, #"{"custom_id":"x","response":null,"error":null}"#, nil),
    (FilesBatch.self, #"{"response":{"body":{}}}"#, nil),
    (FilesBatch.self, #"{"custom_id":"x","response":{"bo"#, nil),
    (
      MessagesBatch.self, #"{"custom_id":"x","result":{"type":"succeeded","message":{"id":"m"}}}"#,
      .reply(200, #"{"id":"m"}"#)
    ),
    (
      MessagesBatch.self,
      #"{"custom_id":"x","result":{"type":"errored","error":{"type":"error","error":{"type":"overloaded_error"}}}}"#,
      .reply(529, #"{"type":"error","error":{"type":"overloaded_error"}}"#)
    ),
    (MessagesBatch.self, #"{"custom_id":"x","result":{"type":"expired"}}"#, .expired),
    (MessagesBatch.self, #"{"custom_id":"x","result":{"type":"canceled"}}"#, .cancelled),
    (
      OperationsBatch.self, #"{"key":"x","response":{"candidates":[]}}"#,
      .reply(200, #"{"candidates":[]}"#)
    ),
    (
      OperationsBatch.self, #"{"key":"x","error":{"code":3,"message":"m"}}"#,
      .failure(400, #"{"code":3,"message":"m"}"#)
    ),
    (
      RequestsBatch.self, #"{"custom_id":"x","response":{"choices":[]}}"#,
      .reply(200, #"{"choices":[]}"#)
    ),
  ]

  @Test(arguments: lines.indices)
  func `a line of results is understood`(row: Int) {
    let (shape, line, wanted) = Self.lines[row]
    let said = Self.said(shape, line)
    #expect(said?.1 == wanted)
    #expect(said?.0 == (wanted == nil ? nil : "x"))
  }

  @Test func `an id is enough of a batch`() {
    let lean = JSONValue.object(["id": .string("b")])
    for shape in [FilesBatch.self, MessagesBatch.self, JobsBatch.self] as [any BatchShape.Type] {
      #expect(shape.job(lean)?.id == "b")
      #expect(shape.job(.object([:])) == nil)
    }
    #expect(OperationsBatch.job(.object(["name": .string("batches/b")]))?.id == "batches/b")
    #expect(FilesBatch.job(.object(["job": lean]))?.id == "b")
  }

  @Test func `an empty name of a file is none`() {
    let document = JSONValue.object([
      "id": .string("b"), "status": .string("completed"), "output_file_id": .string("f"),
      "error_file_id": .string(""),
    ])
    #expect(FilesBatch.job(document)?.outputs == ["f"])
  }

  @Test func `times of providers are read to the second`() {
    #expect(BatchTime.seconds("1970-01-02T00:00:01.123456Z") == 86_401)
    #expect(BatchTime.seconds("1970-01-02T00:00:01+00:00") == 86_401)
    #expect(BatchTime.seconds("x") == nil)
    #expect(BatchTime.seconds(nil) == nil)
  }

  @Test func `a batch is what its document says`() throws {
    let name = try #require(BatchName(argument: "n"))
    var part = BatchPart(number: 1, model: "m", endpoint: "/v1/x", requests: 3, bytes: 40)
    part.take(BatchJob(id: "b", status: "in_progress", total: 3, completed: 1), now: 100)
    #expect(part.state == .created)
    #expect(BatchPart(part.document) == part)
    part.take(BatchJob(id: "b", status: "completed", isEnded: true, finished: 50), now: 100)
    // Results may come later than the end, but not for ever.
    #expect(part.state == .created)
    part.take(BatchJob(id: "b", status: "completed", isEnded: true, finished: 50), now: 1000)
    #expect(part.state == .ended)
    part.take(BatchJob(id: "b", failure: "full", codes: ["token_limit_exceeded"]), now: 1000)
    #expect(part.state == .failed && !part.isDone && !part.isSubmitted)
    #expect(BatchPart(part.document) == part)
    #expect(name.text == "n")
  }

  @Test(arguments: ["", "-a", ".a", "a/b", "a b", "ä", String(repeating: "a", count: 65)])
  func `what is no name of a batch is refused`(text: String) {
    #expect(BatchName(argument: text) == nil)
  }

  @Test func `a key is no name of a batch, on the disk or in messages`() {
    let key = "sk-proj-" + String(repeating: "0123456789abcdef", count: 3)
    #expect(BatchName(argument: key) == nil)
    #expect(BatchName(of: "/a/\(key).jsonl", digest: "0123456789").text == "batch-01234567")
  }

  @Test func `a name is made of the file's and of the requests`() {
    #expect(
      BatchName(of: "/a/My prompts.jsonl", digest: "0123456789").text == "My-prompts-01234567")
    #expect(BatchName(of: nil, digest: "0123456789").text == "stdin-01234567")
    #expect(BatchName(of: "/a/é.jsonl", digest: "0123456789").text == "batch-01234567")
  }
}
