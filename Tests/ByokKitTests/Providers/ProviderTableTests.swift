import Testing

@testable import ByokCore
@testable import ByokKit

/// What must hold of every row of the provider table.
@Suite struct ProviderTableTests {
  private static let active = Provider.builtIn.filter { $0.retirement == nil }

  @Test func `ids and variables of addresses are unique`() {
    let ids = Provider.builtIn.map(\.id)
    #expect(Set(ids).count == ids.count)
    // A row may say more of the variable that is made from its id.
    let variables = Provider.builtIn.flatMap {
      Set([$0.baseURLVariable] + $0.addressVariables.map(\.name))
    }
    #expect(Set(variables).count == variables.count)
    #expect(Set(variables).isDisjoint(with: Provider.builtIn.flatMap(\.keyVariables)))
  }

  @Test(arguments: Provider.builtIn) func `a row is well formed`(_ provider: Provider) throws {
    #expect(ProviderID(argument: provider.id) != nil)
    #expect(!provider.name.isEmpty)
    let known = Dialects.all + [CodeAssist.self]
    for dialect in provider.dialects { #expect(known.contains { $0 == dialect }) }
    #expect(Set(provider.dialects.map { $0.name }).count == provider.dialects.count)
    for variable in provider.keyVariables + provider.variablesOfAddress {
      #expect(variable.wholeMatch(of: /[A-Z][A-Z0-9_]*/) != nil, "\(variable)")
    }
    #expect(Set(provider.keyVariables).count == provider.keyVariables.count)
    #expect(provider.models.isEmpty)
    #expect(provider.notes.allSatisfy { !$0.hasSuffix(".") && !$0.isEmpty })
  }

  @Test(arguments: Provider.builtIn)
  func `an address is in form once its parts are filled in`(_ provider: Provider) throws {
    var text = provider.baseURL
    for part in provider.parts {
      #expect(text.contains("{\(part.name)}"))
      #expect(part.standard.map(AddressPart.isValid) ?? true)
      #expect(!part.variables.isEmpty)
      text.replace("{\(part.name)}", with: "mine")
    }
    let base = try BaseURL(text, from: provider.id)
    #expect(base.text == text)
    #expect(base.isLoopback == (provider.kind == .local && !provider.isOffline))
    #expect(base.isSecure || provider.kind == .local)
    let paths = [provider.modelList?.path, provider.keyCheck.path].compactMap { $0 }
    for path in paths {
      let address = base.address(of: path)
      #expect(address.hasPrefix(base.origin + "/") && !address.contains("..") && !path.isEmpty)
    }
  }

  @Test(arguments: Provider.builtIn.filter { !$0.isOffline })
  func `a row of a service says where it comes from`(_ provider: Provider) {
    #expect(provider.documentation.wholeMatch(of: /https:\/\/\S+ \(\d{4}-\d\d-\d\d\)/) != nil)
    #expect(provider.keyVariables.isEmpty == provider.usesCredentials)
  }

  @Test(arguments: active.filter { !$0.worksWithoutKey && !$0.usesCredentials })
  func `a provider that needs a key says where to make one`(_ provider: Provider) {
    #expect(provider.keyURL?.hasPrefix("https://") == true)
    #expect(provider.keyCheck.probe != .none)
    #expect(Set(provider.keyCheck.good).isDisjoint(with: provider.keyCheck.bad))
    #expect(Set(provider.keyCheck.good + provider.keyCheck.bad).isDisjoint(with: [402, 429]))
  }

  @Test(arguments: active) func `a check by the list of models has one`(_ provider: Provider) {
    guard provider.keyCheck.probe == .models else { return }
    #expect(provider.modelList != nil)
    // A list that anybody gets proves nothing.
    #expect(provider.modelList?.isPublic != true || !provider.keyCheck.isProof)
  }

  @Test(arguments: active.filter { $0.defaultModel != nil && !$0.isOffline })
  func `a default model is in the catalogue and answers`(_ provider: Provider) throws {
    let id = try #require(provider.defaultModel)
    // Another region of a provider has the same models.
    let row = Catalogue.find(provider: provider.id, id: id) ?? Catalogue.owners(of: id).first
    #expect(try #require(row).status == .active)
  }

  @Test(arguments: active.filter { !Catalogue.models(of: $0.id).isEmpty && $0.parts.isEmpty })
  func `a provider whose models are known has a default model`(_ provider: Provider) {
    #expect(provider.defaultModel != nil)
  }

  @Test func `the catalogue's providers are in the table`() {
    #expect(Set(Catalogue.providers).isSubset(of: Self.active.map(\.id)))
  }

  @Test func `only echo answers from within`() {
    #expect(Provider.builtIn.filter(\.isOffline).map(\.id) == ["echo"])
  }

  @Test(arguments: Provider.builtIn.filter { $0.retirement != nil })
  func `a provider that is gone says since when, and what there is instead`(
    _ provider: Provider
  ) throws {
    let retirement = try #require(provider.retirement)
    #expect(retirement.day.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil)
    #expect(retirement.advice.hasPrefix("use "))
    #expect(provider.defaultModel == nil)
  }

  @Test(arguments: active) func `a provider has a variable, if any, of its own`(
    _ provider: Provider
  ) {
    guard !provider.keyVariables.isEmpty else { return }
    #expect(
      provider.keyVariables.contains(where: provider.owns)
        || ["ollama", "zai-coding", "vertex", "opencode-go"].contains(provider.id))
  }
}

extension KeyCheck {
  fileprivate var path: String? {
    switch probe {
    case .get(let path), .post(let path, _): path
    case .models, .completion, .none: nil
    }
  }
}
