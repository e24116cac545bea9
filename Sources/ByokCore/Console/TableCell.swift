/// A value in a listing.
package struct TableCell: ExpressibleByStringLiteral, Sendable {
  /// The value for programs: nothing is left out.
  package let text: String
  /// The value for a person.
  package let shown: String
  package let style: TextStyle

  /// - Parameters:
  ///   - text: The value for programs.
  ///   - shown: The value on a terminal; `nil` for the same.
  ///   - style: Its style where there is colour.
  package init(_ text: String, shown: String? = nil, style: TextStyle = .plain) {
    self.text = text
    self.shown = shown ?? text
    self.style = style
  }

  package init(stringLiteral text: String) { self.init(text) }

  /// A moment: the date and time for programs, how long ago on a terminal; `-` for none.
  package static func time(_ time: Timestamp?, now: Double) -> Self {
    guard let time else { return Self("-", style: .dim) }
    return Self(time.rfc3339, shown: time.relative(to: now))
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
