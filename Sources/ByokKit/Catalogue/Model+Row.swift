internal import ByokCore

/// A row as a line of JSON: what is not known is left out.
extension Model {
  /// Reads a row; `nil` where it is none.
  ///
  /// - Parameter row: One object, whose member `model` is `PROVIDER/MODEL-ID`.
  init?(row: Span<UInt8>) {
    var reader = JSONReader(row, .strict)
    self.init(id: "", provider: "", name: "")
    do throws(JSONFlaw) {
      guard try reader.openObject(row) else { return nil }
      while try reader.nextMember(row) { try take(&reader, row) }
    } catch {
      return nil
    }
    guard !id.isEmpty else { return nil }
    if name.isEmpty { name = id }
  }

  private mutating func take(_ reader: inout JSONReader, _ row: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("model", row) {
      let text = try reader.text(row) ?? ""
      guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else { return }
      provider = String(text[..<slash])
      id = String(text[text.utf8.index(after: slash)...])
    } else if reader.isNamed("name", row) {
      name = try reader.text(row) ?? ""
    } else if reader.isNamed("context", row) {
      contextWindow = try reader.count(row)
    } else if reader.isNamed("output", row) {
      maxOutputTokens = try reader.count(row)
    } else if reader.isNamed("output_may_be_more", row) {
      isOutputLimitCertain = try reader.bool(row) != true
    } else if reader.isNamed("price", row) {
      price = try Price(&reader, row)
    } else if reader.isNamed("takes", row) {
      input = try Modalities(words: Self.words(&reader, row)).union(.text)
    } else if reader.isNamed("thinks", row) {
      reasoning = try ReasoningOptions(&reader, row)
    } else {
      try takeMore(&reader, row)
    }
  }

  private mutating func takeMore(
    _ reader: inout JSONReader, _ row: Span<UInt8>
  ) throws(JSONFlaw) {
    if reader.isNamed("tools", row) {
      callsTools = try reader.bool(row)
    } else if reader.isNamed("schema", row) {
      hasStructuredOutput = try reader.bool(row)
    } else if reader.isNamed("temperature", row) {
      takesTemperature = try reader.bool(row)
    } else if reader.isNamed("released", row) {
      released = try reader.text(row)
    } else if reader.isNamed("status", row) {
      status = Status(word: try reader.text(row) ?? "", successor: successor)
    } else if reader.isNamed("retires", row) {
      retires = try reader.text(row)
    } else if reader.isNamed("successor", row) {
      successor = try reader.text(row)
      if status.isRetired { status = .retired(successor: successor) }
    } else if reader.isNamed("dialect", row) {
      dialect = try reader.text(row)
    } else if reader.isNamed("note", row) {
      note = try reader.text(row)
    } else if reader.isNamed("as_of", row) {
      priceAsOf = try reader.text(row)
    } else if reader.isNamed("source", row) {
      priceSource = try reader.text(row)
    } else {
      try reader.skip(row)
    }
  }

  fileprivate static func words(
    _ reader: inout JSONReader, _ row: Span<UInt8>
  ) throws(JSONFlaw) -> [String] {
    var words: [String] = []
    guard try reader.openArray(row) else { return [] }
    while try reader.nextElement(row) { if let word = try reader.text(row) { words.append(word) } }
    return words
  }
}

extension Model.Status {
  /// The status that a word of a row names.
  fileprivate init(word: String, successor: String?) {
    self =
      switch word {
      case "beta": .beta
      case "deprecated": .deprecated
      case "retired": .retired(successor: successor)
      default: .active
      }
  }
}

extension ReasoningOptions {
  fileprivate init?(_ reader: inout JSONReader, _ row: Span<UInt8>) throws(JSONFlaw) {
    guard try reader.openObject(row) else { return nil }
    while try reader.nextMember(row) {
      if reader.isNamed("levels", row) {
        levels = try Model.words(&reader, row).compactMap(ReasoningLevel.init(rawValue:))
      } else if reader.isNamed("switch", row) {
        isSwitchable = try reader.bool(row) == true
      } else if reader.isNamed("budget", row) {
        budget = try Budget(&reader, row)
      } else {
        try reader.skip(row)
      }
    }
  }
}

