/// Words and their numbers, in the order in which they were met.
struct WordTable {
  /// The bytes of all words, one after the other.
  private(set) var bytes: [UInt8] = []
  /// Where each word ends.
  private var ends: [UInt32] = []
  private var hashes: [UInt32] = []
  /// The numbers of words by their hashes, plus one; 0 where there is none.
  private var slots = [UInt32](repeating: 0, count: 1 << 12)

  var count: Int { ends.count }

  /// Where the bytes of a word are.
  func range(_ number: Int) -> Range<Int> {
    (number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number])
  }

  /// The number of a word, and whether it is a new one.
  mutating func number(_ word: [UInt8], _ range: Range<Int>) -> (number: Int, isNew: Bool) {
    let hash = Self.hash(word, range)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if hashes[number] == hash, holds(number, word, range) { return (number, false) }
      slot = (slot + 1) & (slots.count - 1)
    }
    let number = ends.count
    slots[slot] = UInt32(number) + 1
    bytes.append(contentsOf: word[range])
    ends.append(UInt32(bytes.count))
    hashes.append(hash)
    if ends.count * 2 > slots.count { grow() }
    return (number, true)
  }

  private func holds(_ number: Int, _ word: [UInt8], _ range: Range<Int>) -> Bool {
    let own = self.range(number)
    guard own.count == range.count else { return false }
    var index = 0
    while index < range.count {
      if bytes[own.lowerBound + index] != word[range.lowerBound + index] { return false }
      index += 1
    }
    return true
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(number) + 1
    }
  }

  /// FNV-1a, mixed so that its low bits depend on all.
  private static func hash(_ word: [UInt8], _ range: Range<Int>) -> UInt32 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in range { hash = (hash ^ UInt64(word[index])) &* 0x100_0000_01B3 }
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }

  /// The numbers of all words in the order of their bytes.
  func sorted() -> [Int] {
    let bytes = bytes
    return (0..<count).sorted { first, second in
      let (one, other) = (range(first), range(second))
      var index = 0
      let common = min(one.count, other.count)
      while index < common {
        let (left, right) = (bytes[one.lowerBound + index], bytes[other.lowerBound + index])
        if left != right { return left < right }
        index += 1
      }
      return one.count < other.count
    }
  }
}
