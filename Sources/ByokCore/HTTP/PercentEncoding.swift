extension Span<UInt8> {
  /// Hands out the bytes as they are written in an address or a form, one by one.
  ///
  /// Source: RFC 3986, section 2.3: what is unreserved stays.
  package func percentEncode(_ emit: (UInt8) -> Void) {
    for index in indices {
      let byte = self[index]
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        emit(byte)
      default:
        emit(UInt8(ascii: "%"))
        for digit in [byte >> 4, byte & 15] {
          emit(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
        }
      }
    }
  }
}
