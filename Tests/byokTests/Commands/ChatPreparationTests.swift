import ByokKitTestSupport
import ByokTestSupport
import Testing

@testable import ByokCore
@testable import byok

/// What a chat begins to load before it knows what it needs.
@Suite struct ChatPreparationTests {
  /// How often the network was prepared for.
  private func preparations(_ words: [String], _ variables: [String: String] = [:]) throws -> Int {
    let folder = try TemporaryFolder()
    let screen = try Screen()
    let transport = FakeTransport([.says("ok")])
    let home = ["HOME": folder.path, "OPENAI_API_KEY": "sk-FAKE0123456789abcdefghij"]
    var session = Session(
      console: screen.console,
      environment: Environment(home.merging(variables) { $1 }),
      clock: SteppingClock().clock, transport: transport)
    #expect(Program.run(["chat"] + words, in: &session) == 0)
    return transport.preparations
  }

  @Test(arguments: [["-m", "openai/gpt-4.1", "hi"], ["-m", "openai/gpt-4.1,echo", "hi"], ["hi"]])
  func `a chat prepares for the network`(_ words: [String]) throws {
    #expect(try preparations(words) == 1)
  }

  @Test(arguments: [
    ["-m", "echo", "hi"], ["-m", "echo/echo", "hi"], ["-m", "openai/gpt-4.1", "--dry-run", "hi"],
  ])
  func `one that needs no network loads nothing of it`(_ words: [String]) throws {
    #expect(try preparations(words) == 0)
  }

  @Test func `a model of the environment counts`() throws {
    #expect(try preparations(["hi"], ["BYOK_MODEL": "echo/echo"]) == 0)
  }
}
