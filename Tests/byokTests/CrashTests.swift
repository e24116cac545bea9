import ByokTestSupport
import Foundation
import Testing

/// A crash prints nothing and runs nothing.
///
/// The Swift runtime's own handler would print registers and memory, and run a program to do so:
/// the one that `SWIFT_BACKTRACE` names or, statically linked, one below the current folder. That
/// these tests fail when `ProcessSetup.resetCrashSignals()` is taken out of `main` was seen by hand
/// on 2026-11-23: the planted file is run, and byok goes on.
///
/// Source: <https://github.com/swiftlang/swift/blob/main/docs/Backtracing.rst>.
@Suite struct CrashTests {
  private var home: Home
  private let trap: String

  init() throws {
    home = try Home()
    let text = "#!/bin/sh\n: >>'\(home.folder.path("ran"))'\n"
    trap = try home.folder.write(text, to: "trap", mode: 0o755)
    // Where a static binary would look for it, from the folder it is started in.
    let places = home.folder.url.appending(path: "libexec/swift/linux")
    try FileManager.default.createDirectory(at: places, withIntermediateDirectories: true)
    for place in ["swift-backtrace", "libexec/swift/linux/swift-backtrace"] {
      try FileManager.default.copyItem(atPath: trap, toPath: home.folder.path(place))
    }
  }

  @Test(
    arguments: [SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGABRT, SIGQUIT],
    ["enable=yes,swift-backtrace=", nil])
  func `a crash ends byok by its signal, prints nothing and runs nothing`(
    signal: Int32, setting: String?
  ) throws {
    var home = home
    home.variables["SWIFT_BACKTRACE"] = setting.map { $0 + trap } ?? "enable=yes"
    var program = home.byok("chat", "-v", "-m", "echo/echo")
    program.input = .pipe
    let running = try program.start()
    try running.waitForErrors("using no key at https://echo.invalid\n")
    running.send(signal)
    let run = try running.wait(timeLimit: 20)
    #expect(run.status == 128 + signal)
    #expect(run.output == "")
    #expect(run.errors == "byok: using no key at https://echo.invalid\n")
    #expect(!FileManager.default.fileExists(atPath: home.folder.path("ran")))
  }

  @Test func `the trap works where the runtime's handler is not taken out`() throws {
    // Any other Swift program, waiting for a child: the bench, which takes a script for byok.
    var home = home
    home.variables["SWIFT_BACKTRACE"] = "enable=yes,swift-backtrace=\(trap)"
    let fifos = ["ran", "ready", "end"].map(home.folder.path)
    #expect(try Program("/usr/bin/mkfifo", fifos).run().status == 0)
    let byok = try home.folder.write(
      "#!/bin/sh\n: >'\(fifos[1])'\nread line <'\(fifos[2])'\n", to: "byok", mode: 0o755)
    let bench = Program(Run.products.appending(path: "ByokBench").path, [byok])
    let running = try home.prepared(bench).start()
    // Reading a FIFO waits for its writer: first the script, then the trap.
    #expect(try Program("/bin/cat", [fifos[1]]).run().status == 0)
    running.send(SIGSEGV)
    #expect(try Program("/bin/cat", [fifos[0]]).run(timeLimit: 30).status == 0)
    #expect(try home.prepared(Program("/bin/sh", ["-c", ": >end"])).run().status == 0)
    _ = try running.wait()
  }
}
