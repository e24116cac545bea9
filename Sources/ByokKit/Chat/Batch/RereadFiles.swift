internal import ByokCore

/// A file that can be read a second time, or what standard input held.
struct RereadSource: Sendable {
  private let path: String
  private let spool: SpoolFile?
  /// What it is called in messages.
  let name: String

  /// - Parameters:
  ///   - path: The file; `-` for standard input.
  ///   - input: What standard input held, where it may be named.
  init(_ path: String, _ input: SpoolFile?) {
    self.path = path
    spool = path == "-" ? input : nil
    name = spool == nil ? path.quoted : "standard input"
  }

  /// The number of its bytes.
  func size() throws(ByokError) -> Int {
    if let spool { return spool.count }
    do throws(Errno) {
      // Lines are read again by their places, which a pipe has not.
      return try FileIdentity(of: OpenFile(reading: path)).size
    } catch {
      throw .unreadable(path, error)
    }
  }

  /// Its lines.
  func lines() throws(ByokError) -> LineReader {
    do throws(Errno) {
      if let spool { return try LineReader(spool) }
      return try LineReader(path: path)
    } catch {
      throw .unreadable(path, error)
    }
  }

  /// Bytes from a place, fewer where it ends before.
  func read(at offset: Int, count: Int) throws(ByokError) -> [UInt8] {
    do throws(Errno) {
      if let spool { return try spool.read(at: offset, count: count) }
      return try OpenFile(reading: path).read(at: offset, count: count)
    } catch {
      throw .unreadable(path, error)
    }
  }

  /// Whether it is this file, whatever it is called.
  func isSame(as other: FileIdentity) throws(ByokError) -> Bool {
    guard spool == nil else { return false }
    do throws(Errno) {
      return try FileIdentity(of: OpenFile(examining: path)).isSameFile(as: other)
    } catch {
      throw .unreadable(path, error)
    }
  }
}

/// Files that are read a second time, each piece by piece.
struct RereadFiles: ~Copyable {
  private let sources: [RereadSource]
  private var buffers: [Int: (start: Int, bytes: [UInt8])] = [:]
  /// How much is read at once.
  private static let piece = 64 << 10

  init(_ sources: [RereadSource]) { self.sources = sources }

  /// A line by its place.
  mutating func line(
    of file: Int, _ offset: Int, _ length: Int
  ) throws(ByokError) -> ArraySlice<UInt8> {
    if let (start, bytes) = buffers[file], offset >= start,
      offset + length <= start + bytes.count
    {
      return bytes[(offset - start)..<(offset - start + length)]
    }
    let bytes = try sources[file].read(at: offset, count: max(length, Self.piece))
    guard bytes.count >= length, bytes[length - 1] == UInt8(ascii: "\n") else {
      throw ByokError(.failure, "\(sources[file].name) changed while it was read")
    }
    buffers[file] = (offset, bytes)
    return bytes[..<length]
  }
}

extension ByokError {
  static func unreadable(_ path: String, _ reason: Errno) -> Self {
    Self(.failure, "cannot read \(path.quoted): \(reason.text)")
  }
}
