import Testing

@testable import ByokCore

@Suite struct ExitStatusTests {
  @Test(
    arguments: [
      (1, "failure"), (2, "usage"), (3, "no_key"), (4, "key_rejected"), (5, "limited"),
      (6, "model_unavailable"), (7, "blocked"), (8, "network"), (9, "provider"), (10, "locked"),
      (11, "damaged"), (12, "truncated"), (13, "too_long"),
    ] as [(Int32, String)])
  func `numbers and words never change`(_ number: Int32, _ name: String) throws {
    #expect(try #require(ByokError.Kind(rawValue: number)).name == name)
  }

  @Test(
    arguments: [
      ([.network, .keyRejected, .limited], .keyRejected), ([.provider, .noKey], .noKey),
      ([.failure, .provider], .provider), ([.locked, .usage], .usage),
    ] as [([ByokError.Kind], ByokError.Kind)])
  func `one kind stands for several`(_ kinds: [ByokError.Kind], _ mostSevere: ByokError.Kind) {
    #expect(ByokError.Kind.mostSevere(of: kinds) == mostSevere)
  }

  @Test func `there are fifteen, each with a line of its own`() {
    #expect(ByokError.Kind.allCases.map(\.rawValue) == Array(1...15))
    let summaries = ByokError.Kind.allCases.map(\.summary)
    #expect(Set(summaries).count == summaries.count)
    #expect(summaries.allSatisfy { $0.count <= 90 && !$0.hasSuffix(".") })
  }
}
