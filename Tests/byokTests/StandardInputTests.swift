import ByokKitTestSupport
import ByokTestSupport
import Foundation
import Testing

/// What can be seen of standard input only while it is open.
@Suite struct StandardInputTests {
  private let home: Home
  private let notice = "byok: waiting for standard input to end; -n ignores it\n"

  init() throws {
    home = try Home()
  }

  @Test func `a pipe that stays silent is told once, and what it brings is not cut short`() throws {
    var program = home.byok("chat", "-m", "echo/echo", "words")
    program.input = .pipe
    let running = try program.start()
    try running.waitForErrors(notice)
    running.write("late")
    running.write(" input\n")
    running.closeInput()
    let run = try running.wait()
    #expect(run.status == 0)
    #expect(run.output == "words\n\nlate input\n")
    #expect(run.errors == notice)
  }

  @Test func `with -n an open pipe is not waited for`() throws {
    var program = home.byok("chat", "-n", "-m", "echo/echo", "words")
    program.input = .pipe
    let run = try program.start().wait()
    #expect(run.output == "words\n")
    #expect(run.errors == "")
  }

  @Test func `a failure that needs no input does not wait for it`() throws {
    var program = home.byok("chat", "-m", "openai/m", "words")
    program.input = .pipe
    let run = try program.start().wait()
    #expect(run.status == 3)
    #expect(!run.errors.contains("waiting"))
  }

  @Test func `on a terminal nothing is read besides the words`() throws {
    let terminal = try PseudoTerminal()
    var program = home.byok("chat", "-m", "echo/echo", "words")
    program.onTerminal(terminal, streams: [0])
    let run = try program.start().wait()
    #expect(run.status == 0)
    #expect(run.output == "words\n")
  }

  @Test func `a pipe that does not block is waited for`() throws {
    // Another program may have made our end of a shared pipe non-blocking.
    let line = #"""
      use Fcntl;
      pipe(R, W); pipe(S, E); fcntl(R, F_SETFL, O_NONBLOCK);
      if (!fork) {
        open(STDIN, "<&R"); open(STDERR, ">&E");
        exec("byok", "chat", "-m", "echo/echo", "-v");
      }
      close(R); close(E); readline(S);
      syswrite(W, "late\n"); close(W);
      wait; exit($? >> 8);
      """#
    let run = try home.prepared(Program("/usr/bin/perl", ["-e", line])).run()
    #expect(run.status == 0)
    #expect(run.output == "late\n")
  }
}
