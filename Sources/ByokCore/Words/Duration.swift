/// Durations as users and servers write them.
package enum Duration {
  private static let units: [String: Double] = [
    "ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800,
  ]

  /// The seconds of a duration such as `36s`, `850ms`, `4.77s`, `1m2s`, `1h` or `2w`.
  ///
  /// - Parameter text: Numbers, each with its unit.
  /// - Returns: `nil` for any other text.
  package static func seconds(_ text: String) -> Double? {
    var total = 0.0
    var rest = text[...]
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      let unit = rest[number.endIndex...].prefix { $0.isASCII && $0.isLetter }
      guard let value = Double(number), let factor = units[String(unit)] else { return nil }
      total += value * factor
      rest = rest[unit.endIndex...]
    }
    return text.isEmpty || !total.isFinite ? nil : total
  }
}
