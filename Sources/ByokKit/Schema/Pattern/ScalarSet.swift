/// A set of Unicode scalars.
struct ScalarSet: Hashable, Sendable {
  /// In order, and apart from each other.
  private var ranges: [ClosedRange<UInt32>]
  private var categories: [Unicode.GeneralCategory] = []
  /// Scalars that have a property, or that do not have it.
  private var properties: [ScalarProperty: Bool] = [:]
  private var isNegated = false

  init(_ ranges: ClosedRange<UInt32>...) {
    self.ranges = Self.merged(ranges)
  }

  init(_ categories: [Unicode.GeneralCategory]) {
    ranges = []
    self.categories = categories
  }

  init(_ property: ScalarProperty) {
    ranges = []
    properties[property] = true
  }

  /// What any of the sets holds.
  init(anyOf parts: [ScalarSet]) {
    var all: [ClosedRange<UInt32>] = []
    ranges = []
    for part in parts {
      let part = part.isNegated ? part.spelledOut : part
      all += part.ranges
      for category in part.categories where !categories.contains(category) {
        categories.append(category)
      }
      let doubled = part.properties.filter { properties[$0.key] == !$0.value }
      all += doubled.map { _ in Self.all }
      properties.merge(part.properties) { _, new in new }
    }
    ranges = Self.merged(all)
  }

  /// What the set does not hold.
  var inverted: ScalarSet {
    var other = self
    other.isNegated.toggle()
    return other
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    let isListed =
      holdsInRanges(scalar.value)
      || !categories.isEmpty && categories.contains(scalar.properties.generalCategory)
      || properties.contains { $0.key.holds(scalar) == $0.value }
    return isListed != isNegated
  }

  private func holdsInRanges(_ value: UInt32) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(value)
  }

  /// Which ASCII characters it holds.
  var asciiBits: [UInt64] {
    (0..<2).map { word in
      (0..<64).reduce(into: 0) { bits, bit in
        let isHeld = contains(Unicode.Scalar(UInt8(word * 64 + bit)))
        bits |= isHeld ? 1 << UInt64(bit) : 0
      }
    }
  }

  /// The same set without negation; a negated one is of one kind only.
  private var spelledOut: ScalarSet {
    var other = self
    other.isNegated = false
    if let (property, isWanted) = properties.first {
      other.properties[property] = !isWanted
    } else if !categories.isEmpty {
      other.categories = ScalarCategory.all.map(\.category).filter { !categories.contains($0) }
    } else {
      other.ranges = Self.gaps(in: ranges)
    }
    return other
  }

  private static let all: ClosedRange<UInt32> = 0...0x10FFFF

  private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard let last = merged.last, range.lowerBound <= last.upperBound + 1 else {
        merged.append(range)
        continue
      }
      let end = max(last.upperBound, range.upperBound)
      merged[merged.count - 1] = last.lowerBound...end
    }
    return merged
  }

  private static func gaps(in ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var gaps: [ClosedRange<UInt32>] = []
    var start = all.lowerBound
    for range in ranges {
      if range.lowerBound > start { gaps.append(start...range.lowerBound - 1) }
      start = range.upperBound + 1
    }
    return start <= all.upperBound ? gaps + [start...all.upperBound] : gaps
  }
}

extension ScalarSet {
  static let digits = ScalarSet(0x30...0x39)
  static let wordCharacters = ScalarSet(0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A)
  static let whiteSpace = ScalarSet(
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
    0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF)
  static let anyButLineEnds = ScalarSet(0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029).inverted
}
