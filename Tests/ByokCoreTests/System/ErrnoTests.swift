import Glibc
import Testing

@testable import ByokCore

@Suite struct ErrnoTests {
  @Test(arguments: [
    (ENOSPC, "No space left on device"), (ENOENT, "No such file or directory"),
    (EACCES, "Permission denied"), (9999, "Unknown error 9999"),
  ])
  func `a number has the C library's words`(code: CInt, text: String) {
    #expect(Errno(code: code).text == text)
  }

  @Test func `an interrupted call is made again`() throws {
    var calls = 0
    let answer = try retryingInterrupted { () -> Int in
      calls += 1
      errno = EINTR
      return calls < 4 ? -1 : 7
    }
    #expect(answer == 7)
    #expect(calls == 4)
  }

  @Test func `another failure is thrown at once`() {
    var calls = 0
    #expect(throws: Errno(code: EIO)) {
      try retryingInterrupted { () -> Int in
        calls += 1
        errno = EIO
        return -1
      }
    }
    #expect(calls == 1)
  }

  @Test func `an answer below -1 is no failure`() throws {
    #expect(try retryingInterrupted { -2 } == -2)
  }
}
