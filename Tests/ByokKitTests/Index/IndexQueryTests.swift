import Foundation
import Testing

@testable import ByokCore
@testable import ByokKit

/// What is found, and in which order.
@Suite struct IndexQueryTests {
  static let files = [
    ("1", "apple banana apple"), ("2", "banana cherry"), ("3", "apple cherry cherry date elder"),
    ("4", "fig"), ("5", "banana banana banana banana banana grape fig apple"),
  ]

  /// BM25 as it is defined, on words that are split at spaces.
  static func scores(_ query: [String], _ texts: [[String]]) -> [Double] {
    let average = Double(texts.map(\.count).reduce(0, +)) / Double(texts.count)
    return texts.map { words in
      query.reduce(0.0) { sum, term in
        let holders = Double(texts.count { $0.contains(term) })
        let frequency = Double(words.count { $0 == term })
        let idf = log(1 + (Double(texts.count) - holders + 0.5) / (holders + 0.5))
        let length = Double(words.count) / average
        return sum + idf * frequency / (frequency + 1.2 * (0.25 + 0.75 * length))
      }
    }
  }

  @Test(arguments: [["apple"], ["banana", "fig"], ["cherry", "date", "apple"], ["none", "fig"]])
  func `scores are those of BM25`(query: [String]) throws {
    let index = try MadeIndex.index(of: Self.files)
    let expected = Self.scores(
      query, Self.files.map { $0.1.split(separator: " ").map(String.init) })
    let found = IndexQuery(query.joined(separator: " ")).best(in: index, limit: 10)
    #expect(found.count == expected.count { $0 > 0 })
    for (chunk, score) in found { #expect(abs(score - expected[chunk]) < 1e-12) }
    #expect(found.map(\.score) == found.map(\.score).sorted(by: >))
    let two = IndexQuery(query.joined(separator: " ")).best(in: index, limit: 2)
    #expect(two.map(\.chunk) == found.prefix(2).map(\.chunk))
  }

  @Test func `headings count one and a half times, names of files twice`() throws {
    let body = String(repeating: "filler ", count: 100)
    let index = try MadeIndex.index(of: [
      ("a/kiwi.md", "# other\n\(body)"), ("b/x.md", "# kiwi\n\(body)"),
      ("c/y.md", "# other\n\(body)kiwi"), ("d/z.md", "# other\n\(body)"),
    ])
    let found = IndexQuery("kiwi").best(in: index, limit: 10)
    // The heading is part of the text, too.
    #expect(found.map(\.chunk) == [1, 0, 2])
    func score(_ frequency: Double, _ length: Double) -> Double {
      // "other" does not count.
      let average = Double(100 + 101 + 101 + 100) / 4
      let idf = log(1 + (4 - 3 + 0.5) / (3 + 0.5))
      return idf * frequency / (frequency + 1.2 * (0.25 + 0.75 * length / average))
    }
    let expected = [score(2.5, 101), score(2, 100), score(1, 101)]
    for (place, value) in zip(found, expected) { #expect(abs(place.score - value) < 1e-12) }
  }

  @Test func `words are found in other forms, parts of identifiers and scripts`() throws {
    let index = try MadeIndex.index(of: [
      ("a.swift", "func parseRequestHeader() {}"), ("b.txt", "the connections were closed"),
      ("c.txt", "日本語の文書を検索する"), ("d.txt", "Ein Café in Zürich"),
      ("e.py", "def parse_request_header():"),
      ("f.txt", "黒猫。"),
    ])
    func found(_ query: String) -> Set<String> {
      Set(
        IndexQuery(query).best(in: index, limit: 10).map { chunk, _ in
          index.file(index.chunk(chunk).file).pathText
        })
    }
    #expect(found("header") == ["a.swift", "e.py"])
    #expect(found("ParseRequestHeader") == ["a.swift", "e.py"])
    #expect(found("connect") == ["b.txt"])
    #expect(found("検索") == ["c.txt"])
    #expect(found("本") == ["c.txt"])
    #expect(found("猫") == ["f.txt"])
    #expect(found("cafe zurich") == ["d.txt"])
    #expect(found("nothing") == [])
    #expect(found("") == [])
  }

  @Test func `many chunks and terms are found by whichever block they are in`() throws {
    let files = (100..<400).map {
      ("f\($0)", "common w\($0) w\($0 * 7 % 300) x\(String(repeating: "y", count: $0 % 40))")
    }
    let index = try MadeIndex.index(of: files)
    for (place, number) in (100..<400).enumerated() {
      let found = IndexQuery("w\(number)").best(in: index, limit: 300).map(\.chunk)
      #expect(found.contains(place))
    }
    #expect(IndexQuery("common").best(in: index, limit: 1000).count == 300)
    // Equal scores are in the order of the index.
    #expect(IndexQuery("zzz").best(in: index, limit: 10).isEmpty)
  }

  @Test func `the line that holds most of the words is shown`() {
    let text = "one\n\n  two words here\nwords\n"
    let line = PassageLine(in: text, from: 10, query: "words here")
    #expect(line.number == 12 && line.text == "two words here")
    let none = PassageLine(in: text, from: 10, query: "absent")
    #expect(none.number == 10 && none.text == "one")
    #expect(PassageLine(in: "", from: 3, query: "x").number == 3)
  }
}
