internal import ByokCore
internal import ByokKit
internal import Synchronization

/// What Ctrl-C means in a conversation at a terminal: it ends the reply, or drops the line.
final class DialogueSignals: Sendable {
  private enum State {
    /// A line is being typed, after this prompt.
    case typing(String)
    case asking(Latch)
    case busy
  }

  private let state = Mutex(State.busy)

  func begin(_ prompt: String) { state.withLock { $0 = .typing(prompt) } }

  func begin(_ interrupt: Latch?) {
    state.withLock { $0 = interrupt.map(State.asking) ?? .busy }
  }

  /// Takes a signal.
  ///
  /// - Returns: Whether the process goes on.
  func take(_ number: CInt, _ requests: RequestLog, _ console: Console) -> Bool {
    guard number == SignalWatch.interrupt else { return false }
    switch state.withLock({ $0 }) {
    case .typing(let prompt):
      console.dropTypedLine()
      console.writeAside("\n\(prompt)")
    case .asking(let interrupt):
      requests.interrupt(bySignal: number)
      interrupt.open()
    case .busy: break
    }
    return true
  }
}
