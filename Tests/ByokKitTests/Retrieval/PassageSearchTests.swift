import ByokKitTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct PassageSearchTests {
  private let fixture: IndexFixture
  private let index: OpenIndex

  init() throws {
    fixture = try IndexFixture([
      "a.txt": "Bees make honey.\n", "b.txt": "Honey, honey, honey.\n",
      "c.txt": "Wasps make nothing.\n",
    ])
    try fixture.update()
    index = try fixture.open()
  }

  private func names(_ passages: [Passage]) -> [String] {
    passages.map { String($0.path.suffix(5)) }
  }

  @Test func `the rank by both is the mean of both scores, each in relation to the best`() throws {
    let lexical = index.search("honey", limit: 50)
    #expect(names(lexical) == ["b.txt", "a.txt"])
    let near: [(index: Int, score: Float)] = [(index: 2, score: 0.75), (index: 0, score: 0.5)]
    let whole = PassageSearch.fused(lexical, near, in: index, count: 50)
    #expect(names(whole) == ["a.txt", "b.txt", "c.txt"])
    let share = try #require(lexical[1].scores.lexical) / #require(lexical[0].scores.lexical)
    #expect(whole[0].scores.fused == share / 2 + 0.5 / 0.75 / 2)
    #expect(whole[1].scores.fused == 0.5)
    #expect(whole[2].scores.fused == 0.5)
    #expect(whole[0].scores.vector == 0.5)
    #expect(whole[2].scores.lexical == nil)
  }

  @Test func `what is last in a ranking that was cut off is no better than what is not in it`() {
    let lexical = index.search("honey", limit: 2)
    let near: [(index: Int, score: Float)] = [(index: 2, score: 0.75), (index: 0, score: 0.5)]
    let cut = PassageSearch.fused(lexical, near, in: index, count: 2)
    #expect(names(cut) == ["b.txt", "c.txt", "a.txt"])
    #expect(cut.map(\.scores.fused) == [0.5, 0.5, 0])
    let one = PassageSearch.fused([], [(index: 2, score: 0.75)], in: index, count: 1)
    #expect(one.map(\.scores.fused) == [0.5])
    #expect(PassageSearch.fused([], [], in: index, count: 1).isEmpty)
  }

  @Test func `results of several indexes are merged by words, else by their places`() throws {
    let lexical = index.search("honey", limit: 50)
    #expect(names(PassageSearch.merged(lexical.reversed()) { $0 }) == ["b.txt", "a.txt"])
    let fused = PassageSearch.fused(lexical, [(index: 2, score: 1)], in: index, count: 50)
    #expect(names(PassageSearch.merged(fused) { $0 }) == names(fused))
  }

  @Test func `vectors are found by the hashes of passages, and count where they are`() throws {
    let session = Session(
      console: .silent, environment: fixture.store.environment, clock: .system,
      transport: FakeTransport([]))
    var definition = fixture.definition
    definition.embedding = .init(model: "echo/echo", dimensions: nil)
    let embedded = OpenIndex(definition, index.file, FileConverter([:], showsErrors: false))
    let planner = try RetrievalPlanner(session)
    let job = try IndexEmbedding(
      embedded, try planner.embeddingModel("echo"), dimensions: nil, session)
    #expect((job.count, job.total, job.files) == (3, 3, 3))
    #expect(job.estimate.cost == 0)
    var outcome = IndexEmbedding.Outcome()
    try job.run(try planner.embedder("echo"), &outcome) { _ in }
    #expect(outcome.count == 3)
    let again = try IndexEmbedding(
      embedded, try planner.embeddingModel("echo"), dimensions: nil, session)
    #expect(again.count == 0)
    let search = try PassageSearch(session, mode: .vector)
    let found = try search.prepared(embedded)
      .passages(for: "Wasps make nothing", limit: 1, note: { _ in })
    #expect(names(found) == ["c.txt"])
    #expect(found.first?.scores.known.keys.elementsEqual(["vector"]) == true)
    let ranked = try PassageSearch(session, mode: .lexical, reranker: "echo")
      .ranked(
        found.map { ($0, "one") } + found.map { ($0, "honey bees") }, for: "bees", limit: 1)
    #expect(ranked.map(\.text) == ["honey bees"])
  }
}
