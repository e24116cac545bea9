internal import Synchronization

/// A body that is a part of a file, with bytes before and behind it.
package final class SpoolBody: BodySource {
  private let before: [UInt8]
  private let file: SpoolFile
  private let range: Range<Int>
  private let behind: [UInt8]
  private let sent = Mutex(0)

  /// - Parameters:
  ///   - before: What comes first.
  ///   - file: What is read while it is sent.
  ///   - range: Which bytes of it.
  ///   - behind: What comes last.
  package init(_ before: [UInt8], _ file: SpoolFile, _ range: Range<Int>, _ behind: [UInt8]) {
    (self.before, self.file, self.range, self.behind) = (before, file, range, behind)
  }

  package var count: Int? { before.count + range.count + behind.count }

  package func next(atMost limit: Int) throws(Errno) -> [UInt8] {
    var offset = sent.withLock { $0 }
    let bytes: [UInt8]
    if offset < before.count {
      bytes = Array(before[offset...].prefix(limit))
    } else if offset < before.count + range.count {
      offset -= before.count
      let room = min(limit, range.count - offset)
      bytes = try file.read(at: range.lowerBound + offset, count: room)
    } else {
      bytes = Array(behind[(offset - before.count - range.count)...].prefix(limit))
    }
    sent.withLock { $0 += bytes.count }
    return bytes
  }

  package func rewind() { sent.withLock { $0 = 0 } }
}
