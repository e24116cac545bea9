package import ByokCore

/// What an index is of, as the user said when it was added.
package struct IndexDefinition: Equatable, Sendable {
  package let name: IndexName
  /// Files and folders, as absolute paths without links.
  package var paths: [String]
  /// Globs of which a file must match one, if there are any.
  package var includes: [String] = []
  /// Globs of what is left out.
  package var excludes: [String] = []
  /// Whether the index is sealed with the keystore.
  package var isSealed = false
  /// Whether files are taken whose names are those of secrets.
  package var takesSecrets = false
  /// The most files, and the most bytes of all together.
  package var maxFiles = standardFiles
  package var maxBytes = standardBytes
  /// The encoding of text that is neither UTF-8 nor UTF-16; `nil` where such files are left out.
  package var encoding: LegacyEncoding?
  /// The model whose embeddings its chunks have, and their dimensions; `nil` for none.
  package var embedding: Embedding?
  /// When it was added.
  package var created: Timestamp

  package static let standardFiles = 100_000
  package static let standardBytes = 2 << 30

  /// The embeddings of an index.
  package struct Embedding: Equatable, Sendable {
    /// As `PROVIDER/MODEL-ID`.
    package let model: String
    /// `nil` for as many as the model gives.
    package let dimensions: Int?

    package init(model: String, dimensions: Int?) {
      (self.model, self.dimensions) = (model, dimensions)
    }
  }

  package init(name: IndexName, paths: [String], created: Timestamp) {
    (self.name, self.paths, self.created) = (name, paths, created)
  }

  /// What a listing and its file say of it.
  package var members: [String: JSONValue] {
    func list(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
    return [
      "paths": list(paths), "include": list(includes), "exclude": list(excludes),
      "sealed": .bool(isSealed), "include_secrets": .bool(takesSecrets),
      "max_files": .integer(maxFiles), "max_bytes": .integer(maxBytes),
      "encoding": encoding.map { .string($0.rawValue) } ?? .null,
      "model": embedding.map { .string($0.model) } ?? .null,
      "dimensions": (embedding?.dimensions).map(JSONValue.integer) ?? .null,
      "created_at": .string(created.rfc3339),
    ]
  }

  /// - Returns: `nil` where the document is not as byok writes it.
  init?(_ name: String, _ document: JSONValue) {
    func texts(_ member: String) -> [String] {
      document[member]?.elements?.compactMap(\.text) ?? []
    }
    guard let name = IndexName(argument: name),
      let created = document["created_at"]?.text.flatMap(Timestamp.init(rfc3339:))
    else { return nil }
    self.init(name: name, paths: texts("paths"), created: created)
    guard !paths.isEmpty, paths.allSatisfy({ $0.hasPrefix("/") }) else { return nil }
    (includes, excludes) = (texts("include"), texts("exclude"))
    isSealed = document["sealed"]?.flag ?? false
    takesSecrets = document["include_secrets"]?.flag ?? false
    maxFiles = document["max_files"]?.integer ?? Self.standardFiles
    maxBytes = document["max_bytes"]?.integer ?? Self.standardBytes
    encoding = document["encoding"]?.text.flatMap(LegacyEncoding.init(argument:))
    embedding = document["model"]?.text.map {
      Embedding(model: $0, dimensions: document["dimensions"]?.integer)
    }
  }
}

/// An encoding of one byte a character.
package enum LegacyEncoding: String, ArgumentValue, CaseIterable {
  case latin1
  /// What Windows calls ANSI in Western Europe.
  case windows1252 = "windows-1252"

  package static var expectation: String { "latin1 or windows-1252" }

  package init?(argument: String) { self.init(rawValue: argument) }

  /// What 0x80 to 0x9F are; what is undefined is as in Latin-1.
  ///
  /// Source: <https://encoding.spec.whatwg.org/index-windows-1252.txt>
  private static let windows: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]

  /// The text as UTF-8.
  func text(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes {
      guard byte >= 0x80 else {
        text.append(byte)
        continue
      }
      let isWindows = self == .windows1252 && byte < 0xA0
      let value = isWindows ? Self.windows[Int(byte) - 0x80] : UInt32(byte)
      if let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) { text += encoded }
    }
    return text
  }
}
