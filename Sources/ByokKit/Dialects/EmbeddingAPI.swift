package import ByokCore

/// What a text is embedded for: many models place a question elsewhere than what answers it.
package enum EmbeddingTask: String, CaseIterable, Sendable {
  /// A question that is searched with.
  case query
  /// A text that is searched.
  case document
}

extension EmbeddingTask: ArgumentValue {
  package static var expectation: String { "query or document" }
  package static var words: WordKind? { .choices(allCases.map(\.rawValue)) }

  package init?(argument: String) { self.init(rawValue: argument) }
}

/// How a provider is asked for embeddings, and how much it takes at once.
///
/// Source: the providers' references and SDKs, read 2026-11-29.
package struct EmbeddingAPI: Equatable, Sendable {
  /// How requests and replies are written.
  package var form = Form.openai
  /// The path below the base URL; `nil` for the form's own.
  var path: String?
  /// The most texts of a request.
  package var maxTexts = 256
  /// The most tokens of all texts of a request together; `nil` where it has no such limit.
  package var maxTokens: Int?
  /// Whether it can be asked for base64, a third of the bytes.
  package var sendsBase64 = false
  /// The model that is used where only the provider is named.
  package var defaultModel: String?

  /// The ways to write a request for embeddings.
  package enum Form: String, CaseIterable, Sendable {
    /// `POST /embeddings` with `input` and `dimensions`.
    case openai
    /// The same with `output_dimension`, as Mistral has it.
    case mistral
    /// The same with `output_dimension`, `input_type` and `truncation`, as Voyage has it.
    case voyage
    /// The same with `dimensions`, `task` and `truncate`, as Jina has it.
    case jina
    /// The same with `dimensions`, `input_type` (`passage`) and `truncate`, as NVIDIA has it.
    case nvidia
    /// `POST /embed` with `texts`, as Cohere has it.
    case cohere
    /// `POST /models/MODEL:batchEmbedContents`, as Gemini has it.
    case gemini
    /// `POST /api/embed`, as Ollama has it.
    case ollama
  }
}

/// What is asked of a model that embeds texts.
package struct EmbeddingRequest: Sendable {
  /// The model's id as the provider knows it.
  package var model: String
  /// The texts, none of them empty.
  package var texts: [String]
  package var task: EmbeddingTask?
  /// How many numbers each vector should have; `nil` for the model's own choice.
  package var dimensions: Int?

  package init(
    model: String, texts: [String], task: EmbeddingTask? = nil, dimensions: Int? = nil
  ) {
    (self.model, self.texts, self.task, self.dimensions) = (model, texts, task, dimensions)
  }
}

extension EmbeddingAPI {
  /// The path below the base URL.
  package func path(for request: EmbeddingRequest) -> String {
    if let path { return path }
    return switch form {
    case .openai, .mistral, .voyage, .jina, .nvidia: "/embeddings"
    case .cohere: "/embed"
    case .gemini: "/models/\(request.model.percentEncoded):batchEmbedContents"
    case .ollama: "/api/embed"
    }
  }

  /// The body of a request.
  ///
  /// No provider is let cut a text: what is too long is an error, and not half a vector.
  ///
  /// - Throws: A failure when it cannot be written.
  package func body(for request: EmbeddingRequest) throws(ByokError) -> [UInt8] {
    if form == .gemini { return try geminiBody(request) }
    let texts = JSONValue.array(request.texts.map(JSONValue.string))
    let dimensions = request.dimensions.map(JSONValue.integer)
    var body: [String: JSONValue] = ["model": .string(request.model)]
    body[form == .cohere ? "texts" : "input"] = texts
    if sendsBase64 { body["encoding_format"] = .string("base64") }
    switch form {
    case .openai, .jina, .nvidia, .ollama: body["dimensions"] = dimensions
    case .mistral, .voyage, .cohere, .gemini: body["output_dimension"] = dimensions
    }
    switch form {
    case .openai, .mistral, .gemini: break
    case .voyage:
      body["input_type"] = request.task.map { .string($0.rawValue) }
      body["truncation"] = .bool(false)
    case .jina:
      body["task"] = request.task.map {
        .string($0 == .query ? "retrieval.query" : "retrieval.passage")
      }
      body["truncate"] = .bool(false)
    case .nvidia:
      body["input_type"] = .string(request.task == .query ? "query" : "passage")
      body["truncate"] = .string("NONE")
    case .cohere:
      body["input_type"] = .string(request.task == .query ? "search_query" : "search_document")
      body["embedding_types"] = .array([.string("float")])
      body["truncate"] = .string("NONE")
    case .ollama: body["truncate"] = .bool(false)
    }
    return try JSONValue.object(body).json()
  }

  private func geminiBody(_ request: EmbeddingRequest) throws(ByokError) -> [UInt8] {
    let requests = request.texts.map { text in
      var one: [String: JSONValue] = [
        "model": .string("models/\(request.model)"),
        "content": .object(["parts": .array([.object(["text": .string(text)])])]),
      ]
      one["taskType"] = request.task.map {
        .string($0 == .query ? "RETRIEVAL_QUERY" : "RETRIEVAL_DOCUMENT")
      }
      one["outputDimensionality"] = request.dimensions.map(JSONValue.integer)
      return JSONValue.object(one)
    }
    return try JSONValue.object(["requests": .array(requests)]).json()
  }
}