extension ReasoningOptions.Budget {
  fileprivate init?(_ reader: inout JSONReader, _ row: Span<UInt8>) throws(JSONFlaw) {
    guard try reader.openObject(row) else { return nil }
    while try reader.nextMember(row) {
      if reader.isNamed("least", row) {
        least = try reader.count(row)
      } else if reader.isNamed("most", row) {
        most = try reader.count(row)
      } else {
        try reader.skip(row)
      }
    }
  }
}

extension Model.Price {
  /// Reads the member `price` of a row; `nil` where it does not price prompt and reply.
  init?(_ reader: inout JSONReader, _ row: Span<UInt8>) throws(JSONFlaw) {
    guard try reader.openObject(row) else { return nil }
    var rates = ReadRates()
    var (tiers, terms) = ([Tier](), [String: Double]())
    var peak: Peak?
    while try reader.nextMember(row) {
      if try rates.take(&reader, row) { continue }
      if reader.isNamed("tiers", row), try reader.openArray(row) {
        while try reader.nextElement(row) {
          if let tier = try Tier(&reader, row) { tiers.append(tier) }
        }
      } else if reader.isNamed("peak", row) {
        peak = try Peak(&reader, row)
      } else if reader.isNamed("terms", row), try reader.openObject(row) {
        while try reader.nextMember(row) {
          let word = try row.text(reader.name, .strict)
          if let factor = try reader.double(row) { terms[word] = factor }
        }
      } else {
        try reader.skip(row)
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

    /// Takes the member that is next, if it is a rate.
    mutating func take(
      _ reader: inout JSONReader, _ row: Span<UInt8>
    ) throws(JSONFlaw) -> Bool {
      if reader.isNamed("in", row) {
        input = try reader.double(row)
      } else if reader.isNamed("out", row) {
        output = try reader.double(row)
      } else if reader.isNamed("cached", row) {
        parts.cached = try reader.double(row)
      } else if reader.isNamed("write", row) {
        parts.cacheWrite = try reader.double(row)
      } else if reader.isNamed("write_hour", row) {
        parts.cacheWriteHour = try reader.double(row)
      } else if reader.isNamed("write_12h", row) {
        parts.cacheWriteHalfDay = try reader.double(row)
      } else if reader.isNamed("audio", row) {
        parts.audio = try reader.double(row)
      } else if reader.isNamed("image", row) {
        parts.image = try reader.double(row)
      } else if reader.isNamed("thinking", row) {
        parts.thinking = try reader.double(row)
      } else {
        return false
      }
      return true
    }
  }
}

extension Model.Price.Tier {
  fileprivate init?(_ reader: inout JSONReader, _ row: Span<UInt8>) throws(JSONFlaw) {
    guard try reader.openObject(row) else { return nil }
    var rates = Model.Price.ReadRates()
    over = 0
    while try reader.nextMember(row) {
      if reader.isNamed("over", row) {
        over = try reader.count(row) ?? 0
      } else if try !rates.take(&reader, row) {
        try reader.skip(row)
      }
    }
    guard let known = rates.rates else { return nil }
    self.rates = known
  }
}

extension Model.Price.Peak {
  fileprivate init?(_ reader: inout JSONReader, _ row: Span<UInt8>) throws(JSONFlaw) {
    guard try reader.openObject(row) else { return nil }
    var rates = Model.Price.ReadRates()
    (minutes, days) = ([], 1...7)
    while try reader.nextMember(row) {
      if reader.isNamed("hours", row) {
        minutes = try Model.words(&reader, row).compactMap(Self.minutes)
      } else if reader.isNamed("days", row) {
        let bounds = (try reader.text(row) ?? "").split(separator: "-").compactMap { Int($0) }
        if bounds.count == 2, bounds[0] <= bounds[1] { days = bounds[0]...bounds[1] }
      } else if try !rates.take(&reader, row) {
        try reader.skip(row)
      }
    }
    guard let known = rates.rates, !minutes.isEmpty else { return nil }
    self.rates = known
  }

  /// Reads hours such as `01:00-04:00`.
  private static func minutes(_ text: String) -> Range<Int>? {
    let numbers = text.split { $0 == ":" || $0 == "-" }.compactMap { Int($0) }
    guard numbers.count == 4 else { return nil }
    let (start, end) = (numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3])
    return start < end && end <= 1440 ? start..<end : nil
  }
}
