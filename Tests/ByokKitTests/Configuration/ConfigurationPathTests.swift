import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ConfigurationPathTests {
  @Test(arguments: [
    ("model", ["model"]), ("budget.day", ["budget", "day"]), ("budget", ["budget"]),
    ("aliases.fast", ["aliases", "fast"]), ("aliases.\"gpt.5\"", ["aliases", "gpt.5"]),
    ("params.openai/gpt-5.2", ["params", "openai/gpt-5.2"]),
    ("params.openai/gpt-5.2.temperature", ["params", "openai/gpt-5.2", "temperature"]),
    ("params.\"openai/gpt-5.2\".seed", ["params", "openai/gpt-5.2", "seed"]),
    ("templates.t", ["templates", "t"]), ("templates.t.prompt", ["templates", "t", "prompt"]),
    ("templates.t.params.top_p", ["templates", "t", "params", "top_p"]),
    ("creds.paths.qwen", ["creds", "paths", "qwen"]),
    ("providers.p.headers.X-Team", ["providers", "p", "headers", "X-Team"]),
    ("providers.p.headers.\"a.b\"", ["providers", "p", "headers", "a.b"]),
    ("providers.p.headers", ["providers", "p", "headers"]),
    ("providers.p.quirks.seed_field", ["providers", "p", "quirks", "seed_field"]),
  ])
  func `a name leads to a member`(text: String, names: [String]) throws {
    #expect(try ConfigurationPath(text).names == names)
  }

  @Test(arguments: [
    ("modle", "did you mean 'model'?"), ("templates.t.promt", "did you mean 'templates.t.prompt'?"),
    ("providers.work.modles", "did you mean 'providers.work.models'?"),
    ("budget.dya", "did you mean 'budget.day'?"),
    ("xyzzy", "byok config list --all   lists them"),
  ])
  func `a slip gets a hint`(text: String, hint: String) {
    let failure = #expect(throws: ByokError.self) { _ = try ConfigurationPath(text) }
    #expect(failure?.kind == .usage)
    #expect(failure?.hints == [hint])
  }

  @Test(arguments: [
    "", ".", "model.x", "aliases.", "params..seed", "aliases.\"\"", "aliases.a.b",
    "providers.p.headers.a.b", "providers.p.models.0", "providers.p.models[].id", "params.\"a",
  ])
  func `no name is half understood`(text: String) {
    #expect(throws: ByokError.self) { _ = try ConfigurationPath(text) }
  }

  @Test(arguments: [
    ("a.b", "{\"c\":2}"), ("a.b.c", "2"), ("\"a.b\".c", "2"), ("a.x", "{}"),
    ("a", "{\"b\":1,\"x\":{}}"),
    ("a.y", nil), ("b", nil), ("", nil), ("a.", nil), ("a.b.c.d", nil),
  ])
  func `a value is found by its name, points and all`(text: String, value: String?) throws {
    let root = try JSON5Parser.parse(
      Array("{a: {b: 1, x: {}}, 'a.b': {c: 2}}".unicodeScalars))
    #expect(root.find(text)?.node.value.compactText == value)
  }
}

/// What must hold of every row of the table.
@Suite struct ConfigurationKeyTests {
  @Test func `names are unique, and have two parts of the user's at most`() {
    let names = ConfigurationKey.all.map(\.name)
    #expect(Set(names).count == names.count)
    for key in ConfigurationKey.all {
      #expect(key.parts.count { ConfigurationKey.isPlaceholder($0) } <= 2, "\(key.name)")
      #expect(key.parts.first.map { !ConfigurationKey.isPlaceholder($0) } == true)
    }
  }

  /// Looking one up walks the table in its order.
  @Test func `keys of a group are neighbours, after the group's own`() {
    var seen: Set<[String]> = []
    var last: [String] = []
    for key in ConfigurationKey.all {
      let parts = key.parts
      #expect(!seen.contains(parts), "\(key.name)")
      for count in 1...parts.count where !last.starts(with: parts.prefix(count)) {
        #expect(seen.insert(Array(parts.prefix(count))).inserted, "\(key.name)")
      }
      last = parts
    }
  }

  @Test(arguments: ["ID", "[]", "a.b", "providers.p", "models[]", ".", ""])
  func `a name that looks like a part of the table's names is the user's own`(name: String) throws {
    func failure(_ text: String) -> ByokError? {
      let file = ConfigurationFile(path: FilePath("/c"), text: Array(text.unicodeScalars))
      return #expect(throws: ByokError.self) { try file.configuration() }
    }
    #expect(failure("{'\(name)': 1}")?.message.contains("unknown key \(name)") == true)
    let member = failure("{providers: {p: {base_url: 'https://p.example', '\(name)': 1}}}")
    #expect(member?.message.contains("unknown key providers.p.\(name)") == true)
  }

  @Test(arguments: ConfigurationKey.all.map(\.name))
  func `a row is well formed`(name: String) throws {
    let key = try #require(ConfigurationKey.all.first { $0.name == name })
    #expect(key.summary.first?.isUppercase == true && !key.summary.hasSuffix("."))
    #expect(key.summary.count <= 60)
    #expect(!key.expectation.isEmpty)
    guard !key.isOfElement else {
      #expect(throws: ByokError.self) { try ConfigurationPath(name) }
      return
    }
    let example = name.replacing(#/[A-Z]+/#, with: "qwen")
    #expect(try ConfigurationPath(example).row?.name == name)
  }
}
