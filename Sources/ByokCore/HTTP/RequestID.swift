/// The provider's name for a request, by which its support finds it.
package enum RequestID {
  /// Header fields that carry it, the provider's own before those of a gateway in front of it.
  private static let fields = [
    "x-request-id", "request-id", "x-amzn-requestid", "apim-request-id", "mistral-correlation-id",
    "x-debug-trace-id", "nvcf-reqid", "msh-request-id", "x-litellm-call-id", "x-vercel-id",
  ]
  /// Fields of content networks, which say little of the provider.
  private static let lastFields = ["cf-ray"]

  /// The name, harmless and short.
  ///
  /// - Parameters:
  ///   - head: The answer's head, if one arrived.
  ///   - body: What the answer's body says.
  /// - Returns: The name; `nil` if there is none.
  package static func find(in head: ResponseHead?, _ body: String? = nil) -> String? {
    func first(_ names: [String]) -> String? {
      names.lazy.compactMap { head?[$0] }.first { !$0.isEmpty }
    }
    let found = first(fields) ?? body ?? first(lastFields)
    return found.map { Sanitizer.oneLine($0, limit: 100) }
  }
}
