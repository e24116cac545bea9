import Testing

@testable import ByokCore
@testable import ByokKit
@testable import byok

@Suite struct ConfigurationPageTests {
  @Test func `the page tells every key, what it takes, and its default`() throws {
    let page = try #require(Manual(CommandTable.index).page("config.5"))
    let words = page.text.split { $0.isWhitespace }.joined(separator: " ")
    for key in ConfigurationKey.all {
      #expect(words.contains(" \(key.name) "), "\(key.name)")
      #expect(words.contains("\(key.expectation)"), "\(key.name)")
      if let standard = key.standard { #expect(words.contains("default: \(standard).")) }
    }
  }

  @Test func `the example is a file that byok takes`() throws {
    let text = ManualPage.configurationExample.joined(separator: "\n")
    let file = ConfigurationFile(path: FilePath("/config.json"), text: Array(text.unicodeScalars))
    let configuration = try file.configuration()
    #expect(configuration.model == "openai/gpt-5.4-mini")
    #expect(configuration.templates["translate"]?.model == "fast")
    #expect(configuration.providers.map(\.id) == ["gate", "local"])
  }
}
