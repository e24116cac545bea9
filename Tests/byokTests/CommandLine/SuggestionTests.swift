import Testing

@testable import ByokCore
@testable import ByokKit
@testable import byok

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("", "abc", 3), ("abc", "abc", 0), ("abc", "abd", 1),
    ("abc", "acb", 1),
    ("abc", "ab", 1), ("abc", "abcd", 1), ("kitten", "sitting", 3), ("ca", "abc", 3),
    ("chta", "chat", 1),
    ("é", "e", 1),
  ])
  func `the distance counts single changes`(_ first: String, _ second: String, _ distance: Int) {
    #expect(Suggestion.distance(first, second) == distance)
    #expect(Suggestion.distance(second, first) == distance)
  }

  @Test(arguments: [
    ("chta", "chat"), ("cha", "chat"), ("opnai", "openai"), ("opeani", "openai"), ("key", "keys"),
    ("mistrall", "mistral"), ("openruoter", "openrouter"),
  ])
  func `the nearest word is found`(_ word: String, _ nearest: String) {
    let words = ["chat", "keys", "help", "openai", "openrouter", "mistral"]
    #expect(Suggestion.nearest(to: word, among: words) == nearest)
  }

  @Test(arguments: [
    ("remove", "rm"), ("ls", "list"), ("reanme", "rename"), ("recovr", "recover"),
  ])
  func `a command is found by what other tools call it`(_ word: String, _ meant: String) {
    let names = ["add", "list", "rm", "rename", "recover"]
    #expect(Suggestion.command(for: word, among: names) == meant)
    #expect(Suggestion.command(for: "delete", among: ["recover", "deleted"]) == "deleted")
  }

  @Test(arguments: ["", "x", "zzz", "completely-different", "hi", "?"])
  func `a word that is near to none has none`(_ word: String) {
    #expect(
      Suggestion.nearest(to: word, among: ["chat", "keys", "help", "openai", "a", ""]) == nil)
    #expect(Suggestion.nearest(to: word, among: []) == nil)
  }

  @Test func `a word cut short is found where it begins only one`() {
    let words = ["azure-openai", "openai", "opencode"]
    #expect(Suggestion.nearest(to: "azure", among: words) == "azure-openai")
    #expect(Suggestion.nearest(to: "ope", among: words) == nil)
    #expect(Suggestion.nearest(to: "az", among: words) == nil)
  }

  @Test func `of equally near words the first in the alphabet is taken`() {
    #expect(Suggestion.nearest(to: "bat", among: ["rat", "cat", "hat"]) == "cat")
  }
}
