import Testing

@testable import ByokCore

@Suite struct KeyEntriesTests {
  private func entry(_ label: String, _ provider: String, kind: String = "api-key") throws
    -> KeyEntry
  {
    try KeyEntry(line: Array(StoreText.key(label, provider, kind: kind).utf8)[...])
  }

  private func entries(_ names: [(String, String)]) throws -> KeyEntries {
    var entries = KeyEntries()
    for (provider, label) in names { entries.set(try entry(label, provider)) }
    return entries
  }

  @Test func `entries stand in the order of their names, however they came`() throws {
    let names = [("b", "x"), ("a", "z"), ("b-b", "a"), ("b", "a"), ("a", "a.b"), ("a", "a-b")]
    let sorted = ["a/a-b", "a/a.b", "a/z", "b/a", "b/x", "b-b/a"]
    #expect(try entries(names).map(\.name.text) == sorted)
    #expect(try entries(names.reversed()).map(\.name.text) == sorted)
    #expect(try entries(names) == entries(names.reversed()))
  }

  @Test func `every name is found, and no other`() throws {
    let names = (0..<37).map { ("p\($0 / 5)", "l\($0)") }
    let all = try entries(names)
    for (provider, label) in names {
      #expect(all[KeyName(provider: provider, label: label)]?.label == label)
      #expect(all[KeyName(provider: provider, label: label + "x")] == nil)
      #expect(all[KeyName(provider: provider + "x", label: label)] == nil)
    }
    #expect(KeyEntries()[KeyName(provider: "a", label: "b")] == nil)
  }

  @Test func `the entries of a provider are those of no other`() throws {
    let all = try entries([("a", "1"), ("a", "2"), ("a-b", "3"), ("ab", "4")])
    #expect(all.entries(of: "a").map(\.label) == ["1", "2"])
    #expect(all.entries(of: "a-b").map(\.label) == ["3"])
    #expect(all.entries(of: "aa").isEmpty)
    #expect(KeyEntries().entries(of: "a").isEmpty)
  }

  @Test func `an entry replaces the one of its name, also one of another length`() throws {
    var all = try entries([("a", "1"), ("b", "2"), ("c", "3")])
    all.set(try entry("2", "b", kind: "another-kind"))
    #expect(all.map(\.kind) == ["api-key", "another-kind", "api-key"])
    #expect(all.map(\.name.text) == ["a/1", "b/2", "c/3"])
    #expect(try all != entries([("a", "1"), ("b", "2"), ("c", "3")]))
  }

  @Test func `removing leaves the others`() throws {
    var all = try entries([("a", "1"), ("b", "2"), ("c", "3")])
    all.remove(KeyName(provider: "x", label: "1"))
    #expect(all.count == 3)
    for name in ["a", "c", "b"] {
      all.remove(KeyName(provider: name, label: ["a": "1", "b": "2", "c": "3"][name] ?? ""))
      #expect(!all.contains { $0.provider == name })
    }
    #expect(all.isEmpty)
    #expect(all.text.isEmpty)
  }
}
