internal import ByokCore

/// The members of an object that have a meaning, each a case of an enumeration.
struct Members<Member: CaseIterable & RawRepresentable<String> & Sendable>: Sendable {
  /// The names, of which each object that is read has its own copy.
  let names: JSONNames
  private let all: [Member]

  init() {
    all = Array(Member.allCases)
    names = JSONNames(all.map(\.rawValue))
  }

  /// The member whose name is at that place; `nil` for another name.
  subscript(place: Int) -> Member? { place < all.count ? all[place] : nil }
}

extension JSONReader {
  /// Reads an array of words, and hands out the places of those that are among some names.
  mutating func words(
    of names: JSONNames, _ row: Span<UInt8>, take: (Int) -> Void
  ) throws(JSONFlaw) {
    guard try openArray(row) else { return }
    while try nextElement(row) {
      guard let word = try stringIfAny(row) else { continue }
      if let place = names.place(of: word, in: row) {
        take(place)
      } else {
        _ = try row.text(word, .strict)
      }
    }
  }
}
