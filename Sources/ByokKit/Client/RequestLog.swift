package import ByokCore

/// Notes in the usage log what requests took, also those that a signal cuts off.
///
/// From its first byte on, a request costs money: one that Ctrl-C or a closed pipe ends has a line
/// like any other, with its tokens estimated.
package final class RequestLog: Sendable {
  /// A request that has not ended.
  struct Open: Sendable {
    /// How far it has come.
    enum Phase {
      /// Nothing has been sent.
      case unsent
      /// It has been sent, and may cost money.
      case underWay
      /// Its last attempt failed before anything came, which costs nothing.
      case failed
    }

    var phase = Phase.unsent
    var record: UsageLog.Record
    /// When it began, on the monotonic clock.
    var start: Double
    /// Tokens of the prompt, as estimated before it was sent.
    var input: Int
    /// Bytes of the reply so far.
    var received = 0
    /// Tokens as the provider has counted them so far.
    var usage = Usage()
    /// What is known of the model, its price for one.
    var facts: Model?
  }

  private struct State {
    var open: [Int: Open] = [:]
    var next = 0
    /// Whether signals are left to whoever runs the threads.
    var isWatched = false
    var watch: SignalGuard?
    /// The number of threads that write to the log.
    var writers = 0
    /// Whether a signal is ending the process.
    var isOver = false
  }

  private let log: UsageLog?
  private let clock: Clock
  private let state = Condition(State())
  /// How long a signal waits for the log, in seconds.
  private static let patienceAtSignal = 0.5

  /// - Parameters:
  ///   - log: Where requests are noted; `nil` for nowhere.
  ///   - clock: For their times.
  ///   - takesSignals: Whether a signal that ends the process waits until requests are noted.
  package init(_ log: UsageLog?, clock: Clock, takesSignals: Bool = true) {
    (self.log, self.clock) = (log, clock)
    if !takesSignals { state.withLock { $0.isWatched = true } }
  }

  /// What to do about signals while several threads send requests.
  ///
  /// - Parameter last: Done before the process ends, after the requests have been noted.
  /// - Returns: What the threads' pool has to watch.
  package func watch(_ last: @escaping @Sendable (CInt) -> Void = { _ in }) -> SignalWatch {
    state.withLock { $0.isWatched = true }
    return SignalWatch(take: { number in
      self.cutOff(bySignal: number)
      last(number)
      ProcessSetup.die(bySignal: number)
    })
  }

  /// Begins a request.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - provider: Who is asked.
  ///   - key: Which key pays.
  /// - Returns: Its number; `nil` where requests are not noted. Never, once the process is ending.
  func begin(_ request: ChatRequest, _ provider: Provider, key: KeySource) -> Int? {
    begin(
      model: request.model, input: ChatEstimate(request, provider).input, request.facts, provider,
      key: key)
  }

  /// Begins a request of which only this is known.
  ///
  /// - Parameters:
  ///   - model: The model's id.
  ///   - input: The tokens that are sent, as estimated.
  ///   - facts: What is known of the model.
  ///   - provider: Who is asked.
  ///   - key: Which key pays.
  /// - Returns: As ``begin(_:_:key:)``.
  func begin(
    model: String, input: @autoclosure () -> Int, _ facts: Model?, _ provider: Provider,
    key: KeySource
  ) -> Int? {
    guard log != nil, !provider.isOffline else { return nil }
    let record = UsageLog.Record(
      time: Timestamp(seconds: Int(clock.now())).rfc3339, provider: provider.id,
      model: model, key: key.shortName, status: 0, milliseconds: 0)
    let open = Open(record: record, start: clock.monotonic(), input: input(), facts: facts)
    return state.wait { state -> Int? in
      guard !state.isOver else { return nil }
      if state.open.isEmpty, !state.isWatched {
        state.watch = SignalGuard { number in
          self.cutOff(bySignal: number)
          ProcessSetup.die(bySignal: number)
        }
      }
      state.next += 1
      state.open[state.next] = open
      return state.next
    }
  }

  /// Marks a request as sent; what is not yet sent when the process is ending never is.
  func beginAttempt(of number: Int?) {
    guard let number else { return }
    state.wait { state -> Void? in
      guard !state.isOver else { return nil }
      state.open[number]?.phase = .underWay
      return ()
    }
  }

  /// Marks an attempt as ended; another may follow.
  func endAttempt(of number: Int?) {
    guard let number else { return }
    state.withLock { state in
      guard let open = state.open[number], open.received == 0, open.usage == Usage() else { return }
      state.open[number]?.phase = .failed
    }
  }

  /// Counts what has arrived of a reply.
  func take(_ events: [StreamEvent], of number: Int?) {
    guard let number else { return }
    var count = 0
    var usage: Usage?
    for event in events {
      switch event {
      case .text(let text), .reasoning(let text), .refusal(let text): count += text.utf8.count
      case .toolCall(let piece): count += piece.arguments.utf8.count
      case .usage(let counted): usage = counted
      default: break
      }
    }
    state.withLock { state in
      guard var open = state.open[number] else { return }
      open.received += count
      open.usage = usage?.filled(from: open.usage) ?? open.usage
      state.open[number] = open
    }
  }

  /// Ends a request, and notes it.
  ///
  /// - Parameters:
  ///   - number: Its number.
  ///   - usage: What it took.
  ///   - status: The exit status that it stands for.
  ///   - note: Informs a person that it could not be noted.
  func end(_ number: Int?, _ usage: Usage, status: Int32, note: (String) -> Void) {
    guard let number, let log else { return }
    let (open, watch) = remove(number, writing: 1)
    if let open {
      log.note(open.record(usage, status: status, milliseconds(since: open.start)), tell: note)
      state.update { $0.writers -= 1 }
    }
    watch?.end()
  }

  /// Ends a request that was not sent.
  func forget(_ number: Int?) {
    guard let number else { return }
    remove(number).watch?.end()
  }

  private func remove(
    _ number: Int, writing writers: Int = 0
  ) -> (open: Open?, watch: SignalGuard?) {
    state.withLock { state in
      let open = state.open.removeValue(forKey: number)
      if open != nil { state.writers += writers }
      return (open, state.open.isEmpty ? state.watch.take() : nil)
    }
  }

  /// Notes every request under way as ended by a signal, with its tokens estimated, and lets none
  /// begin; the process must end after that.
  ///
  /// It waits a moment for a log that another process holds, and for lines that other threads are
  /// writing.
  package func cutOff(bySignal number: CInt) {
    guard let log else { return }
    let open = state.update { state in
      state.isOver = true
      state.writers += 1
      defer { state.open = [:] }
      return state.open.values.filter { $0.phase != .unsent }.sorted { $0.start < $1.start }
    }
    let records = open.map { $0.record(cutOffBy: number, milliseconds(since: $0.start)) }
    if !records.isEmpty { try? log.append(records, patience: Self.patienceAtSignal) }
    state.update { $0.writers -= 1 }
    state.wait(atMost: Self.patienceAtSignal) { $0.writers == 0 ? () : nil }
  }

  /// Notes every request under way as ended by a signal, with its tokens estimated; others may follow.
  package func interrupt(bySignal number: CInt) {
    guard let log else { return }
    let open = state.update { state in
      defer { state.open = [:] }
      return state.open.values.filter { $0.phase != .unsent }.sorted { $0.start < $1.start }
    }
    let records = open.map { $0.record(cutOffBy: number, milliseconds(since: $0.start)) }
    if !records.isEmpty { try? log.append(records, patience: Self.patienceAtSignal) }
  }

  private func milliseconds(since start: Double) -> Int {
    Int((clock.monotonic() - start) * 1000)
  }
}

