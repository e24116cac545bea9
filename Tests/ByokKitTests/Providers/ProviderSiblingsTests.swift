import Testing

@testable import ByokKit

@Suite struct ProviderSiblingsTests {
  @Test func `each platform of a family is named to the others`() {
    #expect(ProviderSiblings.of("zai") == ["zai-coding", "zhipu"])
    #expect(ProviderSiblings.of("openai") == [])
  }

  @Test func `every platform is a provider, of one family`() {
    let all = ProviderSiblings.families.flatMap(\.self)
    #expect(Set(all).count == all.count)
    #expect(Set(all).isSubset(of: Provider.builtIn.map(\.id)))
  }
}
