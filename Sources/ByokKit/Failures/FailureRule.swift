internal import ByokCore

/// The kind of failure that a response reports.
enum FailureCategory: Equatable, Sendable {
  /// The key is wrong, expired or revoked.
  case keyRejected
  /// The key is real but may not do this: its scopes, its project or its owner forbid it.
  case keyRestricted
  /// Too many requests; waiting helps.
  case rateLimited
  /// Money or quota is used up; waiting does not help.
  case quotaExhausted
  /// There is no such model.
  case modelUnavailable
  /// The model is there, but closed to this key, plan or account.
  case modelClosed
  case contextTooLong
  case contentBlocked
  /// The provider has trouble of its own; trying again may help.
  case overloaded
  /// A firewall or a proxy answers in the provider's place, and refuses.
  case intercepted
  case badRequest
  /// The provider refuses the country.
  case region
  /// The same, as a precondition of any request that is not met.
  case location

  /// The exit status it ends in.
  var kind: ByokError.Kind {
    switch self {
    case .keyRejected, .keyRestricted: .keyRejected
    case .rateLimited, .quotaExhausted: .limited
    case .modelUnavailable, .modelClosed, .region: .modelUnavailable
    case .contextTooLong: .tooLong
    case .contentBlocked: .blocked
    case .overloaded, .intercepted: .provider
    case .badRequest, .location: .failure
    }
  }
}

/// One row of the classifier: an answer with one of these statuses, from one of these providers,
/// and with one of these codes or texts means that category.
struct FailureRule: Sendable {
  let category: FailureCategory
  /// The HTTP statuses, or `nil` for any.
  let statuses: Set<Int>?
  /// The ids of the providers that mean it so, or `nil` for all.
  let providers: Set<String>?
  /// Whole codes in lower case, any of which decides.
  let codes: Set<String>
  /// Lower-case ends of codes, any of which decides.
  let endings: [String]
  /// Lower-case texts to be found in message or codes, any of which decides; with neither codes nor
  /// endings, whatever is said does.
  let texts: [String]
  /// A lower-case text that must be found besides.
  let also: String?
  /// Lists of lower-case words, of each of which one must be found, whole, in message or codes.
  let words: [Set<String>]
  /// What else must be so.
  let condition: Condition?
  /// The whole message in lower case, where a part of it would say too little.
  let message: String?
  /// What the user can do about it, where the category's own hints do not say.
  let hint: String?

  /// What words alone do not tell.
  enum Condition: Sendable {
    /// There is not a word.
    case isWordless
    /// It is a web page.
    case isPage
    /// It complains of the length of the prompt.
    case isTooLong
  }

  init(
    _ category: FailureCategory, statuses: Set<Int>? = nil, providers: Set<String>? = nil,
    _ condition: Condition? = nil, codes: Set<String> = [], endings: [String] = [],
    texts: [String] = [], also: String? = nil, words: [Set<String>] = [],
    message: String? = nil, hint: String? = nil
  ) {
    (self.category, self.statuses, self.providers) = (category, statuses, providers)
    (self.codes, self.endings, self.texts, self.also) = (codes, endings, texts, also)
    (self.words, self.condition) = (words, condition)
    (self.message, self.hint) = (message, hint)
  }

  /// Whether it is what was said that decides, and not the status alone.
  var isSaid: Bool { !codes.isEmpty || !endings.isEmpty || !texts.isEmpty || !words.isEmpty }

  func matches(_ report: ErrorReport, status: Int) -> Bool {
    guard statuses?.contains(status) ?? true, providers?.contains(report.provider) ?? true,
      condition.map(report.meets) ?? true,
      message.map({ $0 == report.message.lowercased() }) ?? true
    else { return false }
    let searched = report.searchText
    guard also.map(searched.contains) ?? true, words.isEmpty || report.says(oneOfEach: words) else {
      return false
    }
    let said = report.codes.map { $0.lowercased() }
    return codes.isEmpty && endings.isEmpty && texts.isEmpty
      || said.contains { code in codes.contains(code) || endings.contains(where: code.hasSuffix) }
      || texts.contains(where: searched.contains)
  }
}

extension ErrorReport {
  fileprivate func meets(_ condition: FailureRule.Condition) -> Bool {
    switch condition {
    case .isWordless: message.isEmpty && codes.isEmpty
    case .isPage: isPage
    case .isTooLong: lengthComplaint.map { $0.part != .reply } ?? false
    }
  }

  fileprivate func says(oneOfEach lists: [Set<String>]) -> Bool {
    let said = Set(searchText.split { !$0.isLetter && !$0.isNumber }.map(String.init))
    return lists.allSatisfy { !$0.isDisjoint(with: said) }
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

  /// The kind of failure that it reports.
  var category: FailureCategory { rule?.category ?? .overloaded }

  private var namedStatus: Int? {
    codes.lazy.compactMap { Int($0) ?? FailureRule.statusWords[$0.lowercased()] }
      .first { (400..<600).contains($0) }
  }
}
