import ByokTestSupport
import Glibc
import Testing

@testable import ByokCore

@Suite struct ChildProcessTests {
  /// What a program printed, up to `room` bytes, and how it failed.
  private func run(
    _ words: [String], withholding withheld: [String] = [], seconds: Double = 60, room: Int = 4096
  ) -> (output: String, failure: ChildProcess.Failure?) {
    var output: [UInt8] = []
    do throws(ChildProcess.Failure) {
      try ChildProcess.run(words, withholding: withheld, seconds: seconds) {
        (descriptor) throws(Errno) in
        guard output.count < room else { return nil }
        var piece = [UInt8](repeating: 0, count: room - output.count)
        let count = unsafe Glibc.read(descriptor, &piece, piece.count)
        guard count >= 0 else { throw .current }
        output += piece.prefix(count)
        return count
      }
      return (String(decoding: output, as: UTF8.self), nil)
    } catch {
      return (String(decoding: output, as: UTF8.self), error)
    }
  }

  @Test func `a program of the path gets its words as they are, without a shell`() {
    let (output, failure) = run(["printf", "<%s>", "a b", "$HOME", "*", "", "; exit 3"])
    #expect(output == "<a b><$HOME><*><><; exit 3>")
    #expect(failure == nil)
  }

  @Test func `it has nothing to read`() {
    let (output, failure) = run(["cat"])
    #expect(output.isEmpty)
    #expect(failure == nil)
  }

  @Test(
    arguments: [
      (["true"], nil), (["false"], .ended(status: 1)),
      (["sh", "-c", "echo all; exit 255"], .ended(status: 255)),
      (["sh", "-c", "kill -9 $$"], .signalled(SIGKILL)),
      (["/no/such/program"], .cannotStart(.notFound)),
      (["byok-test-no-such-program"], .cannotStart(.notFound)),
      (["/etc/passwd"], .cannotStart(Errno(code: EACCES))),
    ] as [([String], ChildProcess.Failure?)])
  func `how it ended is told`(words: [String], failure: ChildProcess.Failure?) {
    #expect(run(words).failure == failure)
  }

  @Test func `one that prints without end is ended`() {
    let (output, failure) = run(["yes"], room: 10)
    #expect(output == "y\ny\ny\ny\ny\n")
    #expect(failure == .tooMuch)
  }

  @Test func `one that has no time left is ended`() {
    #expect(run(["cat", "/dev/zero"], seconds: 0).failure == .tooSlow)
  }

  @Test func `one that stays after its output has ended is ended`() {
    #expect(run(["sh", "-c", "exec >&-; kill -STOP $$"], seconds: 0.2).failure == .tooSlow)
  }

  @Test func `variables that are withheld do not reach it`() {
    #expect(run(["/usr/bin/env"]).output.split(separator: "\n").contains { $0.hasPrefix("PATH=") })
    let (output, failure) = run(["/usr/bin/env"], withholding: ["NONE", "PAT"])
    #expect(!output.isEmpty)
    #expect(!output.split(separator: "\n").contains { $0.hasPrefix("PAT") })
    #expect(failure == nil)
  }

  @Test func `what it has started is ended with it`() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.path("pipe")
    try #require(unsafe mkfifo(pipe, 0o600) == 0)
    // The last of three is alone in holding the pipe open for writing; once it does, it says so.
    let last = "exec 5>\"$0\" 2>/dev/null; echo open; exec >/dev/null; tail -f /dev/null & wait"
    let script = "(exec sh -c '\(last)' '\(pipe)') & wait"
    let reader = try OpenFile(pipe, flags: O_RDONLY | O_NONBLOCK)
    #expect(run(["sh", "-c", script], room: 4).failure == .tooMuch)
    #expect(try ByokCore.wait(for: CShort(POLLIN), on: reader.descriptor, milliseconds: 20_000))
    var byte: UInt8 = 0
    #expect(try unsafe ByokCore.read(reader.descriptor, to: &byte, count: 1) == 0)
  }

  @Test func `it stays in our process group, so that it may ask on the terminal`() {
    let group = run(["sh", "-c", "ps -o pgid= -p $$"]).output
    #expect(pid_t(group.filter { !$0.isWhitespace }) == getpgrp())
  }

  @Test func `it does not inherit what is blocked`() throws {
    var blocked = sigset_t()
    var before = sigset_t()
    unsafe sigemptyset(&blocked)
    unsafe sigaddset(&blocked, SIGUSR1)
    unsafe pthread_sigmask(SIG_BLOCK, &blocked, &before)
    let output = run(["grep", "SigBlk", "/proc/self/status"]).output
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    #expect(output == "SigBlk:\t0000000000000000\n")
  }

  @Test func `a broken pipe ends it, though it does not end us`() throws {
    signal(SIGPIPE, SIG_IGN)
    let line = try #require(
      run(["grep", "SigIgn", "/proc/self/status"]).output.split(separator: "\t").last)
    let ignored = try #require(UInt64(line.dropLast(), radix: 16))
    #expect(ignored & (1 << UInt64(SIGPIPE - 1)) == 0)
  }
}
