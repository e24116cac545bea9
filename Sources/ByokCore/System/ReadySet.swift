internal import CLinux
internal import Glibc

/// What a server waits for: a connection, the end of a process, a wake from another thread.
package struct ReadySet: ~Copyable {
  private let pipe: PipeEnds
  /// What wakes the thread that waits, as long as this lives.
  package let alarm: Waker

  /// What has happened.
  package struct Events {
    package var hasConnection = false
    package var hasProcessEnded = false
    package var isWoken = false
  }

  /// Wakes the thread that waits; any thread may use it.
  package final class Waker: Sendable {
    private let descriptor: CInt

    fileprivate init(_ descriptor: CInt) { self.descriptor = descriptor }

    /// Wakes it now, or the next time that it waits.
    package func wake() {
      // A full pipe wakes as well.
      _ = unsafe Glibc.write(descriptor, "w", 1)
    }
  }

  /// - Throws: The ``Errno`` of `pipe2`.
  package init() throws(Errno) {
    pipe = try PipeEnds()
    for (end, access) in [
      (pipe.reading.descriptor, O_RDONLY), (pipe.writing.descriptor, O_WRONLY),
    ] { _ = fcntl(end, F_SETFL, access | O_NONBLOCK) }
    alarm = Waker(pipe.writing.descriptor)
  }

  /// Waits until something happens.
  ///
  /// - Parameters:
  ///   - listener: Whose connections to wait for.
  ///   - process: Whose end to wait for; `nil` for none.
  ///   - seconds: The longest wait; `nil` for ever.
  /// - Returns: What has happened.
  /// - Throws: The ``Errno`` of `poll`.
  package func wait(
    _ listener: borrowing ListeningSocket, _ process: ProcessHandle?,
    atMost seconds: Double?
  ) throws(Errno) -> Events {
    let watched = process?.file.descriptor ?? -1
    var entries = [
      pollfd(fd: listener.file.descriptor, events: CShort(POLLIN), revents: 0),
      pollfd(fd: watched, events: CShort(POLLIN), revents: 0),
      pollfd(fd: pipe.reading.descriptor, events: CShort(POLLIN), revents: 0),
    ]
    let milliseconds = CInt(clamping: seconds.map { Int(($0 * 1000).rounded(.up)) } ?? -1)
    _ = try retryingInterrupted { unsafe poll(&entries, nfds_t(entries.count), milliseconds) }
    let events = entries.map { $0.revents != 0 }
    if events[2] { _ = try? pipe.reading.readOn(64) }
    return Events(
      hasConnection: events[0], hasProcessEnded: watched >= 0 && events[1], isWoken: events[2])
  }
}

/// A process that may end, without waiting for it as for a child.
package final class ProcessHandle {
  let file: OpenFile

  /// This process, also once another program has taken its place.
  ///
  /// - Throws: The ``Errno`` of `pidfd_open`, which is there since Linux 5.3.
  package init() throws(Errno) {
    let descriptor = clinux_process_handle(getpid())
    guard descriptor >= 0 else { throw .current }
    file = OpenFile(descriptor: descriptor)
  }

  /// Takes over the handle that our caller has opened.
  package init(inherited descriptor: CInt) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    file = OpenFile(descriptor: descriptor)
  }
}
