package import ByokCore

/// Asks a provider for its list of models, page by page.
package struct ModelListFetch {
  private let session: ClientSession
  /// Seconds for one page.
  private let timeout: Double

  package init(_ session: ClientSession, timeout: Double = 60) {
    (self.session, self.timeout) = (session, timeout)
  }

  /// The most pages that are asked for.
  static let pageLimit = 100

  /// - Parameters:
  ///   - list: The place and form of the list.
  ///   - provider: Whose it is.
  ///   - key: With which key, and where.
  /// - Returns: The whole list; `nil` where the provider has none there.
  /// - Throws: A failure of the network or the provider.
  package func run(
    _ list: ModelList, of provider: Provider, key: borrowing ChosenKey
  ) throws(ByokError) -> FetchedList? {
    let client = ProviderClient(provider, nil, session, .once(timeout))
    let own = try? provider.base()
    let filter = ChatModelFilter(
      provider: provider.id, list: list, isOwn: own?.origin == key.base.origin)
    var models: [ListedModel] = []
    var seen: Set<String> = []
    var path = list.path
    for number in 1...Self.pageLimit {
      let page: ModelPage
      switch try client.document(DocumentEndpoint(path), key: key) {
      case .document(let document):
        guard let found = ModelPage(document, shape: list.shape) else {
          let report = ErrorReport(status: 200, json: document)
          let failure = report.map(ReplyFailure.reported) ?? .broken("it holds no list of models")
          throw client.failure(.reply(failure), nil, key: key)
        }
        page = found
      case .problem(let problem, let head):
        if problem.isAboutMissingPath, number == 1 { return nil }
        throw client.failure(problem, head, key: key)
      }
      let fresh = page.rows.compactMap { ListedModel($0, filter) }
        .filter { seen.insert($0.id).inserted }
      models += fresh
      guard !fresh.isEmpty, let next = page.next(after: number, count: seen.count) else { break }
      path = list.path + (list.path.contains("?") ? "&" : "?") + next
    }
    return FetchedList(
      fetchedAt: Timestamp(seconds: Int(session.clock.now())).rfc3339,
      models: models)
  }
}

extension ProviderProblem {
  /// Whether there is nothing of the kind at the address.
  fileprivate var isAboutMissingPath: Bool {
    guard case .reply(.reported(let report)) = self else { return false }
    return [404, 405, 501].contains(report.status)
  }
}
