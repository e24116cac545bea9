internal import ByokCore

/// What the configuration says of how a key of the user's own provider is tried.
struct CheckRow: Configurable {
  var request: CheckWord?
  var path: RequestPath?
  var body: String?
  var model: String?
  var good: [HTTPStatus]?
  var bad: [HTTPStatus]?
  var isProof: Bool?
  var note: String?
  var facts: [FactRow] = []
  var accountPath: RequestPath?
  var accountFacts: [FactRow] = []

  /// The check that the row describes.
  ///
  /// - Parameters:
  ///   - list: How the provider lists its models.
  ///   - place: Where the row is.
  /// - Returns: The check; where nothing is said, a hint by the list of models.
  /// - Throws: A usage error that names the place.
  func check(_ list: ModelList?, at place: String) throws(ByokError) -> KeyCheck {
    let probe = try probe(list, at: place)
    var check = KeyCheck(probe: probe)
    check.good = good?.map(\.code) ?? check.good
    check.bad = bad?.map(\.code) ?? check.bad
    guard Set(check.good).isDisjoint(with: check.bad) else {
      throw .wrong("\(place).invalid_statuses", "has a status that is also in ok_statuses")
    }
    // Many servers answer anybody: only a chat proves a key where nobody says more.
    check.isProof = isProof ?? probe.isCompletion
    check.note = note
    check.facts = try facts.facts(at: "\(place).facts")
    let accountFacts = try accountFacts.facts(at: "\(place).account_facts")
    guard accountPath == nil || !accountFacts.isEmpty, accountFacts.isEmpty || accountPath != nil
    else { throw .wrong(place, "needs account_path and account_facts together") }
    check.account = accountPath.map { .init(path: $0.text, facts: accountFacts) }
    return check
  }

  private func probe(_ list: ModelList?, at place: String) throws(ByokError) -> KeyCheck.Probe {
    let usual: CheckWord =
      path == nil ? (list == nil ? .none : .models) : body == nil ? .get : .post
    let word = request ?? usual
    let members: [(name: String, isSaid: Bool, words: [CheckWord])] = [
      ("path", path != nil, [.get, .post]), ("body", body != nil, [.post]),
      ("model", model != nil, [.completion]),
    ]
    for member in members where member.isSaid && !member.words.contains(word) {
      throw .wrong("\(place).\(member.name)", "has no effect with the request '\(word.rawValue)'")
    }
    switch word {
    case .none: return .none
    case .completion: return .completion(model: model)
    case .models:
      guard list != nil else { throw .wrong(place, "asks for the models, which are not listed") }
      return .models
    case .get, .post:
      guard let path = path?.text else { throw .wrong(place, "needs a path") }
      return word == .get ? .get(path) : .post(path, body: body ?? "{}")
    }
  }
}

/// A fact about the account in a reply, as the configuration describes it.
struct FactRow: Configurable {
  var name: String?
  var path: [String]?
  var meaning: AccountFact.Meaning?
}

extension [FactRow] {
  fileprivate func facts(at place: String) throws(ByokError) -> [AccountFact] {
    var facts: [AccountFact] = []
    for (index, row) in enumerated() {
      guard let name = row.name, let path = row.path, !path.isEmpty else {
        throw .wrong("\(place)[\(index)]", "needs a name and a path")
      }
      facts.append(AccountFact(name, path: path, meaning: row.meaning))
    }
    return facts
  }
}

extension KeyCheck.Probe {
  fileprivate var isCompletion: Bool { if case .completion = self { true } else { false } }
}

/// What the configuration says of how the user's own provider lists its models.
struct ModelListRow: Configurable {
  /// Whether it does not.
  var isNone = false
  var path: RequestPath?
  var shape: ModelList.Shape?
  var isPublic: Bool?
  var otherWords: [String]?
  var beginnings: [String]?
  var chatPath: [String]?
  var chatWord: String?

  /// The list that the row describes: where nothing is said, that of servers of the dialect.
  ///
  /// - Parameters:
  ///   - dialect: The provider's dialect.
  ///   - place: Where the row is.
  /// - Returns: `nil` where models are not listed.
  /// - Throws: A usage error that names the place.
  func list(_ dialect: any Dialect.Type, at place: String) throws(ByokError) -> ModelList? {
    guard !isNone else { return nil }
    var list = ModelList.usual(for: dialect)
    list.path = path?.text ?? list.path
    list.shape = shape ?? list.shape
    list.isPublic = isPublic
    list.otherWords = otherWords ?? []
    list.beginnings = beginnings ?? []
    guard (chatPath?.isEmpty ?? true) == (chatWord == nil) else {
      throw .wrong(place, "needs chat_path and chat_word together")
    }
    if let chatPath, let chatWord { list.chatMark = .init(path: chatPath, word: chatWord) }
    return list
  }
}
