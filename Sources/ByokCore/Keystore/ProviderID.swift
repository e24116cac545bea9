/// A provider's id as a word of the command line.
package struct ProviderID: ArgumentValue, Equatable {
  package static let expectation = "a provider's id (lower-case letters, digits and '-')"
  package static let words: WordKind? = .names(.provider)
  package let text: String

  package init?(argument: String) {
    guard (1...64).contains(argument.utf8.count), argument.first != "-",
      argument.utf8.allSatisfy(Self.isAllowed)
    else { return nil }
    text = argument
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
  }
}
