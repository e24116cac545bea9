internal import ByokCore

/// Which models a listing shows.
package struct ModelFilter {
  /// The pieces of a pattern between its stars, which stand for any text; `nil` for all models.
  private let pieces: [Substring]?
  package var isAvailable = false
  package var seesImages = false
  package var callsTools = false
  package var thinks = false
  /// USD for a million tokens of prompt.
  package var maxPrice: Double?
  /// Tokens.
  package var minContext: Int?

  /// - Parameters:
  ///   - pattern: A part of name or id, where `*` stands for any text; `nil` for all.
  ///   - isAvailable: Whether only those are shown that can be used, as in the other conditions.
  ///   - seesImages: Whether they take images.
  ///   - callsTools: Whether they call tools.
  ///   - thinks: Whether they think.
  ///   - maxPrice: See ``maxPrice``.
  ///   - minContext: See ``minContext``.
  package init(
    pattern: String? = nil, isAvailable: Bool = false, seesImages: Bool = false,
    callsTools: Bool = false, thinks: Bool = false, maxPrice: Double? = nil, minContext: Int? = nil
  ) {
    pieces = pattern.map { $0.lowercased().split(separator: "*") }
    self.isAvailable = isAvailable
    self.seesImages = seesImages
    self.callsTools = callsTools
    self.thinks = thinks
    self.maxPrice = maxPrice
    self.minContext = minContext
  }

  /// Whether the model is shown; what is not known of it does not pass.
  package func admits(_ entry: ModelEntry) -> Bool {
    let model = entry.model
    if isAvailable, !entry.isAvailable { return false }
    if seesImages, !model.input.contains(.image) { return false }
    if callsTools, model.callsTools != true { return false }
    if thinks, entry.thinks != true { return false }
    if let maxPrice, model.price.map({ $0.input > maxPrice }) ?? true { return false }
    if let minContext, model.contextWindow.map({ $0 < minContext }) ?? true { return false }
    guard let pieces else { return true }
    return Self.occur(pieces, in: entry.name) || Self.occur(pieces, in: model.name)
  }

  /// Whether the pieces occur in the text in their order, in any case.
  private static func occur(_ pieces: [Substring], in text: String) -> Bool {
    var rest = text.lowercased()[...]
    for piece in pieces {
      guard let place = rest.firstRange(of: piece) else { return false }
      rest = rest[place.upperBound...]
    }
    return true
  }
}

/// The order of a listing of models; what is not known comes last.
package enum ModelOrder: String, CaseIterable, ArgumentValue {
  /// The cheapest prompt first, then the cheapest reply.
  case price
  /// The largest context first.
  case context
  case name
  /// The newest first.
  case released

  package static let expectation = "one of " + allCases.map(\.rawValue).joined(separator: ", ")

  package init?(argument: String) { self.init(rawValue: argument) }

  /// Whether one model comes before the other.
  package func precedes(_ one: ModelEntry, _ other: ModelEntry) -> Bool {
    switch self {
    case .price:
      (price(one).0, price(one).1, one.name) < (price(other).0, price(other).1, other.name)
    case .context: (-context(one), one.name) < (-context(other), other.name)
    case .name:
      (one.model.name.lowercased(), one.name) < (other.model.name.lowercased(), other.name)
    case .released: (released(other), one.name) < (released(one), other.name)
    }
  }

  private func price(_ entry: ModelEntry) -> (Double, Double) {
    (entry.model.price?.input ?? .infinity, entry.model.price?.output ?? .infinity)
  }

  private func context(_ entry: ModelEntry) -> Int { entry.model.contextWindow ?? 0 }

  private func released(_ entry: ModelEntry) -> String { entry.model.released ?? "" }
}
