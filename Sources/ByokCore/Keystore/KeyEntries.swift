/// The entries of a keystore as their lines, in ascending order of their names.
///
/// An entry is read when it is asked for: of a large store, few ever are.
package struct KeyEntries: RandomAccessCollection, Sendable {
  private var bytes: [UInt8]
  /// Where each line begins, and at last where the one behind them would.
  private var starts: [Int]

  /// None.
  package init() {
    self.init([], starts: [0])
  }

  /// - Parameters:
  ///   - bytes: What the lines are part of.
  ///   - starts: Where in `bytes` each begins, and where the last one ends behind its LF.
  package init(_ bytes: [UInt8], starts: [Int]) {
    (self.bytes, self.starts) = (bytes, starts)
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { starts.count - 1 }

  package subscript(position: Int) -> KeyEntry {
    KeyEntry(unchecked: bytes[starts[position]..<starts[position + 1] - 1])
  }

  /// The lines with their ends.
  package var text: ArraySlice<UInt8> { bytes[starts[0]..<starts[endIndex]] }

  /// The entry of that name; takes a time that grows with the logarithm of their number.
  package subscript(name: KeyName) -> KeyEntry? {
    let range = range(of: name)
    return range.isEmpty ? nil : self[range.lowerBound]
  }

  /// The entries of one provider, which are adjacent.
  package func entries(of provider: String) -> SubSequence {
    self[range(provider: provider, label: nil)]
  }

  /// Puts an entry in its place, instead of the one of the same name if there is one.
  package mutating func set(_ entry: KeyEntry) {
    replace(range(of: entry.name), with: [entry.line])
  }

  /// Removes the entry of that name, if there is one.
  package mutating func remove(_ name: KeyName) {
    replace(range(of: name), with: [])
  }

  private mutating func replace(_ range: Range<Int>, with lines: [ArraySlice<UInt8>]) {
    let old = starts[range.lowerBound]..<starts[range.upperBound]
    let new = lines.flatMap { $0 + [UInt8(ascii: "\n")] }
    bytes.replaceSubrange(old, with: new)
    let growth = new.count - old.count
    starts.replaceSubrange(range, with: lines.map { _ in old.lowerBound })
    for index in range.lowerBound + lines.count..<starts.count { starts[index] += growth }
  }

  /// Where the entry of that name is, or the empty place where it would be.
  private func range(of name: KeyName) -> Range<Int> {
    range(provider: name.provider, label: name.label)
  }

  private func range(provider: String, label: String?) -> Range<Int> {
    let provider = Array(provider.utf8)
    let label = label.map { Array($0.utf8) }
    func order(_ index: Int) -> Int {
      self[index].compared(toProvider: provider.span, label: label?.span)
    }
    let start = firstIndex { order($0) >= 0 }
    return start..<firstIndex { order($0) > 0 }
  }

  /// The first index for which something is true that stays true behind it.
  private func firstIndex(_ isReached: (Int) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if isReached(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension KeyEntries: Equatable {
  package static func == (first: Self, second: Self) -> Bool {
    first.count == second.count && first.text.holdsSame(as: second.text)
  }
}
