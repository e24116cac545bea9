import ByokKitTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ContextFitTests {
  private static let provider = Provider(
    id: "example", name: "Example", baseURL: "https://a.b", dialect: OpenAIChat.self)

  /// What comes of a prompt for a model of a window.
  private func check(_ prompt: String, window: Int?) throws -> (failure: ByokError?, errors: String)
  {
    var request = ChatRequest(
      model: "m", messages: [ChatMessage(role: .user, parts: [.text(prompt)])])
    request.facts = Model(id: "m", provider: "example", name: "M")
    request.facts?.contextWindow = window
    let screen = try Screen()
    do throws(ByokError) {
      try ContextFit(request, Self.provider).check(note: nil, screen.console)
      return (nil, screen.errors)
    } catch {
      return (error, screen.errors)
    }
  }

  @Test func `what has more words than tokens fit is refused`() throws {
    let words = String(repeating: "a word ", count: 60)
    let failure = try #require(try check(words, window: 100).failure)
    #expect(failure.kind == .tooLong)
    #expect(
      failure.message
        == "the prompt has at least 120 tokens, and 'example/m' takes 100; nothing was sent")
    #expect(failure.hints.first?.hasPrefix("shorten it by at least 17 %") == true)
  }

  @Test func `what is probably too long is warned of`() throws {
    let (failure, errors) = try check(String(repeating: "longer ", count: 60), window: 100)
    #expect(failure == nil)
    #expect(
      errors == "byok: warning: the prompt has about 105 tokens, and 'example/m' takes 100: it may"
        + " be refused\n")
  }

  @Test(arguments: [(400, 100), (4000, nil), (4000, 0)])
  func `what fits, or is not known not to, passes`(bytes: Int, window: Int?) throws {
    let (failure, errors) = try check(String(repeating: "x", count: bytes), window: window)
    #expect(failure == nil)
    #expect(errors == "")
  }
}
