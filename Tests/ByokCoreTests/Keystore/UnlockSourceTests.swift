import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct UnlockSourceTests {
  /// What is named, and what follows: a source, none, or a refusal.
  struct Case: Sendable {
    var file: String?
    var descriptor: Int?
    var command: String?
    var variables: [String: String] = [:]
    var expected: UnlockSource?
    var message: String?
  }

  private static let words = CommandWords(argument: "pass byok")

  static let cases: [Case] = [
    Case(),
    Case(variables: ["BYOK_PASSPHRASE": "", "BYOK_UNLOCK_FILE": ""]),
    Case(file: "f", expected: .file("f", named: "--unlock-file")),
    Case(descriptor: 3, expected: .descriptor(3, named: "--unlock-fd")),
    Case(
      command: "pass byok", expected: words.map { .command($0, named: "--unlock-command") }),
    Case(
      variables: ["BYOK_UNLOCK_FILE": "/f"], expected: .file("/f", named: "BYOK_UNLOCK_FILE")),
    Case(
      variables: ["BYOK_PASSPHRASE_FILE": "/f"],
      expected: .file("/f", named: "BYOK_PASSPHRASE_FILE")),
    Case(
      variables: ["BYOK_PASSPHRASE_FD": "3"],
      expected: .descriptor(3, named: "BYOK_PASSPHRASE_FD")),
    Case(
      variables: ["BYOK_PASSPHRASE_COMMAND": "pass byok"],
      expected: words.map { .command($0, named: "BYOK_PASSPHRASE_COMMAND") }),
    Case(variables: ["BYOK_PASSPHRASE": "x"], expected: .environment),
    Case(
      file: "f", variables: ["BYOK_PASSPHRASE": "x", "BYOK_PASSPHRASE_FD": "no number"],
      expected: .file("f", named: "--unlock-file")),
    Case(
      variables: ["BYOK_PASSPHRASE": "x", "CREDENTIALS_DIRECTORY": "/"], expected: .environment),
    Case(variables: ["CREDENTIALS_DIRECTORY": "/no/such/folder"]),
    Case(
      file: "f", descriptor: 3,
      message: "more than one way to unlock is given: 'f' (--unlock-file), "
        + "descriptor 3 (--unlock-fd)"),
    Case(
      descriptor: 3, command: "pass byok",
      message: "more than one way to unlock is given: descriptor 3 (--unlock-fd), "
        + "the command of --unlock-command"),
    Case(
      variables: ["BYOK_UNLOCK_FILE": "/f", "BYOK_PASSPHRASE": "x"],
      message: "more than one way to unlock is given: '/f' (BYOK_UNLOCK_FILE), BYOK_PASSPHRASE"),
    Case(
      variables: ["BYOK_PASSPHRASE_FD": "x"],
      message: "BYOK_PASSPHRASE_FD must be a number, not 'x'"),
    Case(
      variables: ["BYOK_PASSPHRASE_FD": "-1"],
      message: "BYOK_PASSPHRASE_FD must be a number, not '-1'"),
    Case(
      variables: ["BYOK_PASSPHRASE_COMMAND": "a 'b"],
      message: "BYOK_PASSPHRASE_COMMAND must be a command with balanced quotes"),
  ]

  @Test(arguments: cases)
  func `the command line comes first, then the environment, and two are refused`(
    example: Case
  ) throws {
    let options = UnlockOptions(
      file: example.file, descriptor: example.descriptor,
      command: example.command.flatMap(CommandWords.init))
    let access = KeystoreAccess.silent(Environment(example.variables), options: options)
    if let message = example.message {
      #expect(throws: ByokError(.usage, message)) { _ = try access.explicitSource() }
    } else {
      #expect(try access.explicitSource() == example.expected)
    }
  }

  @Test func `what systemd hands over comes behind all that is named`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("x", to: "byok.unlock", mode: 0o400)
    var variables = ["CREDENTIALS_DIRECTORY": folder.path]
    let access = KeystoreAccess.silent(Environment(variables))
    #expect(try access.explicitSource() == .file(path, named: "CREDENTIALS_DIRECTORY"))
    variables["BYOK_UNLOCK_FILE"] = "/f"
    let other = KeystoreAccess.silent(Environment(variables))
    #expect(try other.explicitSource() == .file("/f", named: "BYOK_UNLOCK_FILE"))
  }

  /// What a file of this text gives; `nil` for a key.
  private func passphrase(_ text: String) throws -> String? {
    let folder = try TemporaryFolder()
    let path = try folder.write(text, to: "pass")
    let material = try KeystoreAccess.silent(Environment([:]))
      .material(from: .file(path, named: "--unlock-file"))
    return material.isPassphrase ? StoreFixture.text(material.secret) : nil
  }

  @Test(arguments: [
    ("a b", "a b"), ("a\n", "a"), ("a\r\n", "a"), (" a ", " a "), ("a\r", "a\r"),
    ("é\n", "é"), (String(repeating: "x", count: 4096), String(repeating: "x", count: 4096)),
  ])
  func `one line end is no part of a passphrase`(text: String, expected: String) throws {
    #expect(try passphrase(text) == expected)
  }

  @Test(arguments: ["", "\n", "\r\n", String(repeating: "x", count: 4097)])
  func `no passphrase and one that is too long are refused`(text: String) throws {
    let failure = #expect(throws: ByokError.self) { _ = try passphrase(text) }
    #expect(failure?.kind == .locked)
  }

  @Test func `an unlock key is told from a passphrase`() throws {
    let key = "byok-unlock-key 1\nstore \(StoreText.zeros(22))\nkey \(StoreText.zeros(43))\n"
    #expect(try passphrase(key) == nil)
  }

  @Test(arguments: ["a\n\n", "a\nb", "a\nb\n", "\na\n", "\n\n", "a\r\nb\r\n"])
  func `several lines are no passphrase`(text: String) throws {
    let failure = #expect(throws: ByokError.self) { _ = try passphrase(text) }
    #expect(failure?.kind == .locked)
    #expect(failure?.message.hasSuffix("several lines, and a passphrase is one line") == true)
  }

  @Test func `a key file with more in it is neither`() throws {
    let key = "byok-unlock-key 1\nstore \(StoreText.zeros(22))\nkey \(StoreText.zeros(43))\n"
    let failure = #expect(throws: ByokError.self) { _ = try passphrase(key + "\n") }
    #expect(failure?.kind == .locked)
  }

  @Test(arguments: [0o400, 0o440, 0o444, 0o600, 0o640, 0o644])
  func `a file that is named may be readable by others`(mode: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("x", to: "pass", mode: mode)
    let material = try KeystoreAccess.silent(Environment([:]))
      .material(from: .file(path, named: "-"))
    #expect(StoreFixture.text(material.secret) == "x")
  }

  @Test(arguments: [0o602, 0o622, 0o646, 0o666])
  func `a file that others can write is refused`(mode: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("x", to: "pass", mode: mode)
    #expect(throws: ByokError.writableByOthers(path, mode: mode_t(mode))) {
      _ = try KeystoreAccess.silent(Environment([:])).material(from: .file(path, named: "-"))
    }
  }

  @Test func `a file of another user is refused`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("x", to: "pass", mode: 0o444)
    #expect(unsafe chown(path, 12_345, 12_345) == 0)
    #expect(throws: ByokError.foreignOwner(path)) {
      _ = try KeystoreAccess.silent(Environment([:])).material(from: .file(path, named: "-"))
    }
  }

  @Test func `a program is asked once, and its lines are not joined`() throws {
    let folder = try TemporaryFolder()
    let asked = folder.path("asked")
    let access = KeystoreAccess.silent(Environment([:]))
    let line = "sh -c 'echo x >>\(asked); echo secret'"
    let command = try #require(CommandWords(argument: line))
    for _ in 1...2 {
      let material = try access.material(from: .command(command, named: "--unlock-command"))
      #expect(StoreFixture.text(material.secret) == "secret")
    }
    #expect(try StoreFixture.bytes(asked) == Array("x\n".utf8))
    let lines = try #require(CommandWords(argument: #"printf 'a\nb\n'"#))
    let failure = #expect(throws: ByokError.self) {
      _ = try access.material(from: .command(lines, named: "--unlock-command"))
    }
    #expect(failure?.kind == .locked)
  }
}
