internal import ByokCore

/// The members of prices, and of those of a tier and of certain hours.
private enum PriceMember: String, CaseIterable {
  case input = "in"
  case output = "out"
  case cached, write
  case writeHour = "write_hour"
  case writeHalfDay = "write_12h"
  case audio, image, thinking, over, hours, days, tiers, peak, terms

  static let members = Members<Self>()
}

extension Model.Price {
  /// Reads the member `price` of a row; `nil` where it does not price prompt and reply.
  init?(_ reader: inout JSONReader, _ row: Span<UInt8>) throws(JSONFlaw) {
    guard try reader.openObject(row) else { return nil }
    let members = PriceMember.members
    var names = members.names
    var rates = ReadRates()
    var (tiers, terms) = ([Tier](), [String: Double]())
    var peak: Peak?
    while let place = try reader.nextMember(row, of: &names) {
      switch members[place] {
      case .tiers:
        guard try reader.openArray(row) else { continue }
        while try reader.nextElement(row) {
          if let tier = try Tier(&reader, row) { tiers.append(tier) }
        }
      case .peak: peak = try Peak(&reader, row)
      case .terms:
        guard try reader.openObject(row) else { continue }
        while try reader.nextMember(row) {
          let word = try row.text(reader.name, .strict)
          if let factor = try reader.double(row) { terms[word] = factor }
        }
      case let member: try rates.take(member, &reader, row)
      }
    }
    guard let known = rates.rates else { return nil }
    self.init(known, tiers, peak, terms)
  }

  /// Rates as far as they were read.
  fileprivate struct ReadRates {
    private var input: Double?
    private var output: Double?
    private var parts = Model.Rates(input: 0, output: 0)

    var rates: Model.Rates? {
      guard let input, let output else { return nil }
      var rates = parts
      (rates.input, rates.output) = (input, output)
      return rates
    }

    /// Takes the member that is next, or skips what is no rate.
    mutating func take(
      _ member: PriceMember?, _ reader: inout JSONReader, _ row: Span<UInt8>
    ) throws(JSONFlaw) {
      switch member {
      case .input: input = try reader.double(row)
      case .output: output = try reader.double(row)
      case .cached: parts.cached = try reader.double(row)
      case .write: parts.cacheWrite = try reader.double(row)
      case .writeHour: parts.cacheWriteHour = try reader.double(row)
      case .writeHalfDay: parts.cacheWriteHalfDay = try reader.double(row)
      case .audio: parts.audio = try reader.double(row)
      case .image: parts.image = try reader.double(row)
      case .thinking: parts.thinking = try reader.double(row)
      case .over, .hours, .days, .tiers, .peak, .terms, nil: try reader.skip(row)
      }
    }
  }
}

extension Model.Price.Tier {
  fileprivate init?(_ reader: inout JSONReader, _ row: Span<UInt8>) throws(JSONFlaw) {
    guard try reader.openObject(row) else { return nil }
    let members = PriceMember.members
    var names = members.names
    var rates = Model.Price.ReadRates()
    over = 0
    while let place = try reader.nextMember(row, of: &names) {
      switch members[place] {
      case .over: over = try reader.count(row) ?? 0
      case let member: try rates.take(member, &reader, row)
      }
    }
    guard let known = rates.rates else { return nil }
    self.rates = known
  }
}

extension Model.Price.Peak {
  fileprivate init?(_ reader: inout JSONReader, _ row: Span<UInt8>) throws(JSONFlaw) {
    guard try reader.openObject(row) else { return nil }
    let members = PriceMember.members
    var names = members.names
    var rates = Model.Price.ReadRates()
    (minutes, days) = ([], 1...7)
    while let place = try reader.nextMember(row, of: &names) {
      switch members[place] {
      case .hours: minutes = try Self.words(&reader, row).compactMap(Self.minutes)
      case .days:
        let bounds = (try reader.text(row) ?? "").split(separator: "-").compactMap { Int($0) }
        if bounds.count == 2, bounds[0] <= bounds[1] { days = bounds[0]...bounds[1] }
      case let member: try rates.take(member, &reader, row)
      }
    }
    guard let known = rates.rates, !minutes.isEmpty else { return nil }
    self.rates = known
  }

  private static func words(
    _ reader: inout JSONReader, _ row: Span<UInt8>
  ) throws(JSONFlaw) -> [String] {
    var words: [String] = []
    guard try reader.openArray(row) else { return [] }
    while try reader.nextElement(row) { if let word = try reader.text(row) { words.append(word) } }
    return words
  }

  /// Reads hours such as `01:00-04:00`.
  private static func minutes(_ text: String) -> Range<Int>? {
    let numbers = text.split { $0 == ":" || $0 == "-" }.compactMap { Int($0) }
    guard numbers.count == 4 else { return nil }
    let (start, end) = (numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3])
    return start < end && end <= 1440 ? start..<end : nil
  }
}
