import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ModelSuggestionsTests {
  private static func provider(_ id: String, makes: [String] = [], usesCredentials: Bool = false)
    -> Provider
  {
    let models = [
      ("old-3", "2025-01-01", Model.Status.active), ("new-4", "2026-01-01", .active),
      ("new-4-20260101", "2026-01-01", .active), ("newest-10", nil, .active),
      ("newest-9", nil, .active), ("gone-5", nil, .retired(successor: nil)),
      ("ending-5", nil, .deprecated),
    ].map { name, day, status in
      var model = Model(id: "clever-\(name)", provider: id, name: name)
      (model.released, model.status) = (day, status)
      return model
    }
    return Provider(
      id: id, name: id, baseURL: "https://a.b", dialect: OpenAIChat.self, models: models,
      usesCredentials: usesCredentials, makes: makes)
  }

  private static let providers = [
    provider("cloud"), provider("maker", makes: ["clever-"]),
    provider("tool", usesCredentials: true),
  ]

  private func hints(_ name: String, open: Set<String>) -> [String] {
    let known = KnownModels(Configuration(providers: Self.providers))
    return ModelSuggestions(Self.providers, known) { open.contains($0.id) }.hints(for: name)
  }

  @Test func `the newest of each family that the keys open come first`() {
    #expect(
      hints("Clever", open: ["cloud", "tool"]) == [
        "did you mean 'cloud/clever-newest-10', 'cloud/clever-new-4' or 'cloud/clever-old-3'?",
        "byok models Clever   lists all of them",
      ])
  }

  @Test func `the maker comes before others`() {
    #expect(
      hints("newest", open: ["cloud", "maker"]).first == "did you mean 'maker/clever-newest-10'?")
  }

  @Test func `without a key, a model of its maker is named, and how to get a key`() {
    #expect(
      hints("old", open: ["tool"]) == [
        "did you mean 'maker/clever-old-3'?", "byok keys add maker   adds a key for it",
        "byok models old   lists all of them",
      ])
  }

  @Test func `a word that is misspelt is found`() {
    #expect(hints("clver", open: ["cloud"]).first?.hasPrefix("did you mean 'cloud/clever-") == true)
  }

  @Test(arguments: ["gone", "ending", "nothing", "x", ""])
  func `what cannot be used is not suggested`(name: String) {
    #expect(hints(name, open: ["cloud"]) == [])
  }
}
