/// The file of a keystore that was verified before, of which only what is asked for is read.
///
/// The first lines and the last are read by the same rules as ever. The entries are in ascending
/// order, so those that are wanted are found by halving; each is checked when it is opened.
struct VerifiedSnapshot: ~Copyable {
  private let file: OpenFile
  private let identity: FileIdentity
  /// The keystore without its entries.
  let document: KeystoreDocument
  /// The MAC that its last line gives.
  let mac: [UInt8]
  /// Where the lines of its entries are.
  private let lines: Range<Int>

  /// More than the lines before the entries can take.
  private static let headLimit = 8 << 10
  private static let endLimit = 64

  /// Reads the first lines and the last; `nil` if that cannot be done.
  init?(_ file: consuming OpenFile, _ identity: FileIdentity) {
    let endStart = max(0, identity.size - Self.endLimit)
    guard let head = try? file.read(at: 0, count: Self.headLimit),
      let end = try? file.read(at: endStart, count: Self.endLimit),
      let (document, start) = try? KeystoreDocument.parseHead(head),
      let last = end.dropLast().lastIndex(of: UInt8(ascii: "\n")),
      let mac = try? KeystoreDocument.parseEnd(Array(end[(last + 1)...])),
      start <= endStart + last + 1
    else { return nil }
    (self.document, self.mac, lines) = (document, mac, start..<endStart + last + 1)
    self.identity = identity
    self.file = file
  }

  /// The keystore with just the entries of a provider, or the one of that label; `nil` if they
  /// cannot be read, or the file has changed since it was opened.
  borrowing func document(provider: String, label: String?) -> KeystoreDocument? {
    let provider = Array(provider.utf8)
    let label = label.map { Array($0.utf8) }
    func order(_ line: ArraySlice<UInt8>) -> Int {
      KeyEntry(unchecked: line).compared(toProvider: provider.span, label: label?.span)
    }
    guard let start = firstLine(in: lines, where: { order($0) >= 0 }),
      let end = firstLine(in: start..<lines.upperBound, where: { order($0) > 0 }),
      let bytes = try? file.read(at: start, count: end - start), bytes.count == end - start,
      // What has been read is of the noted file only if it still is that.
      (try? FileIdentity(of: file)) == identity
    else { return nil }
    let starts = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    return document.holding(KeyEntries(bytes, starts: [0] + starts))
  }

  /// Where the first line begins for which something is true that stays true behind it.
  ///
  /// - Returns: Its offset, or the range's end; `nil` if the file ends too early.
  private borrowing func firstLine(
    in range: Range<Int>, where isReached: (ArraySlice<UInt8>) -> Bool
  ) -> Int? {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      guard let cut = line(at: middle) else { return nil }
      // Where no line begins between the middle and the end, the first one tells as much.
      let next = middle + cut.count + 1
      let start = next < high ? next : low
      guard let line = line(at: start) else { return nil }
      if isReached(line) { high = start } else { low = start + line.count + 1 }
    }
    return low
  }

  /// The text from an offset to the end of its line.
  private borrowing func line(at offset: Int) -> ArraySlice<UInt8>? {
    var room = 1 << 10
    while let bytes = try? file.read(at: offset, count: room) {
      if let end = bytes[...].position(of: UInt8(ascii: "\n")) { return bytes[..<end] }
      guard bytes.count == room, room <= KeystoreGrammar.lineLimit else { return nil }
      room *= 4
    }
    return nil
  }
}
