internal import ByokCore

/// How a provider answers many requests together, within a day, for less.
///
/// Source: the providers' pages and SDKs, collected 2026-11-29.
package struct BatchTerms: Equatable, Sendable {
  /// How the requests are handed over and the results fetched.
  package enum Shape: String, CaseIterable, Sendable {
    /// An uploaded file, then `POST /batches`, as OpenAI has it.
    case files
    /// One document with all requests, as Anthropic has it.
    case messages
    /// An uploaded file, then a long-running operation, as Google has it.
    case operations
    /// An uploaded file, then `POST /batch/jobs`, as Mistral has it.
    case jobs
    /// One document with all requests, whose answer has all results, as OpenRouter has it.
    case requests
    /// None: byok answers itself.
    case offline
  }

  package var shape: Shape
  /// The most requests of a batch, and the most bytes of all together.
  package var maxRequests = 50_000
  package var maxBytes = 200_000_000
  /// The times within which a batch is answered, the usual one first.
  package var windows = ["24h"]
  /// How many times the usual price it costs, for models whose own batch price is not known.
  package var priceFactor = 0.5
  /// How long the provider keeps requests and replies, as a phrase such as `30 days`.
  package var retention = "30 days"
  /// What is before the path of a chat where a batch names its endpoint.
  package var endpointPrefix = "/v1"
}
