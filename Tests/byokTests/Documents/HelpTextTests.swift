import Testing

@testable import ByokCore
@testable import ByokKit
@testable import byok

@Suite struct HelpTextTests {
  private static func info(_ name: String) throws -> CommandInfo {
    try #require(CommandTable.index.infos.first { $0.name == name })
  }

  @Test(arguments: CommandTable.index.infos.map(\.name))
  func `a command's help tells all of its row`(_ name: String) throws {
    let info = try Self.info(name)
    let text = HelpText.command(info)
    #expect(text.hasPrefix("\(info.summary).\n\nUsage: byok \(info.usage)\n"))
    let words = text.split { $0.isWhitespace }
    for option in info.options {
      let form =
        (option.short.map { "  -\($0), --" } ?? "      --") + option.long
        + (option.metavariable.map { " \($0)" } ?? "")
      let line = text.split(separator: "\n").first { "\($0) ".hasPrefix("\(form) ") }
      #expect(line != nil, "\(option.long)")
      #expect(words.contains("\(form) \(option.summary)".split(separator: " ")), "\(option.long)")
    }
    #expect(text.contains("  -h, --help"))
    for example in info.examples {
      #expect(text.contains("  # \(example.purpose)\n  \(example.line)\n"))
    }
    for paragraph in info.detail {
      #expect(words.contains(paragraph.split(separator: " ")))
    }
  }

  @Test(arguments: CommandTable.index.infos.map(\.name))
  func `no line of a command's help is over 79 columns`(_ name: String) throws {
    let info = try Self.info(name)
    for line in HelpText.command(info).split(separator: "\n") {
      let isExample = info.examples.contains { line.hasSuffix($0.line) }
      #expect(line.count <= 79 || isExample || line.hasPrefix("Usage: "), "\(line)")
      #expect(line.last != " ")
    }
  }

  @Test func `the overview has every command, the rare ones in a line of their group`() {
    let index = CommandTable.index
    let text = HelpText.overview(index)
    for section in index.sections {
      #expect(text.contains("\n\(section.title):\n"))
      for name in section.usual {
        let info = index.infos.first { $0.name == name }
        // A long summary goes on in another line.
        let first = info?.summary.split(separator: " ").prefix(4).joined(separator: " ")
        #expect(text.contains("\n  \(name)  ") && text.contains("  \(first ?? "?")"))
      }
      let words = text.split { $0.isWhitespace || $0 == "," }
      for name in section.rare {
        #expect(!text.contains("\n  \(name)  "))
        #expect(words.contains { name.hasSuffix(" \($0)") || name == $0 }, "\(name)")
      }
    }
    #expect(index.sections.flatMap { $0.usual + $0.rare } == index.infos.map(\.name))
    #expect(text.contains("--no-input"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 79 })
  }

  @Test func `options of chat are listed under headings, in their order`() throws {
    let text = HelpText.command(try Self.info("chat"))
    let headings = [
      "Model", "Prompt", "Request", "Limits", "Output", "Many prompts", "Common options",
    ]
    let places = headings.compactMap { text.firstRange(of: "\n\($0):\n")?.lowerBound }
    #expect(places.count == headings.count)
    #expect(places == places.sorted())
    #expect(try HelpText.command(Self.info("doctor")).contains("\nOptions:\n"))
  }

  @Test(arguments: HelpTopic.all.map(\.word) + ["topics"])
  func `every topic has a text`(word: String) throws {
    let manual = Manual(CommandTable.index)
    let text = try #require(manual.text(on: word))
    #expect(text.split(separator: "\n").count > 3)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 82 })
    #expect(!CommandTable.index.infos.contains { $0.name == word })
    let topics = try #require(manual.text(on: "topics"))
    #expect(word == "topics" || topics.contains("  byok help \(word) "))
  }

  @Test func `the topics list every page by a word that shows it`() throws {
    let manual = Manual(CommandTable.index)
    let topics = try #require(manual.text(on: "topics"))
    for page in manual.pages {
      #expect(topics.contains(" \(page.name)(\(page.section)): "))
    }
    for line in topics.split(separator: "\n") where line.hasPrefix("  byok help ") {
      let word = line.split(separator: " ")[2]
      #expect(manual.text(on: String(word)) != nil, "\(line)")
    }
  }

  @Test func `a group's help tells its commands`() {
    let infos = CommandTable.index.infos.filter { $0.name.hasPrefix("keys ") }
    let text = HelpText.group("keys", infos)
    #expect(text.hasPrefix("Commands of 'byok keys':\n"))
    for info in infos { #expect(text.contains("  byok \(info.usage)\n      \(info.summary)\n")) }
  }
}
