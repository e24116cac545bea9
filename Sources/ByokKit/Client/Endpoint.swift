package import ByokCore

/// Something that a provider can be asked: where, with what, and in which form the answer comes.
package protocol Endpoint {
  /// `GET` or `POST`.
  var method: String { get }
  /// The path below the provider's address, as ``BaseURL/address(of:)`` reads it.
  var path: String { get }
  /// The media type of a good answer.
  var accepts: String { get }

  /// The chat that is asked for, or what messages say of another question; `nil` for one that asks
  /// no model.
  var chatRequest: ChatRequest? { get }

  /// What is sent.
  ///
  /// - Throws: A failure when it cannot be written.
  func body() throws(ByokError) -> RequestBody

  /// The other forms of the question that an answer asks for.
  ///
  /// - Parameter problem: What the answer says.
  /// - Returns: None where the question has one form only.
  func remedies(after problem: ProviderProblem) -> [Remedy]

  /// The same question in another form; `nil` where the remedy changes nothing, or once it was used.
  func amended(by remedy: Remedy) -> Self?
}

extension Endpoint {
  package var chatRequest: ChatRequest? { nil }
  package func remedies(after problem: ProviderProblem) -> [Remedy] { [] }
  package func amended(by remedy: Remedy) -> Self? { nil }
}

/// The body of a request.
package enum RequestBody {
  case none
  /// A JSON document.
  case json([UInt8])
  /// Something that need not fit in memory, of a media type.
  case upload(any BodySource, type: String)
}

/// A chat, as one dialect writes it.
package struct ChatEndpoint: Endpoint {
  package let dialect: any Dialect.Type
  package var request: ChatRequest
  private var used: Set<Remedy> = []

  package init(_ dialect: any Dialect.Type, _ request: ChatRequest) {
    (self.dialect, self.request) = (dialect, request)
  }

  package var method: String { "POST" }
  package var path: String { dialect.path(for: request) }
  package var chatRequest: ChatRequest? { request }
  package var accepts: String { request.streams ? "text/event-stream" : "application/json" }

  package func body() throws(ByokError) -> RequestBody { .json(try dialect.body(for: request)) }

  package func remedies(after problem: ProviderProblem) -> [Remedy] {
    guard case .reply(.reported(let report)) = problem else { return [] }
    // Where there is no form without the schema, it is said in words.
    return Remedy.named(by: report, for: request).map {
      $0 == .jsonObject && amended(by: $0) == nil ? .instructions : $0
    }
  }

  package func amended(by remedy: Remedy) -> Self? {
    var amended = self
    guard amended.used.insert(remedy).inserted else { return nil }
    remedy.apply(to: &amended.request, dialect)
    let isSame = (try? dialect.body(for: amended.request)) == (try? dialect.body(for: request))
    return isSame ? nil : amended
  }
}

/// A question that is answered by one JSON document, such as a list of models.
package struct DocumentEndpoint: Endpoint {
  package let path: String
  private let document: [UInt8]

  /// - Parameters:
  ///   - path: Where, below the provider's address.
  ///   - document: The JSON to send; empty for a `GET`.
  package init(_ path: String, sending document: [UInt8] = []) {
    (self.path, self.document) = (path, document)
  }

  package var method: String { document.isEmpty ? "GET" : "POST" }
  package var accepts: String { "application/json" }

  package func body() -> RequestBody { document.isEmpty ? .none : .json(document) }
}
