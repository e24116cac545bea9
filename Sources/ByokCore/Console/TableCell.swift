/// A value in a listing.
///
/// A text is only made of it where it is displayed.
package struct TableCell: ExpressibleByStringLiteral, Sendable {
  package let style: TextStyle
  private let kind: Kind
  // All of a cell's values are beside each other: one that is looked at need not be copied for it.
  private let first: String
  private let second: String
  private let number: Int
  private let amount: Double

  private enum Kind {
    case text
    /// The first text for programs, the second for a person.
    case two
    case number, amount
    /// Both texts with a slash between them.
    case path
  }

  /// The value for programs: nothing is left out.
  package var text: String {
    switch kind {
    case .text, .two: first
    case .number: String(number)
    case .amount: DollarText.text(amount)
    case .path: first + "/" + second
    }
  }

  /// The value for a person.
  package var shown: String {
    switch kind {
    case .text, .path: text
    case .two: second
    case .number: Self.short(number)
    case .amount: String(text.dropFirst())
    }
  }

  /// - Parameters:
  ///   - text: The value for programs.
  ///   - shown: The value on a terminal; `nil` for the same.
  ///   - style: Its style where there is colour.
  package init(_ text: String, shown: String? = nil, style: TextStyle = .plain) {
    self.init(shown == nil ? .text : .two, text, shown ?? "", style: style)
  }

  private init(
    _ kind: Kind, _ first: String = "", _ second: String = "", number: Int = 0, amount: Double = 0,
    style: TextStyle = .plain
  ) {
    (self.kind, self.first, self.second, self.style) = (kind, first, second, style)
    (self.number, self.amount) = (number, amount)
  }

  package init(stringLiteral text: String) { self.init(.text, text) }

  /// A moment: the date and time for programs, how long ago on a terminal; `-` for none.
  package static func time(_ time: Timestamp?, now: Double) -> Self {
    guard let time else { return Self("-", style: .dim) }
    return Self(time.rfc3339, shown: time.relative(to: now))
  }

  /// A number, on a terminal with a unit where it is long, such as `9999`, `128k` or `1.5M`.
  package static func number(_ number: Int) -> Self { Self(.number, number: number) }

  /// An amount in USD, on a terminal without the dollar sign.
  package static func amount(_ amount: Double) -> Self { Self(.amount, amount: amount) }

  /// A name below another, such as `PROVIDER/MODEL-ID`.
  package static func path(_ folder: String, _ name: String) -> Self { Self(.path, folder, name) }

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

  /// Adds the value for programs.
  func add(to bytes: inout [UInt8]) {
    switch kind {
    case .text, .two: bytes.add(first)
    case .number: bytes.add(number)
    case .amount: DollarText.add(amount, to: &bytes)
    case .path:
      bytes.add(first)
      bytes.append(UInt8(ascii: "/"))
      bytes.add(second)
    }
  }

  /// Whether a person learns nothing from it.
  var isVoid: Bool { shown.isEmpty || shown == "-" }
}

extension [UInt8] {
  fileprivate mutating func add(_ text: String) {
    let text = text.utf8Span.span
    unsafe text.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
