package import ByokCore

/// How an index is laid out in its file, which is read in place.
///
/// A header of 128 bytes, then these sections, each padded to eight bytes: records of files in the order of
/// their paths; their paths; records of chunks, file by file; headings; where each block of 16 terms
/// begins; the terms in the order of their bytes, of which each shares its beginning with the one before;
/// postings. Numbers have the least significant byte first. The file is a cache: one that is damaged, or
/// of another version, is built anew.
///
/// A record of a file: offset and length of its path (4 each); size, time, inode (8 each); hash (16); first
/// chunk and their number (4 each); outcome (8). One of a chunk: where it ends in the file's text, its first
/// line (4 each), how many more it has, its page (2 each), offset of its heading (4), the heading's length,
/// its words (2 each), hash (16). It begins where the one before in its file ends.
///
/// A term is a byte with how much it shares with the one before (the high four bits; 0 for the first of a
/// block) and the length of the rest (0 for one over 15, which is then the next byte), the rest, in how
/// many chunks it is, and how many bytes of postings it has, both as variable-length numbers. Postings are
/// bits, as ``PostingWriter`` writes them.
enum IndexFormat {
  static let magic = Array("byokidx\n".utf8)
  static let version = 1
  static let headerSize = 128
  static let fileSize = 64
  static let chunkSize = 36
  /// Bytes of where a block of terms begins: in the terms, in the postings.
  static let blockSize = 8
  static let termsPerBlock = 16

  /// Offsets within the header.
  enum Header {
    static let version = 8
    static let files = 12
    static let chunks = 16
    static let terms = 20
    static let length = 24
    static let scanned = 32
    static let settings = 40
    static let checksum = 48
    /// The ends of the sections, eight bytes each.
    static let sections = 56
  }

  enum Section: Int, CaseIterable {
    case files, paths, chunks, headings, blocks, terms, postings
  }

  /// A checksum that finds damage, and no more.
  struct Checksum {
    private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func add(_ word: UInt64) {
      value = (value ^ word) &* 0xFF51_AFD7_ED55_8CCD
      value ^= value >> 32
    }
  }
}

/// What is known of a file, and became of it.
package struct IndexedFile: Equatable, Sendable {
  /// Its path from the root, in UTF-8.
  package let path: [UInt8]
  package var stamp: FileStamp
  /// The hash of its bytes.
  package let hash: ContentHash
  package let outcome: FileOutcome
  /// The numbers of its chunks.
  package internal(set) var chunks: Range<Int>

  package var pathText: String { String(decoding: path, as: UTF8.self) }
}

/// What became of a file.
package enum FileOutcome: UInt8, Sendable, CaseIterable {
  case indexed
  /// It is no text.
  case binary
  /// It is text in an encoding that is not known.
  case unknownEncoding
  case tooLarge
  /// It is a private key.
  case secret
  /// The program that converts such files is not installed.
  case noConverter
  /// The program failed.
  case conversionFailed

  /// Why it is not indexed, as listings say it.
  package var reason: String {
    switch self {
    case .indexed: "indexed"
    case .binary: "not text"
    case .unknownEncoding: "not UTF-8 or UTF-16"
    case .tooLarge: "too large"
    case .secret: "a private key"
    case .noConverter: "no program to convert it"
    case .conversionFailed: "could not be converted"
    }
  }
}

/// A chunk as an index keeps it.
package struct IndexedChunk: Sendable, Equatable {
  /// The number of its file.
  package let file: Int
  package let chunk: TextChunk
  /// How many words it has.
  package let length: Int
  /// The hash of its text.
  package let hash: ContentHash
}
