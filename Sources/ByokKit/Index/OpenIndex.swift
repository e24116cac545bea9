package import ByokCore

/// An index that can be searched.
package struct OpenIndex: Sendable {
  package let definition: IndexDefinition
  package let file: IndexFile
  private let reader: IndexedText

  /// Opens an index as it was when it was updated last.
  ///
  /// - Throws: A failure when it must be built first; what ``IndexStore/read(_:)`` throws.
  package init(_ definition: IndexDefinition, _ store: IndexStore) throws(ByokError) {
    guard let file = try store.read(definition) else { throw .notBuilt(definition.name) }
    self.init(definition, file, store.converter)
  }

  /// An index that has been read.
  package init(_ definition: IndexDefinition, _ file: IndexFile, _ converter: FileConverter) {
    (self.definition, self.file) = (definition, file)
    reader = IndexedText(
      encoding: definition.encoding, takesSecrets: definition.takesSecrets, converter: converter)
  }

  /// Finds the passages that hold any of the words.
  ///
  /// - Parameters:
  ///   - text: What is searched for.
  ///   - limit: The most passages.
  /// - Returns: The best first.
  package func search(_ text: String, limit: Int) -> [Passage] {
    IndexQuery(text).best(in: file, limit: limit).map { chunk, score in
      var passage = passage(chunk)
      passage.scores.lexical = score
      return passage
    }
  }

  /// A passage by the number of its chunk, from 0 to ``IndexFile/chunkCount`` - 1.
  package func passage(_ number: Int) -> Passage {
    let chunk = file.chunk(number)
    return Passage(chunk, number, of: file.file(chunk.file), in: definition.name)
  }

  /// Reads the texts of passages, each file once.
  ///
  /// - Parameter passages: They get the lines and headings of now.
  /// - Returns: Their texts, in the same order; `nil` where a file, or that part of it, is no longer there.
  package func texts(of passages: inout [Passage]) -> [String?] {
    var contents: [String: IndexedText.Content?] = [:]
    return passages.indices.map { place in
      let path = passages[place].path
      let content = contents[path] ?? reader.read(path, limit: IndexedText.namedLimit)
      contents[path] = .some(content)
      guard let content, content.outcome == .indexed else { return nil }
      return passages[place].text(in: content).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// Hands out every chunk with its text, file by file, for embeddings.
  ///
  /// Files that have changed since the index was updated are left out.
  ///
  /// - Parameters:
  ///   - isWanted: Whether the chunk of a hash is needed; files of which none is are not read.
  ///   - body: Takes a chunk's number, its hash, the headings above it and its text.
  /// - Returns: The paths of files that were left out.
  /// - Throws: What `body` throws.
  package func forEachChunk(
    where isWanted: (ContentHash) -> Bool = { _ in true },
    _ body: (Int, ContentHash, String, String) throws(ByokError) -> Void
  ) throws(ByokError) -> [String] {
    var changed: [String] = []
    for number in 0..<file.fileCount where file.outcome(number) == .indexed {
      let entry = file.file(number)
      let wanted = entry.chunks.filter { isWanted(file.hash(ofChunk: $0)) }
      guard !wanted.isEmpty else { continue }
      guard let content = reader.read(entry.pathText, limit: IndexedText.namedLimit),
        content.hash == entry.hash, content.outcome == .indexed
      else {
        changed.append(entry.pathText)
        continue
      }
      for chunk in wanted {
        let indexed = file.chunk(chunk)
        guard indexed.chunk.range.upperBound <= content.text.count else { continue }
        let text = content.text.span.extracting(indexed.chunk.range)
        guard ContentHash(of: text) == indexed.hash else { continue }
        try body(
          chunk, indexed.hash, String(decoding: indexed.chunk.heading, as: UTF8.self),
          String(decoding: Array(copying: text), as: UTF8.self))
      }
    }
    return changed
  }
}
