internal import ByokCore

/// What a line of the usage log says, read in place: of strings, where their insides are in the line.
///
/// A million lines must be summed in a second: no text is made, and nothing is allocated.
struct LogEntry {
  /// As a number such as 20261123073513, whose order is that of the times.
  private(set) var time = 0
  private(set) var provider: Range<Int> = 0..<0
  private(set) var model: Range<Int> = 0..<0
  /// The key's label, or the variable that held it.
  private(set) var key: Range<Int> = 0..<0
  private(set) var inputTokens: Int?
  private(set) var outputTokens: Int?
  private(set) var cachedTokens: Int?
  private(set) var cacheWriteTokens: Int?
  private(set) var reasoningTokens: Int?
  /// In USD; `nil` also where it cannot be true.
  private(set) var cost: Double?
  private(set) var status = 0

  /// The day, such as 20261123.
  var day: Int { time / 1_000_000 }

  /// Reads a line, which is one JSON object; `nil` for every other, such as one that a full disk cut
  /// off.
  init?(_ line: Span<UInt8>) {
    var reader = JSONReader(line, .strict)
    do throws(JSONFlaw) {
      guard try reader.openObject(line) else { return nil }
      while try reader.nextMember(line) { try take(&reader, line) }
      try reader.finish(line)
    } catch {
      return nil
    }
    guard time > 0, !provider.isEmpty else { return nil }
  }

  private mutating func take(_ reader: inout JSONReader, _ line: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("time", line) {
      let text = try reader.stringIfAny(line)
      time = text.flatMap { LogTime.number(line, $0.range) } ?? 0
    } else if reader.isNamed("provider", line) {
      provider = try reader.stringIfAny(line)?.range ?? 0..<0
    } else if reader.isNamed("model", line) {
      model = try reader.stringIfAny(line)?.range ?? 0..<0
    } else if reader.isNamed("key", line) {
      key = try reader.stringIfAny(line)?.range ?? 0..<0
    } else if reader.isNamed("input_tokens", line) {
      inputTokens = try reader.count(line)
    } else if reader.isNamed("output_tokens", line) {
      outputTokens = try reader.count(line)
    } else if reader.isNamed("cost_usd", line) {
      cost = try reader.double(line).flatMap { Usage.isPlausible(cost: $0) ? $0 : nil }
    } else if reader.isNamed("status", line) {
      status = try reader.count(line) ?? 0
    } else {
      try takeDetail(&reader, line)
    }
  }

  private mutating func takeDetail(
    _ reader: inout JSONReader, _ line: Span<UInt8>
  ) throws(JSONFlaw) {
    if reader.isNamed("cached_tokens", line) {
      cachedTokens = try reader.count(line)
    } else if reader.isNamed("cache_write_tokens", line) {
      cacheWriteTokens = try reader.count(line)
    } else if reader.isNamed("reasoning_tokens", line) {
      reasoningTokens = try reader.count(line)
    } else {
      try reader.skip(line)
    }
  }

  /// The counts, as a reply gave them; lines of older versions have fewer.
  var usage: Usage {
    var usage = Usage(
      input: inputTokens, output: outputTokens, cachedInput: cachedTokens,
      reasoning: reasoningTokens)
    usage.billing.cacheWrites = cacheWriteTokens.map { CacheWrites(all: $0) }
    return usage
  }

  /// The text of a string of a line.
  static func text(_ line: Span<UInt8>, _ range: Range<Int>) -> String {
    var text: [UInt8] = []
    line.unescape(range) { text.append($0) }
    return String(decoding: text, as: UTF8.self)
  }
}
