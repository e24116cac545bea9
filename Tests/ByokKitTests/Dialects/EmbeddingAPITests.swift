import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct EmbeddingAPITests {
  private static func body(
    _ api: EmbeddingAPI, task: EmbeddingTask? = nil, dimensions: Int? = nil
  ) throws -> String {
    let request = EmbeddingRequest(
      model: "m", texts: ["a", "b"], task: task, dimensions: dimensions)
    return String(decoding: try api.body(for: request), as: UTF8.self)
  }

  @Test(arguments: [
    (
      EmbeddingAPI(form: .openai, sendsBase64: true),
      #"{"dimensions":8,"encoding_format":"base64","input":["a","b"],"model":"m"}"#
    ),
    (EmbeddingAPI(form: .mistral), #"{"input":["a","b"],"model":"m","output_dimension":8}"#),
    (
      EmbeddingAPI(form: .voyage),
      #"{"input":["a","b"],"input_type":"query","model":"m","output_dimension":8,"truncation":false}"#
    ),
    (
      EmbeddingAPI(form: .jina),
      #"{"dimensions":8,"input":["a","b"],"model":"m","task":"retrieval.query","truncate":false}"#
    ),
    (
      EmbeddingAPI(form: .nvidia),
      #"{"dimensions":8,"input":["a","b"],"input_type":"query","model":"m","truncate":"NONE"}"#
    ),
    (
      EmbeddingAPI(form: .cohere),
      #"{"embedding_types":["float"],"input_type":"search_query","model":"m","output_dimension":8,"#
        + #""texts":["a","b"],"truncate":"NONE"}"#
    ),
    (
      EmbeddingAPI(form: .gemini),
      #"{"requests":["#
        + ["a", "b"].map {
          #"{"content":{"parts":[{"text":"\#($0)"}]},"model":"models/m","outputDimensionality":8,"#
            + #""taskType":"RETRIEVAL_QUERY"}"#
        }.joined(separator: ",") + "]}"
    ),
    (
      EmbeddingAPI(form: .ollama),
      #"{"dimensions":8,"input":["a","b"],"model":"m","truncate":false}"#
    ),
  ])
  func `each form says task and dimensions its own way, and lets nothing be cut`(
    _ api: EmbeddingAPI, _ expected: String
  ) throws {
    #expect(try Self.body(api, task: .query, dimensions: 8) == expected)
  }

  @Test func `what the user does not ask for is not said, unless the form demands it`() throws {
    #expect(try Self.body(EmbeddingAPI()) == #"{"input":["a","b"],"model":"m"}"#)
    #expect(try Self.body(EmbeddingAPI(form: .cohere)).contains("search_document"))
  }

  @Test(arguments: [
    (EmbeddingAPI.Form.openai, "/embeddings"), (.cohere, "/embed"), (.ollama, "/api/embed"),
    (.gemini, "/models/m:batchEmbedContents"),
  ])
  func `each form has its path`(_ form: EmbeddingAPI.Form, _ path: String) {
    #expect(EmbeddingAPI(form: form).path(for: EmbeddingRequest(model: "m", texts: [])) == path)
  }

  @Test func `rerankers are asked by top_n or top_k`() throws {
    let request = RerankRequest(model: "m", query: "q", documents: ["a"], top: 3)
    let texts = try [RerankAPI(), RerankAPI(form: .voyage)].map {
      String(decoding: try $0.body(for: request), as: UTF8.self)
    }
    #expect(
      texts == [
        #"{"documents":["a"],"model":"m","query":"q","top_n":3}"#,
        #"{"documents":["a"],"model":"m","query":"q","top_k":3,"truncation":true}"#,
      ])
  }

  @Test func `models whose cards ask for words before a text get them`() {
    #expect(TaskPrefix.of("nomic-embed-text:latest")?.text(for: .query) == "search_query: ")
    #expect(TaskPrefix.of("intfloat/multilingual-e5-large")?.text(for: .document) == "passage: ")
    #expect(TaskPrefix.of("text-embedding-3-small") == nil)
  }
}
