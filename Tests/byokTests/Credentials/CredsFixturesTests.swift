import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit
@testable import byok

/// Every file of `Fixtures/creds`, where its tool would have it, and what `creds list --json` says.
///
/// All of them are made up; `expectations.json` was written by hand from what the tools document.
@Suite struct CredsFixturesTests {
  private static let expectations: [String: JSONValue] = {
    guard let bytes = try? Fixture.bytes("creds/expectations.json"),
      case .object(let rows)? = JSONValue(bytes)
    else { return [:] }
    return rows
  }()

  static let names = expectations.keys.sorted()

  /// Where a tool has its file.
  private static let places = [
    "qwen-code": ".qwen/oauth_creds.json", "gemini-cli": ".gemini/oauth_creds.json",
    "claude-code": ".claude/.credentials.json",
  ]

  @Test func `every file has an expectation, and the other way round`() throws {
    var files: [String] = []
    for tool in CredentialTool.all.map(\.id) {
      let folder = try Fixture.url("creds/\(tool)")
      files += try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .map { "\(tool)/" + $0.replacing(".json", with: "") }
    }
    #expect(files.sorted() == Self.names)
    #expect(files.count >= 60)
  }

  @Test(arguments: names)
  func `a file is reported right`(name: String) throws {
    let tool = String(name.prefix { $0 != "/" })
    let home = try CredsHome()
    let place = try #require(Self.places[tool])
    let path = try home.put(Fixture.bytes("creds/\(name).json"), at: place)
    let outcome = try home.byok("creds", "list", "--json")
    #expect(outcome.status == 0)
    let row = try #require(outcome.rows.first)
    #expect(outcome.rows.count == 1)
    guard case .object(var members) = row,
      case .object(var expected)? = Self.expectations[name]
    else {
      Issue.record("no object")
      return
    }
    let service = try #require(CredentialTool.named(tool)).service
    #expect(members.removeValue(forKey: "service") == .string(service.text))
    #expect(members.removeValue(forKey: "service_as_of") == .string(service.asOf))
    #expect(members.removeValue(forKey: "key_files") == .array([]))
    for (name, value) in expected {
      guard case .string(let text) = value else { continue }
      expected[name] = .string(text.replacing("$FILE", with: path))
    }
    #expect(members == expected)
    #expect(try Data(contentsOf: URL(filePath: path)) == Data(Fixture.bytes("creds/\(name).json")))
  }

  @Test(arguments: names)
  func `no piece of a file's tokens is printed`(name: String) throws {
    let tool = String(name.prefix { $0 != "/" })
    let home = try CredsHome()
    try home.put(
      Fixture.bytes("creds/\(name).json"), at: try #require(Self.places[tool]))
    for words in [["list"], ["list", "--json", "-v"], ["check"], ["import", "-v"], ["list"]] {
      let screen = try Screen()
      var session = Session(
        console: screen.console, environment: home.environment, clock: home.clock.clock,
        transport: FakeTransport([]))
      _ = Program.run(["creds"] + words, in: &session)
      let text = screen.output + screen.errors
      for token in ["FAKE", "sk-ant-", "ya29.", "1//0", "RkFLRS"] {
        #expect(!text.contains(token), "\(words)")
      }
    }
  }

  @Test(arguments: names)
  func `a cut file never traps, and a cut text is never ready with another token`(
    name: String
  ) throws {
    let bytes = try Fixture.bytes("creds/\(name).json")
    for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 200)) {
      let secret = try Secret(copying: Array(bytes.prefix(count)).span)
      guard let document = try? CredentialDocument(secret, from: "") else { continue }
      _ = try? CredentialTokens(document, from: "").facts
    }
  }
}
