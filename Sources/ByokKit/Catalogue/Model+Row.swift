internal import ByokCore

/// A row as a line of JSON: what is not known is left out.
extension Model {
  /// Reads a row; `nil` where it is none.
  ///
  /// - Parameter row: One object, whose member `model` is `PROVIDER/MODEL-ID`.
  init?(row: Span<UInt8>) {
    var shared = SharedTexts()
    self.init(id: "", provider: "", name: "")
    guard read(row, &shared) else { return nil }
  }

  /// Texts that many rows have one after the other, of which there need be only one each.
  struct SharedTexts {
    fileprivate var provider = ""
    fileprivate var asOf = ""
    fileprivate var source = ""
  }

  /// Takes all members of a row into a model of which nothing is known yet.
  ///
  /// - Parameters:
  ///   - row: See ``init(row:)``.
  ///   - shared: Kept from one row to the next.
  /// - Returns: Whether it is a row.
  mutating func read(_ row: Span<UInt8>, _ shared: inout SharedTexts) -> Bool {
    var reader = JSONReader(row, .strict)
    let members = RowMember.members
    var names = members.names
    do throws(JSONFlaw) {
      guard try reader.openObject(row) else { return false }
      while let place = try reader.nextMember(row, of: &names) {
        switch members[place] {
        case .model: try takeName(&reader, row, &shared.provider)
        case .asOf: priceAsOf = try reader.text(row, or: &shared.asOf)
        case .source: priceSource = try reader.text(row, or: &shared.source)
        case let member: try take(member, &reader, row)
        }
      }
    } catch {
      return false
    }
    if name.isEmpty { name = id }
    return !id.isEmpty
  }

  /// The members of a row, in the order of those that are built in.
  private enum RowMember: String, CaseIterable {
    case model, name, context, output
    case outputMayBeMore = "output_may_be_more"
    case price, takes, tools, schema, temperature, thinks, released, status, retires, successor
    case dialect, note
    case asOf = "as_of"
    case source

    static let members = Members<Self>()
  }

  /// Takes a member that few rows share with the one before.
  private mutating func take(
    _ member: RowMember?, _ reader: inout JSONReader, _ row: Span<UInt8>
  ) throws(JSONFlaw) {
    switch member {
    case .name: name = try reader.text(row) ?? ""
    case .context: contextWindow = try reader.count(row)
    case .output: maxOutputTokens = try reader.count(row)
    case .outputMayBeMore: isOutputLimitCertain = try reader.bool(row) != true
    case .price: price = try Price(&reader, row)
    case .takes: input = try Modalities(&reader, row).union(.text)
    case .tools: callsTools = try reader.bool(row)
    case .schema: hasStructuredOutput = try reader.bool(row)
    case .temperature: takesTemperature = try reader.bool(row)
    case .thinks: reasoning = try ReasoningOptions(&reader, row)
    case .released: released = try reader.text(row)
    case .status: status = Status(word: try reader.text(row) ?? "", successor: successor)
    case .retires: retires = try reader.text(row)
    case .successor:
      successor = try reader.text(row)
      if status.isRetired { status = .retired(successor: successor) }
    case .dialect: dialect = try reader.text(row)
    case .note: note = try reader.text(row)
    case .model, .asOf, .source, nil: try reader.skip(row)
    }
  }

  /// Takes `PROVIDER/MODEL-ID`.
  private mutating func takeName(
    _ reader: inout JSONReader, _ row: Span<UInt8>, _ known: inout String
  ) throws(JSONFlaw) {
    guard var part = try reader.stringIfAny(row) else { return }
    let (start, end) = (part.range.lowerBound, part.range.upperBound)
    if part.isPlain, let slash = row.position(of: UInt8(ascii: "/"), from: start), slash < end {
      part.range = start..<slash
      provider = try row.text(part, or: &known)
      part.range = slash + 1..<end
      id = try row.text(part, .strict)
      return
    }
    let text = try row.text(part, .strict)
    guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else { return }
    provider = String(text[..<slash])
    id = String(text[text.utf8.index(after: slash)...])
  }
}

extension JSONReader {
  /// The text of a string; where that is a known one, it is not made again, else it is known then.
  fileprivate mutating func text(
    _ row: Span<UInt8>, or known: inout String
  ) throws(JSONFlaw) -> String? {
    guard let string = try stringIfAny(row) else { return nil }
    return try row.text(string, or: &known)
  }
}

extension Span<UInt8> {
  fileprivate func text(_ string: JSONString, or known: inout String) throws(JSONFlaw) -> String {
    let isKnown =
      string.isPlain && string.range.count == known.utf8.count
      && holds(known, at: string.range.lowerBound)
    if !isKnown { known = try text(string, .strict) }
    return known
  }
}

extension Model.Modalities {
  private static let rowWords = JSONNames(names.map(\.word))

  fileprivate init(_ reader: inout JSONReader, _ row: Span<UInt8>) throws(JSONFlaw) {
    var found: Self = []
    try reader.words(of: Self.rowWords, row) { found.insert(Self.names[$0].kind) }
    self = found
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
  private enum Member: String, CaseIterable {
    case levels
    case toggle = "switch"
    case budget

    static let members = Members<Self>()
  }

  private static let levels = Members<ReasoningLevel>()

  fileprivate init?(_ reader: inout JSONReader, _ row: Span<UInt8>) throws(JSONFlaw) {
    guard try reader.openObject(row) else { return nil }
    let (members, known) = (Member.members, Self.levels)
    var names = members.names
    while let place = try reader.nextMember(row, of: &names) {
      switch members[place] {
      case .levels:
        var levels: [ReasoningLevel] = []
        try reader.words(of: known.names, row) { if let level = known[$0] { levels.append(level) } }
        self.levels = levels
      case .toggle: isSwitchable = try reader.bool(row) == true
      case .budget: budget = try Budget(&reader, row)
      case nil: try reader.skip(row)
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
