import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ToolAnswerTests {
  @Test func `all kinds of content become what a model takes`() throws {
    let answer = try FakeServer().call("parts")
    guard case .file(let image) = answer.content[1] else {
      Issue.record("no image: \(answer.content)")
      return
    }
    // The bytes count, and not what the server says of them.
    #expect(image.mediaType == "image/png")
    #expect(
      answer.content.filter { $0 != .file(image) } == [
        .text("words"), .text("[audio/wav, 3 bytes, not shown]"), .text("inside"),
        .text("X: a page <https://example.org/x>"), .text("[hologram that byok does not know]"),
      ])
    #expect(answer.structured == .object(["ignored": .bool(true)]))
  }

  @Test func `structured content counts where there is no other`() throws {
    let answer = try FakeServer().call("structured")
    #expect(answer.text == #"{"answer":42}"#)
    #expect(answer.structured == .object(["answer": .integer(42)]))
  }

  @Test func `a structured answer is compared with the tool's own schema`() throws {
    let server = try FakeServer()
    var tool = ServerTool(server: "fake", name: "structured", inputSchema: .object([:]))
    for (type, notes) in [("integer", 0), ("string", 1)] {
      tool.outputSchema = .object([
        "properties": .object(["answer": .object(["type": .string(type)])])
      ])
      let answer = try server.use { (servers) throws in
        try servers.run(tool, arguments: .object([:]), limit: nil, interrupt: nil)
      }
      // A warning, and no failure: the model gets what there is.
      #expect(answer.text == #"{"answer":42}"#)
      #expect(server.notes.withLock(\.count) == notes)
    }
    #expect(
      server.notes.withLock(\.first)
        == "the answer of fake/structured does not match its own schema: .answer must be a string, not a number"
    )
  }

  @Test func `a result without content is empty`() {
    #expect(ToolAnswer(.object([:])) == ToolAnswer(content: []))
    #expect(ToolAnswer(.object(["isError": .bool(true)])).isError)
  }
}
