package import ByokCore

/// A broker at work: takes connections until it is to end.
package struct BrokerService {
  /// Seconds that requests may still take once the program has ended, and once a signal has come.
  private static let endTime = 2.0
  private static let stopTime = 30.0
  /// Descriptors of one connection: its own, the provider's, and those that libcurl waits with.
  private static let descriptorsPerConnection = 6

  private let broker: Broker
  private let session: Session
  private let gate: RequestGate
  private let isForEveryone: Bool

  /// - Parameters:
  ///   - broker: Answers the requests.
  ///   - session: The outside world.
  ///   - hosts: Names besides this machine's by which it may be asked.
  ///   - isForEveryone: Whether programs of other users may ask.
  package init(
    _ broker: Broker, _ session: Session, hosts: [String] = [], isForEveryone: Bool = false
  ) {
    (self.broker, self.session, self.isForEveryone) = (broker, session, isForEveryone)
    gate = RequestGate(hosts: hosts)
  }

  /// Takes connections until a process has ended, or a signal comes.
  ///
  /// - Parameters:
  ///   - listener: Where they come from.
  ///   - process: The process; `nil` where only a signal ends it.
  ///   - ready: Called once connections are taken.
  ///   - tick: Called every few seconds, and at the end.
  /// - Throws: What `ready` throws; a failure when the system refuses what it needs.
  package func run(
    _ listener: borrowing ListeningSocket, until process: ProcessHandle?,
    ready: () throws(ByokError) -> Void, tick: () -> Void = {}
  ) throws(ByokError) {
    let set: ReadySet
    do {
      set = try ReadySet()
    } catch {
      throw ByokError(.failure, "cannot wait for connections: \(error.text)")
    }
    let stop = StopSignal(set.alarm)
    let signals = SignalGuard { _ in stop.take() }
    defer { signals.end() }
    let server = Server(broker, gate, limits, session.clock)
    try ready()
    let isStopped = serve(listener, process, set, server, stop, tick)
    server.end(within: isStopped ? Self.stopTime : Self.endTime) { stop.count > 1 }
    broker.end()
    tick()
  }

  /// Takes connections.
  ///
  /// - Returns: Whether a signal has ended it.
  private func serve(
    _ listener: borrowing ListeningSocket, _ process: ProcessHandle?, _ set: borrowing ReadySet,
    _ server: Server, _ stop: StopSignal, _ tick: () -> Void
  ) -> Bool {
    while stop.count == 0 {
      do throws(Errno) {
        let events = try set.wait(listener, process, atMost: 5)
        if events.hasProcessEnded { return false }
        if events.hasConnection { server.take(try listener.accept()) } else { tick() }
      } catch {
        // A connection that has gone again, or no descriptors for now.
        session.console.detail("cannot take a connection: \(error.text)")
        session.clock.sleep(0.01)
      }
    }
    return true
  }

  private var limits: ServerLimits {
    var limits = ServerLimits()
    let most = SystemFacts.raiseDescriptorLimit()
    let possible = max(16, (most - 64) / Self.descriptorsPerConnection)
    limits.connections = min(limits.connections, possible)
    limits.user = isForEveryone ? nil : SystemFacts.user
    return limits
  }
}

/// How many signals have asked to end.
private final class StopSignal: Sendable {
  private let state = Condition(0)
  private let alarm: ReadySet.Waker

  init(_ alarm: ReadySet.Waker) { self.alarm = alarm }

  var count: Int { state.withLock(\.self) }

  func take() {
    state.update { $0 += 1 }
    alarm.wake()
  }
}
