import Testing

@testable import ByokCore

@Suite struct PlainWordTests {
  @Test func `a byte that ends or escapes a string is found wherever it is`() {
    for byte in UInt8.min...UInt8.max {
      let isPlain = byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
      for place in 0..<8 {
        for filler: UInt8 in [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7F, 0x80, 0xFF] {
          var bytes = [UInt8](repeating: filler, count: 9)
          bytes[place + 1] = byte
          let count = bytes.span.plainBytes(at: 1)
          #expect(count == (isPlain ? 8 : place), "\(byte) at \(place) in \(filler)")
        }
      }
    }
  }

  @Test func `the last bytes are left to whoever looks at each`() {
    let bytes = [UInt8](repeating: 0x61, count: 10)
    #expect(bytes.span.plainBytes(at: 2) == 8)
    #expect(bytes.span.plainBytes(at: 3) == 0)
    #expect(bytes.span.plainBytes(at: 10) == 0)
    #expect(bytes.span.plainBytes(at: -1) == 0)
  }
}
