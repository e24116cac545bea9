/// What each character is to a search: its kind, and the letters that it counts as.
///
/// Tables of 256 characters are made when the first of them is met.
struct LetterFolding {
  /// What a character is.
  enum Kind: UInt32 {
    /// It separates words.
    case separator
    case letter
    /// A capital, before which a part of a word may begin.
    case capital
    /// It changes the letter before it, and is left out.
    case mark
    /// A character of a script without spaces between words.
    case ideograph
    /// It counts as several letters.
    case several
  }

  private var pages = [[UInt32]](repeating: [], count: 0x11_0000 >> 8)
  private static let kindShift: UInt32 = 24

  /// The kind of a character, and the one that it counts as; for ``Kind/several``, the place of their
  /// letters.
  mutating func entry(_ scalar: UInt32) -> (kind: Kind, value: UInt32) {
    let page = Int(scalar >> 8)
    guard page < pages.count else { return (.separator, 0) }
    if pages[page].isEmpty { pages[page] = Self.page(page) }
    let entry = pages[page][Int(scalar & 0xFF)]
    return (Kind(rawValue: entry >> Self.kindShift) ?? .separator, entry & 0xFF_FFFF)
  }

  /// The letters that a character of kind ``Kind/several`` counts as.
  static func letters(_ place: UInt32) -> [UInt8] {
    Int(place) < table.several.count ? table.several[Int(place)] : []
  }

  private static func page(_ page: Int) -> [UInt32] {
    (0..<256).map { low in
      guard let scalar = Unicode.Scalar(UInt32(page << 8 | low)) else { return 0 }
      let (kind, value) = facts(scalar)
      return kind.rawValue << kindShift | value
    }
  }

  private static func facts(_ scalar: Unicode.Scalar) -> (Kind, UInt32) {
    let properties = scalar.properties
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: return (.mark, 0)
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber:
      break
    default: return (.separator, 0)
    }
    var folded = scalar.value
    if let place = table.forms[scalar.value] {
      if place.isSeveral { return (.several, place.value) }
      folded = place.value
    } else {
      let small = properties.lowercaseMapping.unicodeScalars
      if let first = small.first { folded = table.forms[first.value]?.value ?? first.value }
    }
    if isIdeograph(folded) { return (.ideograph, folded) }
    return (properties.isUppercase ? .capital : .letter, folded)
  }

  /// Whether words of its script are not separated by spaces, or mean little as a whole.
  private static func isIdeograph(_ scalar: UInt32) -> Bool {
    switch scalar {
    // Thai, Lao, Myanmar, Khmer.
    case 0x0E00..<0x0F00, 0x1000..<0x10A0, 0x1780..<0x1800: true
    // Kana, Han, Hangul.
    case 0x1100..<0x1200, 0x3005...0x3007, 0x3040..<0x3130, 0x3400..<0xA000, 0xAC00..<0xD7B0: true
    case 0xF900..<0xFB00, 0x2_0000..<0x3_4000: true
    default: false
    }
  }

  /// The forms of letters as they are looked up.
  private struct Table: Sendable {
    var forms: [UInt32: (value: UInt32, isSeveral: Bool)] = [:]
    var several: [[UInt8]] = []

    init(_ groups: String) {
      for group in groups.split(separator: " ") {
        let halves = group.split(separator: "=")
        guard halves.count == 2 else { continue }
        let letters = halves[0].unicodeScalars
        let value = letters.count == 1 ? letters.first?.value ?? 0 : UInt32(several.count)
        if letters.count > 1 { several.append(Array(halves[0].utf8)) }
        for form in halves[1].unicodeScalars { forms[form.value] = (value, letters.count > 1) }
      }
    }
  }

  private static let table = Table("\(LetterForms.groups)")
}
