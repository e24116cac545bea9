/// What is listed for a person on a terminal, and for programs through a pipe.
package protocol Listing {
  /// The lines, each ended, as `form` displays them.
  func lines(_ form: ListingForm) -> String

  /// The same as bytes.
  func bytes(_ form: ListingForm) -> [UInt8]
}

extension Listing {
  package func bytes(_ form: ListingForm) -> [UInt8] { Array(lines(form).utf8) }
}

/// How a listing is displayed.
package struct ListingForm: Sendable {
  /// The columns of the terminal; `nil` for a pipe or file, which gets everything.
  package let width: Int?
  package let usesColor: Bool

  package init(width: Int? = nil, usesColor: Bool = false) {
    (self.width, self.usesColor) = (width, usesColor)
  }

  /// The text in a style, where there is colour.
  package func styled(_ text: String, _ style: TextStyle) -> String {
    usesColor ? style.applied(to: text) : text
  }
}

extension Console {
  /// How standard output displays listings.
  package var listingForm: ListingForm {
    // A terminal need not say how wide it is, and is one all the same.
    let columns = terminalSize?.columns ?? 0
    return ListingForm(
      width: stdoutIsTerminal ? (columns > 0 ? columns : 80) : nil, usesColor: outputUsesColor)
  }

  /// Writes a listing to standard output, fitted to the terminal if that is one.
  ///
  /// - Throws: A failure when the output cannot be written.
  package func write(_ listing: some Listing) throws(ByokError) {
    // Its cells are made safe one by one: what commands the terminal is its own.
    try write(listing.bytes(listingForm).span)
  }

  /// Writes a table that was made for standard output.
  ///
  /// - Throws: A failure when the output cannot be written.
  package func write(_ table: GrowingTable) throws(ByokError) {
    try table.forEachBlock { (lines) throws(ByokError) in try write(lines.span) }
  }
}

/// Several listings, with an empty line between two.
package struct Listings: Listing {
  private let all: [any Listing]

  package init(_ all: [any Listing]) { self.all = all }

  package func lines(_ form: ListingForm) -> String {
    all.map { $0.lines(form) }.joined(separator: "\n")
  }
}
