import Testing

@testable import ByokCore
@testable import ByokKit
@testable import byok

@Suite struct CompletionScriptTests {
  @Test(arguments: CompletionScript.allCases)
  func `a script has every command and every option`(_ shell: CompletionScript) {
    let text = shell.text(CommandTable.index)
    for info in CommandTable.index.infos {
      #expect(text.contains(info.name), "\(info.name)")
      for option in info.completedOptions {
        let name = shell == .fish ? "-l \(option.long)" : "--\(option.long)"
        #expect(text.contains(name), "\(info.name) \(name)")
      }
    }
  }

  @Test func `choices are words that need no quotes`() {
    for info in CommandTable.index.infos {
      for kind in info.options.map(\.words) + info.operands.map(\.words) {
        guard case .choices(let words) = kind else { continue }
        #expect(!words.isEmpty)
        for word in words {
          #expect(word.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }, "\(word)")
        }
      }
    }
  }

  @Test func `every kind of name is asked for by some word`() {
    let kinds = CommandTable.index.infos.flatMap { info in
      info.options.map(\.words) + info.operands.map(\.words)
    }
    for name in WordKind.NameKind.allCases {
      #expect(kinds.contains(.names(name)), "\(name)")
    }
  }

  @Test(
    arguments: [
      ("MODEL", .names(.model)), ("FILE", .file),
      ("chat|responses", .choices(["chat", "responses"])),
      ("json", .choices(["json"])), ("FILE|-", .file), ("MODEL[,...]", .names(.model)),
      ("N", .text), ("TEXT|@FILE", .textOrFile), ("TEMPLATE", .names(.template)),
    ] as [(String, WordKind)])
  func `a placeholder tells what to offer`(_ metavariable: String, _ kind: WordKind) {
    #expect(WordKind(metavariable) == kind)
  }

  @Test func `a type tells what to offer, its command what it means there`() throws {
    func words(_ command: String, _ operand: Int) throws -> WordKind {
      try #require(CommandTable.index.infos.first { $0.name == command }).operands[operand].words
    }
    #expect(try words("keys rm", 0) == .names(.key))
    #expect(try words("keys add", 0) == .names(.provider))
    #expect(try words("keys rename", 1) == .text)
    #expect(try words("providers rm", 0) == .names(.ownProvider))
    #expect(try words("providers add", 0) == .text)
    #expect(
      try words("keys import", 0)
        == .choices(["llm", "aichat", "mods", "gptme", "fabric", "aider"]))
  }

  @Test func `a group's word alone has the options of what it means`() {
    let bash = CompletionScript.bash.text(CommandTable.index)
    #expect(bash.contains("\n  'creds')\n    switches='--json "))
    #expect(CommandTable.index.command(alone: "creds")?.name == "creds list")
    #expect(CommandTable.index.command(alone: "keys") == nil)
    #expect(CommandTable.index.groups.contains("models"))
  }
}
