internal import ByokCore

/// How much a model is to think before it answers.
package enum ReasoningLevel: String, CaseIterable, Comparable, Sendable {
  case none, minimal, low, medium, high, xhigh, max

  package static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension ReasoningLevel: ArgumentValue {
  package static let expectation = "one of " + allCases.map(\.rawValue).joined(separator: ", ")

  package init?(argument: String) { self.init(rawValue: argument) }
}
