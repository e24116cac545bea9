import ByokTestSupport
import Foundation

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// A tree of files, and an index of it in a store of its own.
struct IndexFixture {
  let store: StoreFixture
  /// The tree.
  let root: String
  var definition: IndexDefinition

  init(_ files: KeyValuePairs<String, String> = [:], sealed: Bool = false) throws {
    store = try StoreFixture()
    root = try resolvedPath(store.folder.path) + "/tree"
    definition = IndexDefinition(
      name: try Self.name("docs"), paths: [root], created: Timestamp(seconds: 0))
    definition.isSealed = sealed
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    for (path, text) in files { try write(path, text) }
  }

  static func name(_ text: String) throws -> IndexName {
    guard let name = IndexName(argument: text) else { throw SupportFailure("'\(text)' is no name") }
    return name
  }

  func write(_ path: String, _ text: String) throws { try write(path, bytes: Array(text.utf8)) }

  func write(_ path: String, bytes: [UInt8]) throws {
    let file = URL(filePath: "\(root)/\(path)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func remove(_ path: String) throws {
    try FileManager.default.removeItem(atPath: "\(root)/\(path)")
  }

  /// Sets when a file was changed last, so that its stamp can be relied on.
  func age(_ path: String, by seconds: Double = 3600) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -seconds)], ofItemAtPath: "\(root)/\(path)")
  }

  /// A fresh process's indexes.
  func indexes(_ loaders: [String: [String]] = [:]) -> IndexStore {
    let session = Session(
      console: .silent, environment: store.environment, clock: .system,
      transport: FakeTransport([]))
    return IndexStore(session, loaders: loaders)
  }

  @discardableResult
  func update(_ loaders: [String: [String]] = [:]) throws -> IndexUpdate.Report {
    var update = IndexUpdate(definition, indexes(loaders))
    return try update.run()
  }

  func open(_ loaders: [String: [String]] = [:]) throws -> OpenIndex {
    try OpenIndex(definition, indexes(loaders))
  }

  /// The paths below the tree that are indexed.
  func paths() throws -> [String] {
    let file = try open().file
    return (0..<file.fileCount).filter { file.outcome($0) == .indexed }
      .map { String(file.file($0).pathText.dropFirst(root.utf8.count + 1)) }
  }

  /// What became of a file.
  func outcome(_ path: String) throws -> FileOutcome? {
    let file = try open().file
    return file.number(ofPath: Array("\(root)/\(path)".utf8)).map(file.outcome)
  }

  /// The paths that a search finds, the best first.
  func found(_ query: String) throws -> [String] {
    try open().search(query, limit: 50).map { String($0.path.dropFirst(root.utf8.count + 1)) }
  }

  /// The index's file.
  func bytes() throws -> [UInt8] {
    try StoreFixture.bytes(try indexes().file(definition.name).text)
  }
}

/// An index that was never in a file.
enum MadeIndex {
  /// Of paths, in the order of their bytes, and texts.
  static func index(of files: [(path: String, text: String)]) throws -> IndexFile {
    try index(after: nil, files, removing: [])
  }

  static func index(
    after base: IndexFile?, _ files: [(path: String, text: String)], removing removed: Set<[UInt8]>
  ) throws -> IndexFile {
    var batch = IndexBatch()
    for (path, text) in files {
      let bytes = Array(text.utf8)
      let file = IndexedFile(
        path: Array(path.utf8), stamp: FileStamp(size: bytes.count, modified: 1, inode: 1),
        hash: ContentHash(of: bytes.span), outcome: .indexed, chunks: 0..<0)
      batch.add(file, bytes.span, TextKind(ofFile: path), hasPages: false)
    }
    let sections = IndexMerge.sections(
      base, batch, removing: removed, IndexWriter.Facts(scanned: 5, settings: 7))
    guard let index = IndexFile(MappedBytes(sections.flatMap(\.self))) else {
      throw SupportFailure("what was written is no index")
    }
    return index
  }
}