extension RequestLog.Open {
  /// The line of a request that has ended.
  ///
  /// What a reply does not count, or counts as no reply can, is estimated: no provider gets its
  /// requests out of a budget by what it says or leaves out.
  fileprivate func record(
    _ usage: Usage, status: Int32, _ milliseconds: Int
  ) -> UsageLog.Record {
    let counts = usage.input != nil && usage.output != nil
    let costsNothing = status != 0 && received == 0 && usage == Usage()
    return record(counts || costsNothing ? usage : estimated(usage), status, milliseconds)
  }

  /// The line of a request that a signal ended.
  fileprivate func record(cutOffBy number: CInt, _ milliseconds: Int) -> UsageLog.Record {
    guard phase == .underWay else { return record(Usage(), 128 + number, milliseconds) }
    var usage = usage
    // Counts that come while a reply goes on are of its beginning.
    usage.output = max(usage.output ?? 0, estimate)
    return record(estimated(usage), 128 + number, milliseconds)
  }

  private func record(
    _ usage: Usage, _ status: Int32, _ milliseconds: Int
  ) -> UsageLog.Record {
    var record = record
    (record.status, record.milliseconds) = (status, milliseconds)
    (record.inputTokens, record.outputTokens) = (usage.input, usage.output)
    (record.cachedTokens, record.reasoningTokens) = (usage.cachedInput, usage.reasoning)
    record.cacheWriteTokens = usage.billing.cacheWrites?.all
    record.cost = usage.cost
    return record
  }

  /// The tokens of what has come.
  private var estimate: Int {
    let bytes = ChatEstimate.bytesPerToken
    return (received + bytes - 1) / bytes
  }

  /// The counts, completed by estimates, with their cost.
  private func estimated(_ usage: Usage) -> Usage {
    var usage = usage
    usage.input = usage.input ?? input
    usage.output = usage.output ?? estimate
    return usage.priced(as: facts)
  }
}
