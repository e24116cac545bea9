import ByokTestSupport
import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct SecretCommandTests {
  private func run(_ line: String, limit: Int = 100) throws -> String {
    let command = try #require(CommandWords(argument: line))
    return StoreFixture.text(try SecretCommand.run(command, limit: limit))
  }

  @Test(arguments: [
    ("printf secret", "secret"), (#"printf 'a\nb\n'"#, "a\nb\n"), ("true", ""),
    (#"printf 'ten bytes \n'"#, "ten bytes \n"), ("printf '%s' 'a  b'", "a  b"),
  ])
  func `what a program prints is taken as it is`(line: String, secret: String) throws {
    #expect(try run(line, limit: 10) == secret)
  }

  @Test(arguments: [
    ("false 'with words'", "'false' failed with status 1"),
    ("/bin/sh -c 'echo half; exit 7'", "'sh' failed with status 7"),
    ("sh -c 'kill -9 $$'", "'sh' was killed by signal 9"),
    ("/no/such/program secret", "'program' cannot be run: No such file or directory"),
    ("printf 012345678901", "'printf' printed too much output"),
    ("yes", "'yes' printed too much output"),
  ])
  func `a failure names the program only`(line: String, message: String) throws {
    #expect(throws: ByokError(.failure, "the command \(message)")) {
      _ = try run(line, limit: 10)
    }
  }
}
