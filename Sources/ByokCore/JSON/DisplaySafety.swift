/// Which characters must not be shown as they are.
extension Unicode.Scalar {
  /// Whether it commands a terminal, reorders the text around it, or is invisible.
  ///
  /// Control characters (C0, DEL, C1), bidirectional controls, tag characters and other format
  /// characters are; line feeds, tabs, and the joiners of scripts and emoji are not.
  ///
  /// Source: Unicode Standard, section 23.2 and 23.3.
  var isUnsafeToShow: Bool {
    switch value {
    case 0x09, 0x0A: false
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x20...0x7E: false
    case 0xE0000...0xE007F: true
    // The most common blocks have no format characters.
    case 0x200C, 0x200D, 0xAE...0x5FF, 0x2070...0xFEFE: false
    default: properties.generalCategory == .format
    }
  }

  /// Whether a byte of UTF-8 begins an unsafe character: a test that most text passes quickly.
  static func mayBeUnsafeToShow(startingWith byte: UInt8) -> Bool {
    switch byte {
    case 0x00...0x1F, 0x7F: true
    case 0x20...0x7E: false
    case 0xC2, 0xD8, 0xDB, 0xDC, 0xE0, 0xE1, 0xE2, 0xEF, 0xF0, 0xF3: true
    default: false
    }
  }

  /// How many bytes of UTF-8 a character has, by its first one.
  static func length(startingWith byte: UInt8) -> Int {
    byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }
}
