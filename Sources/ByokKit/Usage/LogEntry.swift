/// What a line of the usage log tells, read in place: texts are where they stand in the line.
struct LogEntry {
  /// As a number such as 20261123073513, whose order is that of the times.
  private(set) var time = 0
  private(set) var provider: Range<Int> = 0..<0
  private(set) var model: Range<Int> = 0..<0
  /// The key's label, or the variable that held it.
  private(set) var key: Range<Int> = 0..<0
  private(set) var inputTokens: Int?
  private(set) var outputTokens: Int?
  /// In USD.
  private(set) var cost: Double?
  private(set) var status = 0

  /// The day, such as 20261123.
  var day: Int { time / 1_000_000 }

  /// Reads a line: one JSON object, written without blanks, whose members are strings and numbers;
  /// `nil` for every other, such as one that a full disk cut off.
  init?(_ line: Span<UInt8>) {
    var reader = LogLineReader()
    guard reader.take(UInt8(ascii: "{"), line) else { return nil }
    repeat {
      guard let name = reader.string(line), reader.take(UInt8(ascii: ":"), line) else { return nil }
      let start = reader.position
      let isString = start < line.count && line[start] == UInt8(ascii: "\"")
      guard let value = isString ? reader.string(line) : reader.word(line) else { return nil }
      guard set(LogLineReader.code(line, name), value, isString, line) else { return nil }
    } while reader.take(UInt8(ascii: ","), line)
    guard reader.take(UInt8(ascii: "}"), line), reader.position == line.count else { return nil }
    guard time > 0, !provider.isEmpty else { return nil }
  }

  /// Takes a member; false when its value is none that byok writes there.
  private mutating func set(
    _ name: UInt64, _ value: Range<Int>, _ isString: Bool, _ line: Span<UInt8>
  ) -> Bool {
    let names = LogLineReader.Names.self
    switch (name, isString) {
    case (names.time, true):
      guard let time = LogLineReader.time(line, value) else { return false }
      self.time = time
    case (names.provider, true): provider = value
    case (names.model, true): model = value
    case (names.key, true): key = value
    case (names.inputTokens, false): inputTokens = LogLineReader.number(line, value).map(Self.whole)
    case (names.outputTokens, false):
      outputTokens = LogLineReader.number(line, value).map(Self.whole)
    case (names.cost, false): cost = LogLineReader.number(line, value)
    case (names.status, false): status = LogLineReader.number(line, value).map(Self.whole) ?? 0
    default: break
    }
    return true
  }

  private static func whole(_ number: Double) -> Int { Int(exactly: number.rounded()) ?? 0 }

  /// The text that stands at a place of a line, with what its escapes stand for.
  static func text(_ line: Span<UInt8>, _ range: Range<Int>) -> String {
    text(Array(copying: line.extracting(range)))
  }

  /// The text that stands between a string's quotes as `bytes`.
  static func text(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard bytes.contains(UInt8(ascii: "\\")) else { return text }
    let node = try? JSON5Parser.parse(Array("\"\(text)\"".unicodeScalars))
    return node?.value.text ?? text
  }
}
