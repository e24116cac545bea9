internal import ByokCore

/// The keys whose names begin with some parts, and how they go on.
///
/// It is read from the names alone, so that a file costs no more than the keys that it sets. In the
/// table, such keys are neighbours, and the one that has no further part is the first.
struct ConfigurationBranch {
  private let keys: ArraySlice<ConfigurationKey>
  /// How many bytes of each name those parts take.
  private let length: Int

  /// All keys, from the beginning of their names.
  static let root = Self(keys: ConfigurationKey.all[...], length: 0)

  /// The key that has no further part.
  var key: ConfigurationKey? { keys.first.flatMap { $0.name.utf8.count == length ? $0 : nil } }

  /// The keys that have.
  private var longer: ArraySlice<ConfigurationKey> { key == nil ? keys : keys.dropFirst() }

  /// Whether elements of a list follow.
  var isList: Bool { longer.first?.hasPart(ConfigurationKey.element, at: length) ?? false }

  /// Whether members of an object follow.
  var isGroup: Bool { !isList && !longer.isEmpty }

  /// The parts that may follow, each once, in the keys' order.
  var parts: [String] {
    var parts: [String] = []
    for key in longer {
      guard let part = key.part(at: length), part != parts.last else { continue }
      parts.append(part)
    }
    return parts
  }

  /// The part that a name in the file denotes: the one of that name, or one with a name of the user's.
  func part(for name: String) -> String? {
    if !ConfigurationKey.isPlaceholder(name), !child(name).keys.isEmpty { return name }
    return parts.first(where: ConfigurationKey.isPlaceholder)
  }

  /// The keys that go on with a part.
  func child(_ part: String) -> Self {
    let rest = keys.drop { !$0.hasPart(part, at: length) }
    let dot = length == 0 || part == ConfigurationKey.element ? 0 : 1
    return Self(
      keys: rest.prefix { $0.hasPart(part, at: length) }, length: length + dot + part.utf8.count)
  }
}

extension ConfigurationKey {
  /// The part of the name that follows so many bytes; `nil` at the name's end.
  fileprivate func part(at offset: Int) -> String? {
    guard let range = range(at: offset) else { return nil }
    return String(
      decoding: name.utf8.dropFirst(range.lowerBound).prefix(range.count), as: UTF8.self)
  }

  /// Whether it is that part.
  fileprivate func hasPart(_ part: String, at offset: Int) -> Bool {
    guard let range = range(at: offset) else { return false }
    let (name, part) = (name.utf8.span, part.utf8.span)
    return name.extracting(range).compared(to: part) == 0
  }

  /// Where that part is, without the point before it.
  private func range(at offset: Int) -> Range<Int>? {
    let name = name.utf8.span
    guard offset < name.count else { return nil }
    if name[offset] == UInt8(ascii: "[") { return offset..<offset + Self.element.utf8.count }
    let start = offset == 0 ? 0 : offset + 1
    var end = start
    while end < name.count, name[end] != UInt8(ascii: "."), name[end] != UInt8(ascii: "[") {
      end += 1
    }
    return start..<end
  }
}
