import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ConversationDocumentTests {
  private func read(_ text: String) throws(ByokError) -> (system: String?, turns: [StoredTurn]) {
    try ConversationDocument.read(Array(text.utf8), from: "f.json")
  }

  private func flaw(_ text: String) -> ByokError? {
    do throws(ByokError) {
      _ = try read(text)
      return nil
    } catch {
      return error
    }
  }

  @Test func `messages become turns, each with a user's first`() throws {
    let (system, turns) = try read(
      #"""
      [{"role": "system", "content": "s"}, {"role": "developer", "content": "d"},
      {"role": "user", "content": "a"}, {"role": "user", "content": "b"},
      {"role": "assistant",
      "content": [{"type": "text", "text": "c"}, {"type": "text", "text": "d"}]},
      {"role": "user", "content": "e"}]
      """#)
    #expect(system == "s\n\nd")
    #expect(turns.map { $0.messages.map(\.text) } == [["a", "b", "cd"], ["e"]])
    #expect(turns.map { $0.messages.map(\.role) } == [[.user, .user, .assistant], [.user]])
  }

  @Test(arguments: [
    ("{}", "f.json is neither an export nor an array of messages"),
    ("7", "f.json is neither an export nor an array of messages"),
    (#"{"turns": 7}"#, "f.json is neither an export nor an array of messages"),
    ("[]", "f.json has no message of a user"),
    (#"{"turns": []}"#, "f.json has no message of a user"),
    (#"[{"role": "system", "content": "s"}]"#, "f.json has no message of a user"),
    (#"{"turns": [{}]}"#, "f.json.turns[0] holds something that is no message"),
    (#"{"turns": [{"messages": []}]}"#, "f.json.turns[0] holds something that is no message"),
    (
      #"{"turns": [{"messages": [{"role": "user", "text": "a"}]}, {"messages": [7]}]}"#,
      "f.json.turns[1] holds something that is no message"
    ),
    (#"[{"role": "user"}]"#, "f.json[0].content must be a string or a list of texts"),
    (#"[{"role": "user", "content": 7}]"#, "f.json[0].content must be a string or a list of texts"),
    (
      #"[{"role": "user", "content": [{"type": "image_url"}]}]"#,
      "f.json[0].content must be a string or a list of texts"
    ),
    (
      #"[{"role": "user", "content": "a"}, {"role": "system", "content": "s"}]"#,
      "f.json[1] is a system message, which must come first"
    ),
    (
      #"[{"role": "assistant", "content": "a"}]"#, "f.json[0]: the first message must be a user's"
    ),
    (
      #"[{"role": "tool", "content": "a"}]"#, "f.json[0].role must be system, user or assistant"
    ),
    (#"[{"content": "a"}]"#, "f.json[0].role must be system, user or assistant"),
    ("[", "f.json is not JSON: line 1, column 2: it ends where a value is expected"),
  ])
  func `an error in a conversation says where it is`(_ text: String, _ message: String) {
    let error = flaw(text)
    #expect(error?.message == message)
    #expect(error?.exitStatus == 2)
  }
}
