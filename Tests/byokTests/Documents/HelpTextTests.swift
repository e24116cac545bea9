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
    for option in info.options {
      let form = "--" + option.long + (option.metavariable.map { " \($0)" } ?? "")
      let line = text.split(separator: "\n").first { $0.hasPrefix("  ") && $0.contains("\(form) ") }
      #expect(line?.hasSuffix(option.summary) == true, "\(option.long)")
      #expect(line?.hasPrefix(option.short.map { "  -\($0), --" } ?? "      --") == true)
    }
    #expect(text.contains("  -h, --help"))
    for example in info.examples {
      #expect(text.contains("  # \(example.purpose)\n  \(example.line)\n"))
    }
    let words = text.split { $0.isWhitespace }
    for paragraph in info.detail {
      #expect(words.contains(paragraph.split(separator: " ")))
    }
  }

  @Test(arguments: CommandTable.index.infos.map(\.name))
  func `no line of a command's help is over 100 columns`(_ name: String) throws {
    for line in HelpText.command(try Self.info(name)).split(separator: "\n") {
      #expect(line.count <= 100, "\(line)")
      #expect(line.last != " ")
    }
  }

  @Test func `the overview tells every command and every exit status`() {
    let text = HelpText.overview(CommandTable.index.infos)
    for info in CommandTable.index.infos {
      #expect(text.contains("\n  \(info.name)  ") && text.contains("  \(info.summary)\n"))
    }
    for kind in ByokError.Kind.allCases {
      #expect(text.contains("  \(kind.rawValue) ") && text.contains("  \(kind.summary)\n"))
    }
    #expect(text.contains("--no-input"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func `a group's help tells its commands`() {
    let infos = CommandTable.index.infos.filter { $0.name.hasPrefix("keys ") }
    let text = HelpText.group("keys", infos)
    #expect(text.hasPrefix("Commands of 'byok keys':\n"))
    for info in infos { #expect(text.contains("  byok \(info.usage)\n      \(info.summary)\n")) }
  }
}
