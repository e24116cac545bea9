import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore

/// A store from `Fixtures/keystore/vectors`, and what must come of it.
///
/// `Tests/interop/make-vectors.py` writes them, and says what stands in them.
struct KeystoreVector: Sendable {
  /// How the store is to be opened.
  enum Unlock: Sendable, Equatable {
    case none
    case keyFile(String)
    case passphrase(String)
  }

  /// An entry that must open.
  struct Key: Sendable, Equatable {
    let secret: [UInt8]
    let baseURL: String
  }

  /// Group and number.
  let name: String
  /// `ok`, or the kind of failure.
  let expect: String
  let unlock: Unlock
  let comment: String
  /// The entries that must open, by name; all others must not.
  let keys: [String: Key]
  let bytes: [UInt8]

  private init(_ vector: Data) throws {
    guard let blank = vector.range(of: Data("\n\n".utf8)) else {
      throw SupportFailure("a vector without an empty line")
    }
    let head = String(decoding: vector[..<blank.lowerBound], as: UTF8.self)
    let lines = head.split(separator: "\n").map(String.init)
    let pairs = lines.dropFirst().compactMap { line in
      line.firstRange(of: ": ").map { (line[..<$0.lowerBound], line[$0.upperBound...]) }
    }
    func value(_ word: String) -> String { pairs.first { $0.0 == word }.map { String($0.1) } ?? "" }
    name = lines.first ?? ""
    (expect, comment) = (value("expect"), value("comment"))
    unlock = try Self.unlock(value("unlock"))
    keys = try Dictionary(
      pairs.filter { $0.0 == "key" }.map { try Self.key($0.1) },
      uniquingKeysWith: { first, _ in first })
    let body = vector[blank.upperBound...]
    bytes =
      value("encoding").isEmpty
      ? [UInt8](body)
      : [UInt8](Data(base64Encoded: body, options: .ignoreUnknownCharacters) ?? Data())
  }

  private static func unlock(_ text: String) throws -> Unlock {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    switch (words.first, words.count) {
    case ("none", 1): return .none
    case ("keyfile", 2): return .keyFile(words[1])
    case ("passphrase", 2): return .passphrase(words[1])
    default: throw SupportFailure("a vector that says 'unlock: \(text)'")
    }
  }

  private static func key(_ text: Substring) throws -> (String, Key) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 3, let secret = Base64.decode(Array(words[1].utf8)[...]) else {
      throw SupportFailure("a vector with the key '\(text)'")
    }
    return (words[0], Key(secret: secret, baseURL: words[2]))
  }

  /// The vectors of a file.
  static func read(_ url: URL) throws -> [Self] {
    let file = try Data(contentsOf: url)
    let mark = Data("\n=== ".utf8)
    var vectors: [Self] = []
    var start = file.startIndex + mark.count - 1
    while start < file.endIndex {
      let end = file.range(of: mark, in: start..<file.endIndex)
      // The LF before the mark is the last of the vector before it.
      vectors.append(try Self(Data(file[start..<(end.map { $0.lowerBound + 1 } ?? file.endIndex)])))
      start = end?.upperBound ?? file.endIndex
    }
    return vectors
  }

  /// The names of the files.
  static func groups() throws -> [String] {
    try FileManager.default
      .contentsOfDirectory(atPath: Fixture.url("keystore/vectors").path)
      .filter { $0.hasSuffix(".vec") }.sorted()
  }

  /// The vectors of a committed file.
  static func group(_ name: String) throws -> [Self] {
    try read(Fixture.url("keystore/vectors/\(name)"))
  }
}
