package import ByokCore

/// A file of `NAME=VALUE` lines, such as the ones that vendors' tools and shells keep, in locked
/// memory.
///
/// The forms of shells (`export`, `declare -x`, `set -x NAME VALUE`, several on a line), of
/// PowerShell, of cmd.exe, of systemd and of YAML are read, quotes over several lines too; nothing is
/// expanded or run.
package struct EnvironmentFile: ~Copyable {
  /// A variable that the file sets.
  package struct Assignment: Equatable, Sendable {
    package let name: String
    /// Counted from 1.
    package let line: Int
    /// How far its name is from the beginning of the line; an item of a list begins after its dash.
    package var indentation = 0
    /// Whether it begins an item of a list.
    package var isItem = false
    /// The bytes of the value, in order.
    package fileprivate(set) var pieces: [Piece] = []
    /// Why the value may mean something else to another reader; `nil` where all agree.
    package var doubt: String?

    /// Whether there is no value.
    package var isEmpty: Bool { pieces.isEmpty }
  }

  /// A part of a value.
  package enum Piece: Equatable, Sendable {
    case bytes(Range<Int>)
    /// What an escape stands for.
    case byte(UInt8)
  }

  /// Text that is no assignment.
  package struct Stray: Equatable, Sendable {
    package let line: Int
    package let range: Range<Int>
  }

  /// What is wrong with the whole file.
  package struct Flaw: Error, Equatable {
    package let line: Int
    package let rule: String
  }

  private let text: Secret
  package let assignments: [Assignment]
  package let strays: [Stray]

  /// The most bytes of such a file.
  package static let limit = 1 << 20

  /// - Throws: Where a quote is not closed.
  package init(_ text: consuming Secret) throws(Flaw) {
    var parser = EnvironmentFileParser()
    try text.withBytes { (bytes) throws(Flaw) in try parser.parse(bytes) }
    (assignments, strays) = (parser.assignments, parser.strays)
    self.text = text
  }

  /// - Parameters:
  ///   - text: What was read.
  ///   - source: What messages call it.
  /// - Throws: A usage error that names the line where a quote is not closed.
  package init(_ text: consuming Secret, from source: String) throws(ByokError) {
    do throws(Flaw) {
      try self.init(text)
    } catch {
      throw ByokError(
        .usage, "\(source), line \(error.line): \(error.rule)", hint: "nothing was sealed")
    }
  }

  /// A copy of a value.
  ///
  /// - Throws: A failure when memory is out.
  package borrowing func secret(_ assignment: Assignment) throws(ByokError) -> Secret {
    let count = assignment.pieces.reduce(0) { sum, piece in
      if case .bytes(let range) = piece { sum + range.count } else { sum + 1 }
    }
    return try text.withBytes { (bytes) throws(ByokError) in
      try Secret.collecting(capacity: count) { emit in
        for piece in assignment.pieces {
          switch piece {
          case .byte(let byte): emit(byte)
          case .bytes(let range): for index in range { emit(bytes[index]) }
          }
        }
      }
    }
  }

  /// A value that is not secret, such as an address.
  package borrowing func plainText(_ assignment: Assignment) -> String {
    guard let secret = try? secret(assignment) else { return "" }
    return secret.withBytes { String(decoding: Array(copying: $0), as: UTF8.self) }
  }

  /// Lends the text that is no assignment.
  package borrowing func withBytes<Result>(of stray: Stray, _ body: (Span<UInt8>) -> Result)
    -> Result
  {
    text.withBytes { body($0.extracting(stray.range)) }
  }

  /// Whether a byte may be in the name of a variable.
  package static func isOfName(_ byte: UInt8) -> Bool {
    let character = Character(Unicode.Scalar(byte))
    return character.isASCII && (character.isLetter || character.isNumber || character == "_")
  }
}

extension EnvironmentFile.Assignment {
  /// Adds bytes to the value.
  mutating func append(_ range: Range<Int>) {
    if !range.isEmpty { pieces.append(.bytes(range)) }
  }

  /// Adds what an escape stands for.
  mutating func append(_ byte: UInt8) { pieces.append(.byte(byte)) }
}
