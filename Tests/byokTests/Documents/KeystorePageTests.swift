import Foundation
import Testing

@testable import ByokCore
@testable import byok

@Suite struct KeystorePageTests {
  private static let words = ManualPageWords("keystore.5")

  @Test func `the page has the limits that the parser enforces`() throws {
    for limit in [
      "Slots \(KeystoreGrammar.slotLimit), of which \(KeystoreGrammar.passphraseSlotLimit) have",
      "Keys \(Figures.count(KeystoreGrammar.entryLimit)).",
      "Secret \(Figures.size(KeystoreGrammar.secretLimit)).",
      "Line \(Figures.size(KeystoreGrammar.lineLimit)).",
      "File \(Figures.size(KeystoreGrammar.fileLimit)),",
      "at most \(Figures.count(KeystoreGrammar.originsLimit)) bytes",
      "a multiple of \(KeystoreGrammar.paddingBlock)",
      "MAC \(Sealing.macBytes) bytes.",
      "1 to 10 passes, 8,192 to 1,048,576 KiB of memory",
    ] {
      #expect(try Self.words.contain(limit), "\(limit)")
    }
  }

  @Test func `the page has every kind of entry and every cost of a passphrase`() throws {
    for kind in KeyKind.allCases { #expect(try Self.words.contain("\(kind.rawValue), ")) }
    for cost in KeystoreSlot.Cost.allCases {
      let work = "\(cost.rawValue) \(cost.operations) passes, \(cost.kibibytes >> 10) MiB"
      #expect(try Self.words.contain(work))
    }
  }

  /// Each `derive(from: …, 1, "byok-mac")` of the sources, as the page writes it; a number that is the
  /// store's own is S there.
  @Test func `the page has every key that is derived`() throws {
    let folder = GeneratedFilesTests.root.appending(path: "Sources/ByokCore/Keystore")
    var derivations: Set<String> = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      for call in text.matches(of: /derive(?:Public)?\(from: \w+, (\d|number), ("byok-\w+")/) {
        let number = call.output.1 == "number" ? "S" : call.output.1
        derivations.insert("\(number), \(call.output.2))")
      }
    }
    #expect(derivations.count == 10)
    for derivation in derivations {
      #expect(try Self.words.contain(derivation), "\(derivation)")
    }
  }

  @Test func `the page says what the keystore protects from, and what it does not`() throws {
    let page = try #require(Manual(CommandTable.index).page("keystore"))
    let model = try #require(page.parts.first { $0.title == "Threat model" })
    let headings = model.blocks.compactMap { block -> String? in
      guard case .heading(let title) = block else { return nil }
      return title
    }
    #expect(headings == ["Protects from", "Does not protect from"])
  }
}

/// The words of a page of the manual, with one space between them.
struct ManualPageWords {
  private let topic: String

  init(_ topic: String) { self.topic = topic }

  /// Whether the page has that text somewhere, however its lines are broken.
  func contain(_ text: String) throws -> Bool {
    let page = try #require(Manual(CommandTable.index).page(topic))
    return page.text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(text)
  }
}
