internal import CLinux

/// What systemd, or whoever speaks as it does, hands to a service and wants to know of it.
///
/// Source: sd_listen_fds(3), sd_notify(3).
package struct ServiceManager {
  private static let firstDescriptor: CInt = 3
  private let environment: Environment

  package init(_ environment: Environment) { self.environment = environment }

  /// Whether it has opened sockets for this process.
  package var hasSockets: Bool {
    environment.value("LISTEN_PID") == "\(SystemFacts.process)" && socketCount > 0
  }

  /// How many it has opened.
  package var socketCount: Int { environment.value("LISTEN_FDS").flatMap { Int($0) } ?? 0 }

  /// The first of the sockets that it has opened; `nil` if that takes no connections.
  package func socket() -> ListeningSocket? { ListeningSocket(inherited: Self.firstDescriptor) }

  /// Says that the service is ready, or ends; nothing where nobody wants to know.
  package func report(_ state: State) {
    guard let path = environment.value("NOTIFY_SOCKET") else { return }
    _ = unsafe clinux_notify(path, state.rawValue)
  }

  /// What a service says of itself.
  package enum State: String {
    case ready = "READY=1"
    case stopping = "STOPPING=1"
  }
}
