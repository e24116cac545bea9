internal import ByokCore

/// Files that are read a second time, each piece by piece.
struct RereadFiles: ~Copyable {
  private let paths: [String]
  private var buffers: [Int: (start: Int, bytes: [UInt8])] = [:]
  /// How much is read at once.
  private static let piece = 64 << 10

  init(_ paths: [String]) { self.paths = paths }

  /// A line by its place.
  mutating func line(
    of file: Int, _ offset: Int, _ length: Int
  ) throws(ByokError) -> ArraySlice<UInt8> {
    if let (start, bytes) = buffers[file], offset >= start,
      offset + length <= start + bytes.count
    {
      return bytes[(offset - start)..<(offset - start + length)]
    }
    let bytes: [UInt8]
    do throws(Errno) {
      bytes = try OpenFile(reading: paths[file]).read(at: offset, count: max(length, Self.piece))
    } catch {
      throw .unreadable(paths[file], error)
    }
    guard bytes.count >= length, bytes[length - 1] == UInt8(ascii: "\n") else {
      throw ByokError(.failure, "\(paths[file].quoted) changed while it was read")
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
