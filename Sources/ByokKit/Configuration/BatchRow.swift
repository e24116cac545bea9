internal import ByokCore

/// How a provider takes batches; see ``BatchTerms/Shape``.
enum BatchWord: String, ConfigurationChoice {
  case files, messages, operations, jobs, requests

  var shape: BatchTerms.Shape {
    switch self {
    case .files: .files
    case .messages: .messages
    case .operations: .operations
    case .jobs: .jobs
    case .requests: .requests
    }
  }
}

/// How many times the usual price something costs.
package struct PriceFactor: ConfigurationValue, Equatable {
  static let configured = "a number from 0 to 10, such as 0.5"
  let number: Double

  init?(configured value: JSONValue) {
    guard let number = Double(configured: value), (0...10).contains(number) else { return nil }
    self.number = number
  }
}

/// What the configuration says of the batches of a provider of the user's own.
struct BatchRow {
  var shape: BatchWord?
  var maxRequests: Count?
  var maxBytes: Count?
  var windows: [String]?
  var price: PriceFactor?
  var retention: String?
  var endpointPrefix: String?

  /// What the row describes.
  ///
  /// - Parameter place: Where the row is.
  /// - Returns: `nil` where the provider takes no batches.
  /// - Throws: A usage error where it says something, but not how.
  func terms(at place: String) throws(ByokError) -> BatchTerms? {
    guard let shape else {
      let isEmpty =
        maxRequests == nil && maxBytes == nil && windows == nil && price == nil
        && retention == nil && endpointPrefix == nil
      guard isEmpty else { throw .wrong(place, "needs a shape") }
      return nil
    }
    var terms = BatchTerms(shape: shape.shape)
    terms.maxRequests = maxRequests?.number ?? terms.maxRequests
    terms.maxBytes = maxBytes?.number ?? terms.maxBytes
    if let windows, !windows.isEmpty { terms.windows = windows }
    terms.priceFactor = price?.number ?? terms.priceFactor
    terms.retention = retention ?? "an unknown time"
    terms.endpointPrefix = endpointPrefix ?? terms.endpointPrefix
    return terms
  }
}
