public import Foundation
internal import Glibc

/// A terminal for one program under test, played by the test.
///
/// ```swift
/// let terminal = try PseudoTerminal()
/// var program = Program.byok("keys", "add", "openai")
/// program.onTerminal(terminal)
/// let running = try program.start()
/// try terminal.waitFor("API key")
/// terminal.type("secret\n")
/// let run = try running.wait()
/// ```
public final class PseudoTerminal: Sendable {
  /// The terminal's file, which the program opens.
  public let path: String

  /// What came to the screen; its end is when all programs have closed the terminal.
  let arrivals = Arrivals()

  private let master: Int32

  /// A terminal of 24 lines.
  ///
  /// - Parameter columns: Its width.
  /// - Throws: A ``SupportFailure`` when the system has none left.
  public init(columns: UInt16 = 80) throws {
    master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var number: Int32 = 0
    var locked: Int32 = 0
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard master >= 0,
      unsafe ioctl(master, Self.getNumber, &number) == 0,
      unsafe ioctl(master, Self.setLock, &locked) == 0,
      unsafe ioctl(master, UInt(TIOCSWINSZ), &size) == 0
    else { throw SupportFailure.system("cannot open a terminal") }
    path = "/dev/pts/\(number)"
    // Ctrl-C drops what has not been read yet, which may be what the program answers it with.
    var attributes = termios()
    unsafe tcgetattr(master, &attributes)
    attributes.c_lflag |= tcflag_t(NOFLSH)
    unsafe tcsetattr(master, TCSANOW, &attributes)
  }

  // TIOCGPTN and TIOCSPTLCK of <asm-generic/ioctls.h>: what `ptsname` and `unlockpt`, which Swift
  // does not import, are made of.
  private static let getNumber: UInt = 0x8004_5430
  private static let setLock: UInt = 0x4004_5431

  deinit {
    close(master)
  }

  /// Begins to read what the program prints, which is possible once it has the terminal open.
  func listen() {
    // The thread ends when the program and all it started are gone; it holds a copy, so that the
    // number cannot be used anew meanwhile.
    arrivals.collect(fcntl(master, F_DUPFD_CLOEXEC, 0))
  }

  /// Types `text`; a newline is the Enter key, `\u{3}` is Ctrl-C, `\u{4}` the end of input.
  public func type(_ text: String) {
    _ = Descriptor.write(Array(text.utf8), to: master)
  }

  /// Waits until `text` stands on the screen, after the text waited for before.
  ///
  /// - Throws: A ``SupportFailure`` when the program ends, or `timeLimit` seconds pass, without it.
  public func waitFor(_ text: String, timeLimit: TimeInterval = 20) throws {
    try arrivals.wait(for: text, timeLimit)
  }

  /// Everything that came to the screen so far; lines end with `\r\n`.
  public var screen: String { String(decoding: arrivals.bytes, as: UTF8.self) }

  /// Whether what is typed now would be shown.
  public var echoes: Bool {
    var attributes = termios()
    unsafe tcgetattr(master, &attributes)
    return attributes.c_lflag & tcflag_t(ECHO) != 0
  }

  /// Waits until the program has turned the echo on; false when it has not in 20 seconds.
  ///
  /// Nobody tells when it changes, so this looks again and again.
  func waitForEcho() -> Bool {
    for _ in 0..<4000 where !echoes {
      usleep(5000)
    }
    return echoes
  }
}

extension Program {
  /// Puts the program on `terminal`, with the standard streams named in `streams` connected to it.
  public mutating func onTerminal(_ terminal: PseudoTerminal, streams: Set<Int32> = [0, 1, 2]) {
    self.terminal = terminal
    if streams.contains(0) { input = .terminal }
    if streams.contains(1) { output = .terminal }
    if streams.contains(2) { errors = .terminal }
  }
}
