import ByokKitTestSupport
import Synchronization
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ParallelEmbedderTests {
  /// Texts of 1, 2, 3, … bytes.
  private static func texts(_ count: Int) -> [String] {
    (1...count).map { String(repeating: "x", count: $0) }
  }

  private static func lengths(
    _ embedder: Embedder, _ texts: [String], workers: Int,
    _ failure: inout ByokError?
  ) -> [Int] {
    var lengths: [Int] = []
    do throws(ByokError) {
      try embedder.embed(texts, workers: workers, name: { "text \($0 + 1)" }) { piece in
        lengths += piece.vectors.map { Int($0[0]) }
      }
    } catch {
      failure = error
    }
    return lengths
  }

  @Test(arguments: [1, 2, 3, 32, 256]) func `vectors come in the order of the texts`(
    _ workers: Int
  ) throws {
    let transport = EmbedderTests.server()
    let embedder = try EmbedderTests.embedder(transport, EmbeddingAPI(maxTexts: 3))
    var failure: ByokError?
    let lengths = Self.lengths(embedder, Self.texts(200), workers: workers, &failure)
    #expect(lengths == Array(1...200))
    #expect(failure == nil)
    #expect(transport.asked.count == 67)
  }

  @Test func `requests are under way at once, the second before the first is answered`() throws {
    let answered = Condition(Set<Int>())
    let transport = FakeTransport { asked in
      let texts = JSONValue(asked.request.body)?["input"]?.elements?.compactMap(\.string) ?? []
      let number = texts[0].utf8.count
      // The second request is answered when the third has been.
      if number == 2 { _ = answered.wait(atMost: 60) { $0.contains(3) ? () : nil } }
      answered.update { _ = $0.insert(number) }
      return .status(200, "{\"data\":[{\"index\":0,\"embedding\":[\(number),0]}]}")
    }
    let embedder = try EmbedderTests.embedder(transport, EmbeddingAPI(maxTexts: 1))
    var failure: ByokError?
    #expect(Self.lengths(embedder, Self.texts(3), workers: 2, &failure) == [1, 2, 3])
    #expect(failure == nil)
  }

  @Test func `a failure ends it: what is before it is handed on, little is sent after`() throws {
    let transport = EmbedderTests.server(tooLong: 50)
    let embedder = try EmbedderTests.embedder(transport, EmbeddingAPI(maxTexts: 2))
    var failure: ByokError?
    let lengths = Self.lengths(embedder, Self.texts(400), workers: 4, &failure)
    // One that a busy machine has not begun by then is not sent any more.
    #expect(Array(1...49).starts(with: lengths) && lengths.count >= 2)
    #expect(failure?.kind == .tooLong)
    #expect(failure?.message.hasPrefix("text 50: ") == true)
    #expect(transport.asked.count < 60)
  }

  @Test func `vectors of other dimensions than the first are refused`() throws {
    let transport = EmbedderTests.server { count in count == 1 ? 3 : 2 }
    let embedder = try EmbedderTests.embedder(transport, EmbeddingAPI(maxTexts: 2))
    var failure: ByokError?
    let lengths = Self.lengths(embedder, Self.texts(9), workers: 4, &failure)
    #expect(Array(1...8).starts(with: lengths) && lengths.count >= 2)
    #expect(failure?.kind == .provider)
  }

  @Test func `a key that does not work is tried once`() throws {
    let transport = FakeTransport { _ in
      .status(401, #"{"error":{"message":"Incorrect API key provided"}}"#)
    }
    let embedder = try EmbedderTests.embedder(transport, EmbeddingAPI(maxTexts: 1))
    var failure: ByokError?
    #expect(Self.lengths(embedder, Self.texts(9), workers: 4, &failure).isEmpty)
    #expect(failure?.kind == .keyRejected)
    #expect(transport.asked.count == 1)
  }
}
