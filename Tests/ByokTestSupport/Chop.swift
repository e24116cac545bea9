extension [UInt8] {
  /// The bytes in pieces of `size`, the last one maybe shorter.
  public func chopped(by size: Int) -> [[UInt8]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }

  /// Every way to cut the bytes in two, made one at a time: 1 + (n − 1), 2 + (n − 2), ….
  public var allSplits: some Sequence<[[UInt8]]> {
    (1..<Swift.max(count, 1)).lazy.map { [Array(self[..<$0]), Array(self[$0...])] }
  }
}
