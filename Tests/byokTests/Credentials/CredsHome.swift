import ByokTestSupport
import Foundation
import Synchronization

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit
@testable import byok

/// A home folder with creds files of other tools in it, at noon of 2026-11-23.
struct CredsHome {
  static let now = 1_795_435_200.0

  let folder: TemporaryFolder
  /// Variables besides `HOME`; paths may begin with `~`.
  var variables: [String: String] = [:]
  let clock: WaitingClock
  /// What servers answer in the next run.
  var answers: [FakeTransport.Answer] = []

  init(waiting: @escaping @Sendable (String) -> Void = { _ in }) throws {
    let folder = try TemporaryFolder()
    self.folder = folder
    clock = WaitingClock { [path = folder.path] in waiting(path) }
  }

  /// Puts a file into the home folder, with the folders above it.
  @discardableResult
  func put(_ bytes: [UInt8], at name: String, mode: Int = 0o600) throws -> String {
    let path = folder.path(name)
    try makeFolder(for: name)
    try Data(bytes).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  @discardableResult
  func put(_ text: String, at name: String, mode: Int = 0o600) throws -> String {
    try put(Array(text.utf8), at: name, mode: mode)
  }

  func makeFolder(for name: String) throws {
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: name).deletingLastPathComponent(),
      withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  var environment: Environment {
    Environment(
      variables.mapValues { $0.hasPrefix("~") ? folder.path + $0.dropFirst() : $0 }
        .merging(["HOME": folder.path]) { $1 })
  }

  /// Runs byok with these words; it never asks.
  func byok(_ words: String...) throws -> Outcome { try byok(words) }

  func byok(_ words: [String]) throws -> Outcome {
    let screen = try Screen()
    let transport = FakeTransport(answers)
    var session = Session(
      console: screen.console, environment: environment, clock: clock.clock, transport: transport)
    let status = Program.run(words + ["--no-input"], in: &session)
    return Outcome(
      status: status, output: screen.output, errors: screen.errors, home: folder.path,
      asked: transport.asked)
  }

  /// How a run ended.
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
    let home: String
    /// The requests.
    var asked: [FakeTransport.Asked] = []

    /// Standard error with `~` for the home folder.
    var notes: String { errors.replacing(home, with: "~") }

    /// The array on standard output.
    var rows: [JSONValue] { JSONValue(Array(output.utf8))?.elements ?? [] }
  }
}

/// A clock that stands still, and does something at each wait.
final class WaitingClock: Sendable {
  private let log = Mutex<[Double]>([])
  private let work: @Sendable () -> Void

  init(_ work: @escaping @Sendable () -> Void) {
    self.work = work
  }

  /// The waits so far, in seconds.
  var waits: [Double] { log.withLock { $0 } }

  var clock: Clock {
    Clock(
      now: { CredsHome.now }, monotonic: { 0 },
      sleep: { seconds in
        self.log.withLock { $0.append(seconds) }
        self.work()
      })
  }
}

extension CredentialTokens {
  /// The creds in a text.
  init(_ text: String) throws {
    let secret = try Secret(copying: Array(text.utf8).span)
    try self.init(CredentialDocument(secret, from: "the text"), from: "the text")
  }
}
