/// What kind of failure an answer tells of.
enum FailureCategory: Equatable, Sendable {
  /// The key is wrong, expired or revoked, or may not do this.
  case keyRejected
  /// Too many requests; waiting helps.
  case rateLimited
  /// Money or quota is used up; waiting does not help.
  case quotaExhausted
  case modelUnavailable
  case contextTooLong
  case contentBlocked
  /// The provider has trouble of its own; trying again may help.
  case overloaded
  case badRequest
  /// The provider refuses the country.
  case region

  /// The exit status it ends in.
  var kind: ByokError.Kind {
    switch self {
    case .keyRejected: .keyRejected
    case .rateLimited, .quotaExhausted: .limited
    case .modelUnavailable: .modelUnavailable
    case .contextTooLong: .tooLong
    case .contentBlocked: .blocked
    case .overloaded: .provider
    case .badRequest, .region: .failure
    }
  }
}

/// One row of the classifier: an answer with one of these statuses and one of these texts tells of
/// that category.
struct FailureRule: Sendable {
  /// The HTTP statuses, or `nil` for any.
  let statuses: Set<Int>?
  /// Lower-case texts to be found in message or codes; empty for any.
  let texts: [String]
  let category: FailureCategory

  init(_ category: FailureCategory, statuses: Set<Int>? = nil, texts: [String] = []) {
    (self.category, self.statuses, self.texts) = (category, statuses, texts)
  }

  func matches(_ report: ErrorReport, status: Int) -> Bool {
    guard statuses?.contains(status) ?? true else { return false }
    let searched = report.searchText
    return texts.isEmpty || texts.contains { searched.contains($0) }
  }
}

extension ErrorReport {
  /// What kind of failure it tells of.
  ///
  /// An error inside of HTTP 200 is judged by the status that its own code names, if it does.
  var category: FailureCategory {
    let named = codes.lazy.compactMap(Int.init).first { (400..<600).contains($0) }
    let effective = status == 200 ? named ?? 200 : status
    return FailureRule.all.first { $0.matches(self, status: effective) }?.category ?? .overloaded
  }
}
