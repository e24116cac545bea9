internal import ByokCore

/// What kind of failure an answer tells of.
enum FailureCategory: Equatable, Sendable {
  /// The key is wrong, expired or revoked.
  case keyRejected
  /// The key is real but may not do this: its scopes, its project or its owner forbid it.
  case keyRestricted
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
    case .keyRejected, .keyRestricted: .keyRejected
    case .rateLimited, .quotaExhausted: .limited
    case .modelUnavailable: .modelUnavailable
    case .contextTooLong: .tooLong
    case .contentBlocked: .blocked
    case .overloaded: .provider
    case .badRequest, .region: .failure
    }
  }
}

/// One row of the classifier: an answer with one of these statuses, from one of these providers,
/// and with one of these codes or texts tells of that category.
struct FailureRule: Sendable {
  let category: FailureCategory
  /// The HTTP statuses, or `nil` for any.
  let statuses: Set<Int>?
  /// The ids of the providers that mean it so, or `nil` for all.
  let providers: Set<String>?
  /// Whole codes in lower case, any of which decides.
  let codes: Set<String>
  /// Lower-case texts to be found in message or codes, any of which decides; with no codes either,
  /// whatever is said does.
  let texts: [String]
  /// A lower-case text that must be found besides.
  let also: String?
  /// Whether only an answer without a word is meant.
  let isWordless: Bool
  /// The whole message in lower case, where a part of it would say too little.
  let message: String?
  /// What the user can do about it, where the category's own hints do not say.
  let hint: String?

  init(
    _ category: FailureCategory, statuses: Set<Int>? = nil, providers: Set<String>? = nil,
    codes: Set<String> = [], texts: [String] = [], also: String? = nil, isWordless: Bool = false,
    message: String? = nil, hint: String? = nil
  ) {
    (self.category, self.statuses, self.providers) = (category, statuses, providers)
    (self.codes, self.texts, self.also) = (codes, texts, also)
    (self.isWordless, self.message, self.hint) = (isWordless, message, hint)
  }

  func matches(_ report: ErrorReport, status: Int) -> Bool {
    guard statuses?.contains(status) ?? true, providers?.contains(report.provider) ?? true else {
      return false
    }
    if isWordless { return report.message.isEmpty && report.codes.isEmpty }
    if let message { return report.message.lowercased() == message }
    let searched = report.searchText
    guard also.map(searched.contains) ?? true else { return false }
    return codes.isEmpty && texts.isEmpty
      || report.codes.contains { codes.contains($0.lowercased()) }
      || texts.contains(where: searched.contains)
  }
}

extension ErrorReport {
  /// The classifier's row that it falls under.
  ///
  /// An error inside of HTTP 200 is judged by the status that its own codes name, if they do.
  var rule: FailureRule? {
    let effective = status == 200 ? namedStatus ?? 200 : status
    return FailureRule.all.first { $0.matches(self, status: effective) }
  }

  /// What kind of failure it tells of.
  var category: FailureCategory { rule?.category ?? .overloaded }

  private var namedStatus: Int? {
    codes.lazy.compactMap { Int($0) ?? FailureRule.statusWords[$0.lowercased()] }
      .first { (400..<600).contains($0) }
  }
}
