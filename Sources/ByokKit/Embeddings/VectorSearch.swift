internal import ByokCore

/// Finds the vectors nearest to another, by looking at each.
extension VectorFile.Contents {
  /// The nearest vectors.
  ///
  /// - Parameters:
  ///   - query: A vector of as many numbers, of length 1.
  ///   - places: Among which.
  ///   - count: How many are wanted.
  /// - Returns: Indices into `places` with the cosine of the angle, the nearest first.
  package func nearest(
    to query: [Float], among places: [Int], count: Int
  ) -> [(index: Int, score: Float)] {
    guard query.count == dimensions, count > 0 else { return [] }
    var best = BestScores(count)
    bytes.withBytes(0..<bytes.count) { span in
      let raw = unsafe span.bytes
      for (index, place) in places.enumerated() where (0..<self.count).contains(place) {
        best.take(index, Self.product(query, raw, at: offset(of: place) + Self.keySize))
      }
    }
    return best.sorted
  }

  /// The sum of the products of the numbers of two vectors.
  private static func product(_ query: [Float], _ raw: RawSpan, at start: Int) -> Float {
    var sums = SIMD8<Float>.zero
    var index = 0
    unsafe query.withUnsafeBufferPointer { numbers in
      let base = UnsafeRawBufferPointer(numbers)
      while index + 8 <= numbers.count {
        let one = unsafe base.loadUnaligned(fromByteOffset: 4 * index, as: SIMD8<Float>.self)
        let other = unsafe raw.unsafeLoadUnaligned(
          fromByteOffset: start + 4 * index, as: SIMD8<Float>.self)
        sums += one * other
        index += 8
      }
    }
    var sum = sums.sum()
    while index < query.count {
      let other = unsafe raw.unsafeLoadUnaligned(fromByteOffset: start + 4 * index, as: Float.self)
      sum += query[index] * other
      index += 1
    }
    return sum
  }
}

/// The highest scores so far, as a heap whose root is the lowest of them.
struct BestScores {
  private let limit: Int
  private var heap: [(index: Int, score: Float)] = []

  init(_ limit: Int) { self.limit = limit }

  /// Takes a score, if it is among the highest; one that is not a number is not.
  mutating func take(_ index: Int, _ score: Float) {
    guard score.isFinite else { return }
    if heap.count < limit {
      heap.append((index, score))
      var child = heap.count - 1
      while child > 0, heap[child].score < heap[(child - 1) / 2].score {
        heap.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
    } else if let least = heap.first, score > least.score {
      heap[0] = (index, score)
      sink()
    }
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child].score < heap[least].score { least = child }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }

  /// The highest first; of equal ones, the earlier first.
  var sorted: [(index: Int, score: Float)] {
    heap.sorted { ($1.score, $0.index) < ($0.score, $1.index) }
  }
}
