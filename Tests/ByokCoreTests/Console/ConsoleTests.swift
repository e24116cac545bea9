import Synchronization
import Testing

import ByokKitTestSupport
@testable import ByokCore

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

  @Test func `notes and warnings go to whoever takes notes`() throws {
    let screen = try Screen()
    let notes = Notes()
    var console = screen.console
    console.onNote = { note in notes.texts.withLock { $0.append(note) } }
    console.note("a note")
    console.warn(ByokError(.limited, "a warning", hint: "a hint"))
    #expect(notes.texts.withLock { $0 } == ["a note", "warning: a warning"])
    #expect(screen.errors == "")
    console.report(ByokError(.limited, "a failure"))
    #expect(screen.errors == "byok: a failure\n")
  }

  /// Notes that a console hands on.
  private final class Notes: Sendable {
    let texts = Mutex<[String]>([])
  }
}
