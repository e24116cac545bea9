import Testing

@testable import ByokKit

/// What must hold of every row of the provider table.
@Suite struct ProviderTableTests {
  @Test func `ids and variables are unique`() {
    let ids = Provider.builtIn.map(\.id)
    #expect(Set(ids).count == ids.count)
    let variables = Provider.builtIn.flatMap { $0.keyVariables + [$0.baseURLVariable] }
    #expect(Set(variables).count == variables.count)
  }

  @Test(arguments: Provider.builtIn) func `a row is well formed`(_ provider: Provider) throws {
    #expect(ProviderID(argument: provider.id) != nil)
    #expect(!provider.name.isEmpty)
    #expect(try BaseURL(provider.baseURL, from: provider.id).text == provider.baseURL)
    #expect(WireFormats.all.contains { $0 == provider.wire })
    for variable in provider.keyVariables + [provider.baseURLVariable] {
      #expect(variable.wholeMatch(of: /[A-Z][A-Z0-9_]*/) != nil, "\(variable)")
    }
    #expect(provider.models.isEmpty)
    #expect(provider.defaultModel?.isEmpty != true)
  }

  @Test(arguments: Provider.builtIn.filter { !$0.isOffline })
  func `a row of a service says where it comes from`(_ provider: Provider) {
    #expect(provider.documentation.wholeMatch(of: /https:\/\/\S+ \(\d{4}-\d\d-\d\d\)/) != nil)
    #expect(!provider.keyVariables.isEmpty)
  }

  @Test(arguments: Provider.builtIn)
  func `a provider that needs a key says where to make one, and is asked by https`(
    _ provider: Provider
  ) throws {
    let base = try BaseURL(provider.baseURL, from: provider.id)
    guard !provider.worksWithoutKey else {
      #expect(base.isLoopback || provider.isOffline)
      return
    }
    #expect(provider.keyURL?.hasPrefix("https://") == true)
    #expect(base.origin.hasPrefix("https://"))
    #expect(provider.defaultModel != nil)
  }

  @Test func `only echo answers from within`() {
    #expect(Provider.builtIn.filter(\.isOffline).map(\.id) == ["echo"])
  }
}
