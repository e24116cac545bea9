/// A property of Unicode that a scalar has or has not.
enum ScalarProperty: String, CaseIterable {
  case alphabetic = "Alphabetic"
  case emoji = "Emoji"
  case emojiPresentation = "Emoji_Presentation"
  case identifierContinue = "ID_Continue"
  case identifierStart = "ID_Start"
  case ideographic = "Ideographic"
  case lowercase = "Lowercase"
  case uppercase = "Uppercase"
  case whiteSpace = "White_Space"

  private static let shortNames: [String: Self] = [
    "Alpha": .alphabetic, "EPres": .emojiPresentation, "IDC": .identifierContinue,
    "IDS": .identifierStart, "Ideo": .ideographic, "Lower": .lowercase, "Upper": .uppercase,
    "space": .whiteSpace,
  ]

  init?(name: String) {
    guard let property = Self(rawValue: name) ?? Self.shortNames[name] else { return nil }
    self = property
  }

  func holds(_ scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .alphabetic: scalar.properties.isAlphabetic
    case .emoji: scalar.properties.isEmoji
    case .emojiPresentation: scalar.properties.isEmojiPresentation
    case .identifierContinue: scalar.properties.isIDContinue
    case .identifierStart: scalar.properties.isIDStart
    case .ideographic: scalar.properties.isIdeographic
    case .lowercase: scalar.properties.isLowercase
    case .uppercase: scalar.properties.isUppercase
    case .whiteSpace: scalar.properties.isWhitespace
    }
  }
}

/// The general categories of Unicode by their names.
///
/// Source: Unicode 16, PropertyValueAliases.txt.
enum ScalarCategory {
  /// Those that a class such as `L` holds begin with its letter.
  static let all: [(short: String, long: String, category: Unicode.GeneralCategory)] = [
    ("Lu", "Uppercase_Letter", .uppercaseLetter), ("Ll", "Lowercase_Letter", .lowercaseLetter),
    ("Lt", "Titlecase_Letter", .titlecaseLetter), ("Lm", "Modifier_Letter", .modifierLetter),
    ("Lo", "Other_Letter", .otherLetter), ("Mn", "Nonspacing_Mark", .nonspacingMark),
    ("Mc", "Spacing_Mark", .spacingMark), ("Me", "Enclosing_Mark", .enclosingMark),
    ("Nd", "Decimal_Number", .decimalNumber), ("Nl", "Letter_Number", .letterNumber),
    ("No", "Other_Number", .otherNumber), ("Pc", "Connector_Punctuation", .connectorPunctuation),
    ("Pd", "Dash_Punctuation", .dashPunctuation), ("Ps", "Open_Punctuation", .openPunctuation),
    ("Pe", "Close_Punctuation", .closePunctuation),
    ("Pi", "Initial_Punctuation", .initialPunctuation),
    ("Pf", "Final_Punctuation", .finalPunctuation),
    ("Po", "Other_Punctuation", .otherPunctuation), ("Sm", "Math_Symbol", .mathSymbol),
    ("Sc", "Currency_Symbol", .currencySymbol), ("Sk", "Modifier_Symbol", .modifierSymbol),
    ("So", "Other_Symbol", .otherSymbol), ("Zs", "Space_Separator", .spaceSeparator),
    ("Zl", "Line_Separator", .lineSeparator), ("Zp", "Paragraph_Separator", .paragraphSeparator),
    ("Cc", "Control", .control), ("Cf", "Format", .format), ("Cs", "Surrogate", .surrogate),
    ("Co", "Private_Use", .privateUse), ("Cn", "Unassigned", .unassigned),
  ]

  private static let groups = [
    "Letter": "L", "Mark": "M", "Combining_Mark": "M", "Number": "N", "Punctuation": "P",
    "punct": "P", "Symbol": "S", "Separator": "Z", "Other": "C",
  ]

  private static let otherNames = [
    "digit": "Nd", "cntrl": "Cc", "Cased_Letter": "LC",
  ]

  /// The categories that a name means; `nil` if there is none of it.
  static func named(_ name: String) -> [Unicode.GeneralCategory]? {
    let short = groups[name] ?? otherNames[name] ?? name
    if short == "LC" { return [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter] }
    let found = all.filter {
      $0.short == short || $0.long == name || short.utf8.count == 1 && $0.short.hasPrefix(short)
    }
    return found.isEmpty ? nil : found.map(\.category)
  }
}

extension ScalarSet {
  /// The scalars of a property, such as `Lu`, `Script=Greek` or `Alphabetic`.
  init?(property: String) {
    let pieces = property.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    let value = pieces[pieces.count - 1]
    switch (pieces.count, pieces[0]) {
    case (1, "Any"): self.init(0...0x10FFFF)
    case (1, "ASCII"): self.init(0...0x7F)
    case (1, "Assigned"): self = ScalarSet([.unassigned]).inverted
    case (1, _):
      guard
        let set = ScalarCategory.named(value).map(ScalarSet.init)
          ?? ScalarProperty(name: value).map(ScalarSet.init) ?? ScalarSet(script: value)
      else { return nil }
      self = set
    case (2, "General_Category"), (2, "gc"):
      guard let categories = ScalarCategory.named(value) else { return nil }
      self.init(categories)
    case (2, "Script"), (2, "sc"): self.init(script: value)
    default: return nil
    }
  }
}
