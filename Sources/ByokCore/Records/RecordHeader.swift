/// The first line of a file of sealed records, in clear.
///
/// `WORD VERSION ROOT ID SALT`: what the file holds, the format's version, which root its key comes
/// from, which file it is (16 random bytes), and 32 random bytes without which the key cannot be
/// derived again. Every record is bound to the line.
///
/// See byok-keystore(5), Conversations.
package struct RecordHeader: Sendable, Equatable {
  /// What a file holds.
  package enum Purpose: String, Sendable {
    case conversation = "byok-conversation"
    case memory = "byok-memory"
    /// A file that was sent with a message.
    case attachment = "byok-attachment"
    /// Which conversation was used last.
    case last = "byok-last"
    /// The index of files whose words are private.
    case index = "byok-index"
    /// Vectors of such an index.
    case vectors = "byok-vectors"
  }

  package let purpose: Purpose
  /// The id of the root; see ``ConversationRoot/id``.
  package let root: String
  package let id: String
  private let salt: String

  private static let version = "1"

  /// A line for a new file.
  package init(_ purpose: Purpose, root: ConversationRoot) {
    (self.purpose, self.root) = (purpose, root.id)
    id = Base64.encode(Sealing.randomBytes(16))
    salt = Base64.encode(Sealing.randomBytes(32))
  }

  /// The line with its end.
  var line: [UInt8] { Array("\(purpose.rawValue) \(Self.version) \(root) \(id) \(salt)\n".utf8) }

  /// The bytes of such a line.
  static func size(_ purpose: Purpose) -> Int { purpose.rawValue.utf8.count + 82 }

  /// Reads the line at the start of a file.
  ///
  /// - Throws: ``RecordFlaw`` when it is invalid, or of a later version.
  init(_ bytes: [UInt8], _ purpose: Purpose) throws(RecordFlaw) {
    let size = Self.size(purpose)
    let line = bytes.prefix(size)
    let fields = line.dropLast().split(
      separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard fields.count > 1, fields[0].elementsEqual(purpose.rawValue.utf8) else { throw .header }
    guard fields[1].elementsEqual(Self.version.utf8) else {
      throw KeystoreGrammar.decimal(fields[1]) ?? 0 > 1 ? .newer : .header
    }
    guard line.count == size, line.last == UInt8(ascii: "\n"), fields.count == 5,
      KeystoreGrammar.isBase64(fields[2], of: ConversationRoot.idBytes),
      KeystoreGrammar.isBase64(fields[3], of: 16), KeystoreGrammar.isBase64(fields[4], of: 32)
    else { throw .header }
    self.purpose = purpose
    root = String(decoding: fields[2], as: UTF8.self)
    id = String(decoding: fields[3], as: UTF8.self)
    salt = String(decoding: fields[4], as: UTF8.self)
  }
}

/// Why a file of sealed records cannot be read, or only in part.
package enum RecordFlaw: Error, Equatable {
  /// The first line is not one.
  case header
  /// It was written by a later version.
  case newer
  /// No root that is known has its id.
  case root
  /// A record does not open, or is not where it was; counted from 0.
  case record(Int)
}
