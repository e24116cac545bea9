import Testing

@testable import ByokCore

@Suite struct KeyNameTests {
  @Test func `names are ordered by provider, then label, byte by byte`() {
    let names = [
      "anthropic/z", "openai/a", "openai/a-b", "openai/a.b", "openai/a0", "openai/a_b",
      "openai/aa", "openai-2/a", "x/a",
    ].map { text in
      let pieces = text.split(separator: "/").map(String.init)
      return KeyName(provider: pieces[0], label: pieces[1])
    }
    #expect(names.reversed().sorted() == names)
    for (first, second) in zip(names, names.dropFirst()) {
      #expect(first < second)
      #expect(!(second < first))
      #expect(!(first < first))
    }
  }

  @Test(arguments: [
    ("openai", "openai", nil, "openai/default"), ("openai/work", "openai", "work", "openai/work"),
    ("a/0", "a", "0", "a/0"), ("x-1/a.b_c-d", "x-1", "a.b_c-d", "x-1/a.b_c-d"),
    ("openai/default", "openai", "default", "openai/default"),
  ])
  func `a reference is a provider with or without a label`(
    word: String, provider: String, label: String?, name: String
  ) throws {
    let reference = try #require(KeyReference(argument: word))
    #expect(reference.provider == provider)
    #expect(reference.label == label)
    #expect(reference.name.text == name)
    #expect(reference.text == word)
  }

  @Test(arguments: [
    "", "/", "openai/", "/work", "openai/work/", "openai//work", "a/b/c", "OpenAI", "openai/Work",
    "-x", "openai/-x", "openai/.x", "open_ai", "openai ", " openai", "openai/wo rk", "öpenai",
    "openai/wörk", "openai\n", "openai/work\0", "sk-proj-abcdefghijkl", "gsk_abcdefghijkl",
    "openai/sk-proj-abcdefghijkl", String(repeating: "p", count: 65),
    "openai/" + String(repeating: "l", count: 65),
    "0123456789abcdef0123456789abcdef", "openai/0123456789abcdef0123456789abcdef",
  ])
  func `a word that is none, or may be a key, is refused`(word: String) {
    #expect(KeyReference(argument: word) == nil)
  }

  @Test(arguments: ["a", "0", "work", "a.b", "a_b", "a-", String(repeating: "l", count: 64)])
  func `a label is taken`(word: String) {
    #expect(Label(argument: word)?.text == word)
  }

  @Test(arguments: [
    "", "-", ".", "_", "-a", "A", "a/b", "a b", "a\t", "ä", String(repeating: "l", count: 65),
    "sk-proj-abcdefghijkl",
  ])
  func `a word that is no label is refused`(word: String) {
    #expect(Label(argument: word) == nil)
  }
}
