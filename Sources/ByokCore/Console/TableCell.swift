/// A value in a listing.
package struct TableCell: ExpressibleByStringLiteral, Sendable {
  /// The value for programs: nothing is left out.
  package let text: String
  package let style: TextStyle
  private let form: Form

  /// How a person sees the value; it is only made where there is one.
  private enum Form {
    case same
    case other(String)
    case short(Int)
    case withoutFirst
  }

  /// The value for a person.
  package var shown: String {
    switch form {
    case .same: text
    case .other(let shown): shown
    case .short(let number): Self.short(number)
    case .withoutFirst: String(text.dropFirst())
    }
  }

  /// - Parameters:
  ///   - text: The value for programs.
  ///   - shown: The value on a terminal; `nil` for the same.
  ///   - style: Its style where there is colour.
  package init(_ text: String, shown: String? = nil, style: TextStyle = .plain) {
    self.init(text, style, shown.map(Form.other) ?? .same)
  }

  private init(_ text: String, _ style: TextStyle, _ form: Form) {
    (self.text, self.style, self.form) = (text, style, form)
  }

  package init(stringLiteral text: String) { self.init(text) }

  /// A moment: the date and time for programs, how long ago on a terminal; `-` for none.
  package static func time(_ time: Timestamp?, now: Double) -> Self {
    guard let time else { return Self("-", style: .dim) }
    return Self(time.rfc3339, shown: time.relative(to: now))
  }

  /// A number, on a terminal with a unit where it is long, such as `9999`, `128k` or `1.5M`.
  package static func number(_ number: Int) -> Self { Self(String(number), .plain, .short(number)) }

  /// An amount, on a terminal without the unit that is its first character.
  package static func amount(_ text: String) -> Self { Self(text, .plain, .withoutFirst) }

  private static func short(_ number: Int) -> String {
    func rounded(_ unit: Int, _ suffix: String) -> String {
      let tenths = number < unit * 100 ? (number + unit / 20) / (unit / 10) : 0
      return tenths == 0 || unit == 1000 || tenths % 10 == 0
        ? "\((number + unit / 2) / unit)\(suffix)" : "\(tenths / 10).\(tenths % 10)\(suffix)"
    }
    switch number {
    case ..<10_000: return "\(number)"
    case ..<999_500: return rounded(1000, "k")
    case ..<999_500_000: return rounded(1_000_000, "M")
    default: return rounded(1_000_000_000, "G")
    }
  }

  /// An address: on a terminal, without the scheme that nearly all have.
  package static func address(_ address: String) -> Self {
    let scheme = "https://"
    return Self(
      address,
      shown: address.hasPrefix(scheme) ? String(address.dropFirst(scheme.count)) : address)
  }

  /// The value as a listing displays it.
  func value(_ form: ListingForm) -> String {
    form.width == nil ? text : Sanitizer.oneLine(shown, limit: 10_000)
  }

  /// Whether a person learns nothing from it.
  var isVoid: Bool { shown.isEmpty || shown == "-" }
}
