package import ByokCore

/// Something that a provider can be asked: where, with what, and in which form the answer comes.
package protocol Endpoint {
  /// `GET` or `POST`.
  var method: String { get }
  /// The path below the provider's address, as ``BaseURL/address(of:)`` reads it.
  var path: String { get }
  /// The media type of a good answer.
  var accepts: String { get }

  /// What is sent.
  ///
  /// - Throws: A failure when it cannot be written.
  func body() throws(ByokError) -> RequestBody

  /// The same question in another form, where the answer refuses this form and another may do.
  ///
  /// - Parameter problem: What the answer says.
  /// - Returns: `nil` where there is no other form.
  func amended(after problem: ProviderProblem) -> Self?
}

extension Endpoint {
  package func amended(after problem: ProviderProblem) -> Self? { nil }
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

  package init(_ dialect: any Dialect.Type, _ request: ChatRequest) {
    (self.dialect, self.request) = (dialect, request)
  }

  package var method: String { "POST" }
  package var path: String { dialect.path(for: request) }
  package var accepts: String { request.streams ? "text/event-stream" : "application/json" }

  package func body() throws(ByokError) -> RequestBody { .json(try dialect.body(for: request)) }

  package func amended(after problem: ProviderProblem) -> Self? {
    guard problem.isAboutUsage, request.wantsUsage else { return nil }
    var amended = self
    amended.request.wantsUsage = false
    return amended
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
