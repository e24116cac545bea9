/// Asks a provider for its list of models, page by page.
struct ModelListFetch {
  let transport: any Transport
  let clock: Clock
  let console: Console
  /// Seconds for one page.
  var timeout = 60.0
  var extraCertificates: [UInt8]?

  /// The most pages that are asked for.
  static let pageLimit = 100

  /// - Parameters:
  ///   - list: Where the list lies, and in which form.
  ///   - provider: Whose it is.
  ///   - key: With which key, and where.
  /// - Returns: The whole list; `nil` where the provider has none there.
  /// - Throws: A failure of the network or the provider.
  func run(
    _ list: ModelList, of provider: Provider, key: borrowing ChosenKey
  ) throws(ByokError) -> FetchedList? {
    let keyLine = try key.headerLine(for: provider, provider.wire)
    let own = try? BaseURL(provider.baseURL, from: provider.id)
    let filter = ChatModelFilter(
      provider: provider.id, shape: list.shape, isOwn: own?.origin == key.base.origin)
    var models: [ListedModel] = []
    var seen: Set<String> = []
    var path = list.path
    for number in 1...Self.pageLimit {
      let answer = answer(provider, path: path, base: key.base, keyLine: keyLine, list.shape)
      let page: ModelPage
      switch answer {
      case .success(let found): page = found
      case .failure(let failure):
        if failure.problem.isAboutMissingPath, number == 1 { return nil }
        throw failure.problem.error(
          provider: provider, request: nil, key: key, head: failure.head,
          wait: failure.problem.retryAfter(head: failure.head, now: clock.now()))
      }
      let fresh = page.rows.compactMap { ListedModel($0, filter) }
        .filter { seen.insert($0.id).inserted }
      models += fresh
      guard !fresh.isEmpty, let next = page.next(after: number, count: seen.count) else { break }
      path = list.path + (list.path.contains("?") ? "&" : "?") + next
    }
    return FetchedList(
      baseURL: key.base.text, fetchedAt: Timestamp(seconds: Int(clock.now())).rfc3339,
      models: models)
  }

  /// Why a page was not had.
  private struct PageFailure: Error {
    let problem: ExchangeProblem
    let head: ResponseHead?
  }

  private func answer(
    _ provider: Provider, path: String, base: BaseURL, keyLine: borrowing Secret,
    _ shape: ModelList.Shape
  ) -> Result<ModelPage, PageFailure> {
    let request = HTTPRequest(
      method: "GET", url: base.address(of: path), base: base,
      headers: provider.wire.headers(accepting: "application/json"), body: [], timeout: timeout,
      extraCertificates: extraCertificates)
    console.detail("\(request.method) \(request.url)")
    let receiver = WholeBody(limit: ReplyReceiver.wholeLimit)
    do throws(TransportFailure) {
      try transport.send(request, keyLine: keyLine, to: receiver)
    } catch {
      return .failure(PageFailure(problem: .transport(error), head: receiver.head))
    }
    do throws(ReplyFailure) {
      return .success(try receiver.page(shape))
    } catch {
      let problem = ExchangeProblem(error, head: receiver.head, provider: provider, base: base)
      return .failure(PageFailure(problem: problem, head: receiver.head))
    }
  }
}

extension WholeBody {
  /// - Throws: What the provider reports, or how the answer is no list.
  fileprivate func page(_ shape: ModelList.Shape) throws(ReplyFailure) -> ModelPage {
    let document = try document()
    if let page = ModelPage(document, shape: shape) { return page }
    if let report = ErrorReport(status: head?.status ?? 0, json: document) {
      throw .reported(report)
    }
    throw .broken("it holds no list of models")
  }
}

extension ExchangeProblem {
  /// Whether there is nothing of the kind at the address.
  fileprivate var isAboutMissingPath: Bool {
    guard case .reply(.reported(let report)) = self else { return false }
    return [404, 405, 501].contains(report.status)
  }
}
