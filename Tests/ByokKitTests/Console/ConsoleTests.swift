import Testing

@testable import ByokKit

@Suite struct ConsoleTests {
  @Test func `a secret is shown as it is, even quietly`() throws {
    let screen = try Screen()
    var console = screen.console
    console.isQuiet = true
    try console.show(Array("open sesame".utf8).span, after: "it is: ")
    #expect(screen.errors == "byok: it is: open sesame\n")
    #expect(screen.output == "")
  }

  @Test func `a secret that nobody can see is a failure`() {
    let console = Console(input: -1, output: -1, errors: -1)
    #expect(throws: ByokError(.failure, "cannot write to standard error: Bad file descriptor")) {
      try console.show([0x78].span, after: "it is: ")
    }
  }
}
