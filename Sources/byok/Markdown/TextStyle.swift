/// How a piece of text looks on a terminal: a set of styles, in one byte.
struct TextStyle: Equatable, Sendable {
  private let bits: UInt8

  static let plain = Self(bits: 0)
  static let bold = Self(bits: 1)
  static let dim = Self(bits: 2)
  static let italic = Self(bits: 4)
  static let underlined = Self(bits: 8)
  static let struck = Self(bits: 16)
  static let code = Self(bits: 32)

  /// The parameters of the escape sequence (SGR) that turns each style on, the lowest bit first.
  ///
  /// Source: ECMA-48, section 8.3.117.
  private static let parameters = ["1", "2", "3", "4", "9", "36"]

  /// The escape sequence of each value.
  private static let sequences = (0..<64).map { value in
    let on = parameters.enumerated().filter { value >> $0.offset & 1 == 1 }.map(\.element)
    return Array("\u{1B}[\(on.joined(separator: ";"))m".utf8)
  }

  /// The escape sequence that turns it on.
  var sequence: [UInt8] { Self.sequences[Int(bits)] }

  /// The escape sequence that turns every style off.
  static let reset = Array("\u{1B}[0m".utf8)

  /// Whether it is seen where there is no letter.
  var isSeenInSpaces: Bool { bits & (Self.underlined.bits | Self.struck.bits) != 0 }

  /// Whether it is plain text.
  var isPlain: Bool { bits == 0 }

  /// Its styles and those of another.
  func with(_ other: Self) -> Self { Self(bits: bits | other.bits) }
}
