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

  @Test func `the end of a line is found at every place, among every byte`() {
    for size in 0...20 {
      let plain = [UInt8](repeating: 0x0B, count: size)
      for start in 0...size { #expect(plain.span.lineEnd(from: start) == nil) }
      for place in 0..<size {
        for byte in UInt8.min...UInt8.max {
          var bytes = plain
          bytes[place] = byte
          let end = byte == 0x0A || byte == 0x0D ? place : nil
          #expect(bytes.span.lineEnd(from: 0) == end)
          #expect(bytes.span.lineEnd(from: place + 1) == nil)
        }
      }
    }
  }
}
