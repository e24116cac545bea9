import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ModelMakerTests {
  private let makers = ModelMaker(providers: Provider.builtIn)

  @Test(arguments: [
    ("deepseek-v4-pro", "deepseek"), ("glm-5.2", "zai"), ("kimi-k3", "moonshot"),
    ("claude-fable-5", "anthropic"), ("openai/gpt-oss-120b", nil), ("llama", nil),
  ])
  func `the maker of a model is known by its name`(_ id: String, _ maker: String?) {
    #expect(makers.maker(of: id) == maker)
  }

  @Test func `a key counts before the maker, and the maker before others`() {
    let owners = ["anthropic", "openrouter", "vertex"]
    let preferred = { (providersWithKeys: Set<String>) in
      makers.preferred(owners, of: "claude-x", providersWithKeys: providersWithKeys)
    }
    #expect(preferred([]) == ["anthropic"])
    #expect(preferred(["openrouter"]) == ["openrouter"])
    #expect(preferred(["openrouter", "anthropic"]) == ["anthropic"])
    #expect(preferred(["openrouter", "vertex"]) == ["openrouter", "vertex"])
  }

  @Test func `no two providers make models whose names begin alike`() {
    let beginnings = Provider.builtIn.flatMap(\.makes)
    for beginning in beginnings {
      #expect(beginnings.count { $0.hasPrefix(beginning) } == 1, "\(beginning)")
    }
  }
}
