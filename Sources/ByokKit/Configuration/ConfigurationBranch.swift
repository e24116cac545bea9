internal import ByokCore

/// The keys whose names begin with some parts, and how they go on.
///
/// It is read from the names alone, so that a file costs no more than the keys that it sets. In the
/// table, such keys are neighbours, and the one that has no further part is the first.
struct ConfigurationBranch {
  /// The places of the keys in the table.
  private let places: Range<Int>
  /// How many bytes of each name those parts take.
  private let length: Int

  /// All keys, from the beginning of their names.
  static let root = Self(places: names.indices, length: 0)

  private static let names = ConfigurationKey.all.map(\.name)

  /// The key that has no further part.
  var key: ConfigurationKey? {
    longer.lowerBound > places.lowerBound ? ConfigurationKey.all[places.lowerBound] : nil
  }

  /// The places of those that have.
  private var longer: Range<Int> {
    guard let first = places.first, Self.names[first].utf8.count == length else { return places }
    return places.dropFirst()
  }

  /// Whether elements of a list follow.
  var isList: Bool {
    longer.first.map { Self.names[$0].hasPart(ConfigurationKey.element, at: length) } ?? false
  }

  /// Whether members of an object follow.
  var isGroup: Bool { !isList && !longer.isEmpty }

  /// The parts that may follow, each once, in the keys' order.
  var parts: [String] {
    var parts: [String] = []
    for place in longer {
      guard let part = Self.names[place].part(at: length), part != parts.last else { continue }
      parts.append(part)
    }
    return parts
  }

  /// How a name in the file goes on: with the part of that name, or with one that stands for a name of
  /// the user's; `nil` for neither.
  func child(named name: String) -> (part: String, branch: Self)? {
    if !ConfigurationKey.isPlaceholder(name) {
      let branch = child(name)
      if !branch.places.isEmpty { return (name, branch) }
    }
    guard let place = longer.first(where: { Self.names[$0].hasPlaceholder(at: length) }),
      let part = Self.names[place].part(at: length)
    else { return nil }
    return (part, child(part))
  }

  /// The keys that go on with a part.
  func child(_ part: String) -> Self {
    let names = Self.names
    let rest = places.drop { !names[$0].hasPart(part, at: length) }
    let dot = length == 0 || part == ConfigurationKey.element ? 0 : 1
    return Self(
      places: rest.prefix { names[$0].hasPart(part, at: length) },
      length: length + dot + part.utf8.count)
  }
}

/// A key's name.
extension String {
  /// The part that follows so many bytes; `nil` at the end.
  fileprivate func part(at offset: Int) -> String? {
    guard let range = range(at: offset) else { return nil }
    return String(decoding: utf8.dropFirst(range.lowerBound).prefix(range.count), as: UTF8.self)
  }

  /// Whether it is that part.
  fileprivate func hasPart(_ part: String, at offset: Int) -> Bool {
    guard let range = range(at: offset) else { return false }
    return utf8.span.extracting(range).compared(to: part.utf8.span) == 0
  }

  /// Whether that part stands for a name of the user's choice, which all begin with a capital.
  fileprivate func hasPlaceholder(at offset: Int) -> Bool {
    guard let range = range(at: offset), !range.isEmpty else { return false }
    return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(utf8.span[range.lowerBound])
  }

  /// Where that part is, without the point before it.
  private func range(at offset: Int) -> Range<Int>? {
    let name = utf8.span
    guard offset < name.count else { return nil }
    if name[offset] == UInt8(ascii: "[") {
      return offset..<offset + ConfigurationKey.element.utf8.count
    }
    let start = offset == 0 ? 0 : offset + 1
    var end = start
    while end < name.count, name[end] != UInt8(ascii: "."), name[end] != UInt8(ascii: "[") {
      end += 1
    }
    return start..<end
  }
}
