import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct EmbeddingReplyTests {
  private static func read(
    _ text: String, _ form: EmbeddingAPI.Form = .openai, count: Int = 2, dimensions: Int? = nil
  ) throws(ReplyFailure) -> EmbeddingReply {
    try EmbeddingReply(Array(text.utf8), form, count: count, dimensions: dimensions)
  }

  private static func failure(
    _ text: String, _ form: EmbeddingAPI.Form = .openai, count: Int = 2, dimensions: Int? = nil
  ) -> ReplyFailure? {
    do throws(ReplyFailure) {
      _ = try read(text, form, count: count, dimensions: dimensions)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    (
      EmbeddingAPI.Form.openai,
      #"{"object":"list","data":[{"index":0,"embedding":[1,0.5]},{"index":1,"embedding":[-2,3e-1]}],"#
        + #""model":"m","usage":{"prompt_tokens":5,"total_tokens":5}}"#
    ),
    (
      .voyage,
      #"{"data":[{"embedding":[1,0.5]},{"embedding":[-2,0.3]}],"usage":{"total_tokens":5}}"#
    ),
    (
      .cohere,
      #"{"id":"x","embeddings":{"float":[[1,0.5],[-2,0.3]]},"texts":["a","b"],"#
        + #""meta":{"billed_units":{"input_tokens":5}}}"#
    ),
    (
      .gemini,
      #"{"embeddings":[{"values":[1,0.5]},{"values":[-2,0.3]}],"usageMetadata":{"promptTokenCount":5}}"#
    ),
    (.ollama, #"{"model":"m","embeddings":[[1,0.5],[-2,0.3]],"prompt_eval_count":5}"#),
  ])
  func `the vectors of each form are read, in order, with the tokens`(
    _ form: EmbeddingAPI.Form, _ text: String
  ) throws {
    let reply = try Self.read(text, form)
    #expect(reply.vectors == [[1, 0.5], [-2, 0.3]])
    #expect(reply.usage.input == 5)
    #expect(reply.usage.output == 0)
  }

  @Test func `indices decide on the order`() throws {
    let text = #"{"data":[{"index":1,"embedding":[2]},{"index":0,"embedding":[1]}]}"#
    #expect(try Self.read(text).vectors == [[1], [2]])
    #expect(try Self.read(text).usage.input == nil)
  }

  @Test func `base64 is little-endian 32-bit numbers`() throws {
    let text = #"{"data":[{"index":0,"embedding":"AACAPwAAAL8="}]}"#
    #expect(try Self.read(text, count: 1).vectors == [[1, -0.5]])
    #expect(VectorText.bytes(of: [1, -0.5]) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xBF])
    let broken = #"{"data":[{"index":0,"embedding":"AACAPwA="}]}"#
    #expect(
      Self.failure(broken, count: 1) == .broken("a vector is not the base64 of 32-bit numbers"))
  }

  @Test(arguments: [
    (#"{"data":[{"embedding":[1]}]}"#, "it has 1 vector for 2 texts"),
    (#"{"data":[]}"#, "it has 0 vectors for 2 texts"),
    (
      #"{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[2]}]}"#,
      "it does not number its vectors from 0 to 1, each once"
    ),
    (
      #"{"data":[{"index":0,"embedding":[1]},{"embedding":[2]}]}"#,
      "it does not number its vectors from 0 to 1, each once"
    ),
    (
      #"{"data":[{"embedding":[1]},{"embedding":[1,2]}]}"#,
      "its vectors are empty or differ in their dimensions"
    ),
    (
      #"{"data":[{"embedding":[]},{"embedding":[]}]}"#,
      "its vectors are empty or differ in their dimensions"
    ),
    (
      #"{"data":[{"embedding":[NaN]},{"embedding":[1]}]}"#,
      "a vector holds something that is not a number"
    ),
    (
      #"{"data":[{"embedding":[null]},{"embedding":[1]}]}"#,
      "a vector holds something that is not a number"
    ),
    (
      #"{"data":[{"embedding":[1e300]},{"embedding":[1]}]}"#,
      "a vector holds a number that is not finite"
    ),
    (#"{"data":[{"embedding":[0,0]},{"embedding":[1,1]}]}"#, "a vector holds nothing but zeros"),
  ])
  func `a reply that does not fit the texts is none`(_ text: String, _ reason: String) {
    #expect(Self.failure(text) == .broken(reason))
  }

  @Test func `other dimensions than those asked for, or seen before, are refused`() {
    let text = #"{"embeddings":[[1,2],[3,4]]}"#
    #expect(
      Self.failure(text, .ollama, dimensions: 3) == .broken("its vectors have 2 dimensions, not 3"))
    #expect(Self.failure(text, .ollama, dimensions: 2) == nil)
  }

  @Test func `an error within HTTP 200 is the provider's`() {
    let failure = Self.failure(#"{"error":{"message":"no such model","code":"model_not_found"}}"#)
    guard case .reported(let report)? = failure else {
      Issue.record("not reported: \(String(describing: failure))")
      return
    }
    #expect(report.category == .modelUnavailable)
  }

  @Test func `what is not JSON shows how it begins`() {
    #expect(Self.failure("<html>") == .unreadable("<html>"))
    #expect(Self.failure(#"{"data":[{"embedding":[1"#) == .unreadable(#"{"data":[{"embedding":[1"#))
  }

  @Test(arguments: EmbeddingAPI.Form.allCases) func `whatever bytes come, none is a trap`(
    _ form: EmbeddingAPI.Form
  ) {
    let text =
      #"{"data":[{"index":0,"embedding":[1,0.5]},{"index":1,"embedding":"AACAPwAAAL8="}],"#
      + #""embeddings":{"float":[[1,2],[3,4]]},"usage":{"prompt_tokens":5,"cost":1e9},"meta":[]}"#
    let whole = Array(text.utf8)
    for place in whole.indices {
      for byte in [0, 0x22, 0x2C, 0x5B, 0x7D, 0xFF] as [UInt8] {
        var bytes = whole
        bytes[place] = byte
        guard let reply = try? EmbeddingReply(bytes, form, count: 2) else { continue }
        #expect(reply.vectors.count == 2)
        #expect(reply.vectors[0].count == reply.vectors[1].count)
      }
      _ = try? EmbeddingReply(Array(whole[..<place]), form, count: 2)
      _ = try? RerankReply(Array(whole[..<place]), .cohere, count: 2)
    }
  }

  @Test func `rankings are read, best first, whatever their order`() throws {
    let text =
      #"{"results":[{"index":2,"relevance_score":0.1},{"index":0,"relevance_score":0.9}],"#
      + #""meta":{"billed_units":{"search_units":1}}}"#
    let reply = try RerankReply(Array(text.utf8), .cohere, count: 3)
    #expect(reply.ranks.map(\.index) == [0, 2])
    #expect(reply.searches == 1)
    let other = #"{"data":[{"index":1,"relevance_score":0.5}],"usage":{"total_tokens":7}}"#
    #expect(try RerankReply(Array(other.utf8), .voyage, count: 2).usage.input == 7)
  }

  @Test(arguments: [
    #"{"results":[{"index":3,"relevance_score":0.1}]}"#, #"{"results":[{"index":0}]}"#,
    #"{"results":[{"index":0,"relevance_score":1},{"index":0,"relevance_score":1}]}"#, "{}x",
    #"{"other":[]}"#,
  ])
  func `a ranking that does not fit the documents is none`(_ text: String) {
    #expect(throws: ReplyFailure.self) {
      try RerankReply(Array(text.utf8), .cohere, count: 3)
    }
  }
}
