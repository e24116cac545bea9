import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

/// What servers say about lengths, and what sounds alike.
@Suite struct LengthComplaintTests {
  /// One line of `lengths.tsv`.
  struct Row: Sendable, CustomTestStringConvertible {
    let part: String
    let server: String
    let sentence: String

    init?(_ line: Substring) {
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count == 3 else { return nil }
      (part, server, sentence) = (fields[0], fields[1], fields[2])
    }

    var testDescription: String { "\(server): \(sentence)" }
  }

  static let rows: [Row] = ((try? Fixture.text("lengths.tsv")) ?? "")
    .split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap(Row.init)

  private static func name(_ complaint: LengthComplaint?) -> String {
    complaint.map { "\($0.part)" } ?? "none"
  }

  @Test func `the table is read whole`() throws {
    let lines = try Fixture.text("lengths.tsv").split(separator: "\n")
    #expect(Self.rows.count == lines.count { !$0.hasPrefix("#") })
    #expect(Self.rows.count > 120)
  }

  @Test(arguments: rows) func `what is too long is told by the shape of a sentence`(_ row: Row) {
    #expect(Self.name(LengthComplaint(row.sentence)) == row.part)
    #expect(
      Self.name(LengthComplaint("litellm.APIError: XException - \(row.sentence)")) == row.part)
  }

  @Test(arguments: rows.filter { ["prompt", "both"].contains($0.part) })
  func `a prompt that is too long is one with any status, and is not sent again`(_ row: Row) {
    for status in [200, 400, 403, 413, 422, 500, 501, 502, 503] {
      let report = ErrorReport(status: status, message: row.sentence, codes: ["server_error"])
      #expect(report.category == .contextTooLong)
      #expect(!ProviderProblem.reply(.reported(report)).isRetryable(head: nil))
    }
  }

  @Test(arguments: rows.filter { ["reply", "none"].contains($0.part) })
  func `what sounds alike is another failure`(_ row: Row) {
    for status in [200, 400, 403, 422, 500] {
      #expect(ErrorReport(status: status, message: row.sentence).category != .contextTooLong)
    }
  }

  @Test(arguments: [
    ("prompt_too_long", "prompt"), ("input_too_long", "prompt"), ("InputTooLong", "prompt"),
    ("max_context_length_exceeded", "prompt"), ("ContextLengthExceeded", "prompt"),
    ("TOO_MANY_PROMPT_TOKENS", "prompt"), ("token_limit_exceeded", "prompt"),
    ("max_tokens_exceeded", "reply"), ("rate_limit_exceeded", "none"),
    ("token_quota_exceeded", "none"), ("image_too_large", "none"), ("file_too_large", "none"),
    ("string_above_max_length", "none"), ("message_limit_exceeded", "none"),
    ("timeout_exceeded", "none"), ("concurrency_limit_exceeded", "none"), ("tokens", "none"),
  ])
  func `the words of a code count as well`(_ code: String, _ part: String) {
    #expect(Self.name(LengthComplaint("no", codes: ["400", code])) == part)
  }

  @Test func `a text without end takes no time`() {
    for text in [">", "too long ", "prompt exceeds ", "a.b[0].", "message_", "超"] {
      _ = LengthComplaint(String(repeating: text, count: 100_000))
    }
  }
}
