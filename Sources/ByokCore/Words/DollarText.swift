/// Amounts of US dollars for people.
package enum DollarText {
  /// An amount with two to six places, as prices of single requests need.
  package static func text(_ amount: Double) -> String {
    var bytes: [UInt8] = []
    add(amount, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Adds the text of an amount to another.
  static func add(_ amount: Double, to bytes: inout [UInt8]) {
    guard amount >= 0, amount < 1_000_000_000 else {
      bytes += "$\(amount)".utf8
      return
    }
    let millionths = Int((amount * 1_000_000).rounded())
    bytes.append(UInt8(ascii: "$"))
    bytes.add(millionths / 1_000_000)
    bytes.append(UInt8(ascii: "."))
    var (rest, unit) = (millionths % 1_000_000, 100_000)
    while unit >= 10_000 || rest > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(rest / unit))
      (rest, unit) = (rest % unit, unit / 10)
    }
  }
}

extension [UInt8] {
  /// Adds the digits of a number.
  mutating func add(_ number: Int) {
    if number < 0 { append(UInt8(ascii: "-")) }
    let first = count
    var rest = number.magnitude
    repeat {
      append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    // The last one was first.
    var last = count - 1
    for place in first..<count where place < last {
      swapAt(place, last)
      last -= 1
    }
  }
}
