import Testing

@testable import ByokCore
@testable import ByokKit
@testable import byok

/// What must hold of every row of the command table.
@Suite struct CommandTests {
  static let infos = CommandTable.index.infos

  @Test func `names are unique`() {
    let names = Self.infos.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: infos.map(\.name)) func `a row is well formed`(_ name: String) throws {
    let info = try #require(Self.infos.first { $0.name == name })
    #expect(info.name.allSatisfy { ($0.isLowercase && $0.isASCII) || $0 == " " })
    #expect(info.summary.count <= 60 && !info.summary.hasSuffix("."))
    #expect(info.summary.first?.isUppercase == true)
    #expect(info.detail.allSatisfy { $0.hasSuffix(".") })
    #expect(!info.examples.isEmpty)
    #expect(info.examples.allSatisfy { $0.line.contains("byok \(info.name.prefix { $0 != " " })") })
    #expect(info.examples.allSatisfy { !$0.purpose.hasSuffix(".") && !$0.purpose.isEmpty })
  }

  @Test(arguments: infos.map(\.name)) func `only the last operand repeats`(_ name: String) throws {
    let all = try #require(Self.infos.first { $0.name == name }).operands
    // A command line, which '--' sets apart, may follow.
    let operands = all.last?.isCommand == true ? all.dropLast() : all[...]
    #expect(operands.allSatisfy { !$0.isCommand })
    #expect(operands.dropLast().allSatisfy { !$0.repeats })
    // None that is needed stands behind one that is not.
    let optional = operands.firstIndex(where: \.isOptional) ?? operands.endIndex
    #expect(operands[optional...].allSatisfy { $0.isOptional })
    #expect(operands.allSatisfy { !$0.metavariable.isEmpty })
  }

  @Test(arguments: infos.map(\.name)) func `options are well formed`(_ name: String) throws {
    let options = try #require(Self.infos.first { $0.name == name }).options
    #expect(Set(options.map(\.long)).count == options.count)
    let letters = options.compactMap(\.short)
    #expect(Set(letters).count == letters.count)
    #expect(!letters.contains("h") && !options.map(\.long).contains("help"))
    for option in options {
      #expect(option.long.count > 1 && option.long.first != "-", "\(option.long)")
      #expect(option.long.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
      #expect(option.short.map { $0.isASCII && $0.isLetter } ?? true)
      #expect(option.metavariable?.isEmpty != true)
      #expect(option.summary.count <= 60 && !option.summary.hasSuffix("."), "\(option.long)")
      #expect(option.summary.first?.isUppercase == true)
    }
  }

  @Test(arguments: infos.map(\.name)) func `the common options are there`(_ name: String) throws {
    let options = try #require(Self.infos.first { $0.name == name }).options
    let common = options.filter { ["quiet", "verbose", "no-input"].contains($0.long) }
    #expect(common.map(\.short) == ["q", "v", nil])
    #expect(common.allSatisfy { $0.metavariable == nil })
  }

  @Test func `a letter means the same option everywhere`() {
    var meanings: [Character: String] = [:]
    for option in Self.infos.flatMap(\.options) {
      guard let letter = option.short else { continue }
      #expect(meanings[letter, default: option.long] == option.long, "-\(letter)")
      meanings[letter] = option.long
    }
  }

  @Test func `the usage shows what may be left out and what repeats`() {
    #expect(Sample.definition.info.usage == "sample [options] FIRST [SECOND] [OTHER...]")
    #expect(Repeater.definition.info.usage == "repeater [options] WORD...")
    #expect(Runner.definition.info.usage == "runner [options] [NAME...] -- COMMAND [ARG...]")
  }
}
