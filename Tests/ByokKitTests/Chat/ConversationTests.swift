import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ConversationTests {
  private func read(_ text: String) throws -> ChatContent {
    try Conversation.read(Array(text.utf8), from: "talk.json")
  }

  private func texts(_ content: ChatContent) -> [String] {
    content.messages.map { message in
      let parts = message.parts.map { if case .text(let text) = $0 { text } else { "?" } }
      return "\(message.role): \(parts.joined(separator: "|"))"
    }
  }

  @Test func `messages come in their order`() throws {
    let content = try read(
      """
      [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi"},
       {"role": "user", "content": [{"type": "text", "text": "How "}, {"type": "text", "text": "?"}]}]
      """)
    #expect(texts(content) == ["user: Hello", "assistant: Hi", "user: How ?"])
    #expect(content.system == nil)
  }

  @Test func `instructions that stand first are one`() throws {
    let content = try read(
      """
      [{"role": "system", "content": "Brief."}, {"role": "developer", "content": "In French."},
       {"role": "user", "content": "Hello"}]
      """)
    #expect(content.system == "Brief.\n\nIn French.")
    #expect(texts(content) == ["user: Hello"])
  }

  @Test func `an empty conversation has nothing in it`() throws {
    #expect(try read("[]").messages.isEmpty)
  }

  @Test(arguments: [
    ("", "talk.json is not JSON: line 1, column 1: it ends where a value is expected"),
    (
      "[{\"role\": \"user\",}]",
      "talk.json is not JSON: line 1, column 18: a name in quotes is expected"
    ),
    (#"{"role": "user"}"#, "talk.json is not a JSON array of messages"),
    ("[1]", "talk.json[0].content must be a string or a list of text parts"),
    (#"[{"role": "user"}]"#, "talk.json[0].content must be a string or a list of text parts"),
    (#"[{"content": "x"}]"#, "talk.json[0].role must be system, user or assistant"),
    (
      #"[{"role": "user", "content": "x"}, {"role": "tool", "content": "x"}]"#,
      "talk.json[1].role must be system, user or assistant, not 'tool'"
    ),
    (
      #"[{"role": "user", "content": "x"}, {"role": "system", "content": "x"}]"#,
      "talk.json[1] is a system message, which must be the first message"
    ),
    (
      #"[{"role": "user", "content": [{"type": "image_url"}]}]"#,
      #"talk.json[0].content[0] must be {"type": "text", "text": …}"#
    ),
    (
      #"[{"role": "user", "content": [{"type": "text", "text": 1}]}]"#,
      #"talk.json[0].content[0] must be {"type": "text", "text": …}"#
    ),
  ])
  func `what is no conversation is named by its place`(text: String, message: String) {
    let failure = #expect(throws: ByokError.self) { try read(text) }
    #expect(failure?.kind == .usage)
    #expect(failure?.message == message)
  }
}
