internal import ByokCore
internal import ByokKit

/// Prints what the usage log adds up to.
struct UsagePrinter {
  /// In which form.
  enum Form {
    case table, csv, json
  }

  let report: UsageReport
  let console: Console
  /// Seconds since 1970.
  let now: Double

  /// - Throws: A failure when the output cannot be written.
  func write(_ form: Form) throws(ByokError) {
    let groups = report.sorted
    switch form {
    case .json: try console.write(.array(groups.map(object)), pretty: true)
    case .csv: try console.write(csv(groups))
    case .table:
      guard !groups.isEmpty else {
        return console.note("no requests in that period")
      }
      try console.write(table(groups))
      let unpriced = report.total.unpriced
      let rest = unpriced > 0 ? "; what \(unpriced) requests cost is not known" : ""
      console.note(
        "costs are those that providers report, else estimates with prices of"
          + " \(PriceAge.words(Catalogue.asOf, now: now))\(rest)")
    }
  }

  /// The names of the grouping's own fields.
  private var fields: [String] {
    switch report.grouping {
    case .model: ["provider", "model"]
    case .key: ["provider", "key"]
    case .provider: ["provider"]
    case .day: ["day"]
    case .status: ["status", "kind"]
    }
  }

  private static let sums = [
    "requests", "failures", "input_tokens", "output_tokens", "cost_usd", "cost_complete",
  ]

  private func values(_ group: UsageReport.Group) -> [String] {
    guard report.grouping == .status else { return group.name }
    let kind = Int32(group.name[0]).flatMap(ByokError.Kind.init(rawValue:))
    return [group.name[0], kind?.name ?? (group.name[0] == "0" ? "ok" : "")]
  }

  private func object(_ group: UsageReport.Group) -> JSONValue {
    let sums = group.sums
    var members: [String: JSONValue] = [
      "requests": .integer(sums.requests), "failures": .integer(sums.failures),
      "input_tokens": .integer(sums.inputTokens), "output_tokens": .integer(sums.outputTokens),
      "cost_usd": sums.hasNoCost ? .null : .number(Self.rounded(sums.cost)),
      "cost_complete": .bool(sums.unpriced == 0), "unpriced_requests": .integer(sums.unpriced),
    ]
    for (field, value) in zip(fields, values(group)) {
      let number = field == "status" ? Int(value) : nil
      members[field] = number.map(JSONValue.integer) ?? (value.isEmpty ? .null : .string(value))
    }
    return .object(members)
  }

  private func csv(_ groups: [UsageReport.Group]) -> String {
    let rows = groups.map { group in
      let sums = group.sums
      return values(group).map(CSV.cell) + [
        "\(sums.requests)", "\(sums.failures)", "\(sums.inputTokens)", "\(sums.outputTokens)",
        sums.hasNoCost ? "" : "\(Self.rounded(sums.cost))", "\(sums.unpriced == 0)",
      ]
    }
    return ([fields + Self.sums] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  /// Sums of many small numbers, without the noise of their last digits.
  private static func rounded(_ cost: Double) -> Double {
    cost < 1e9 ? (cost * 1e9).rounded() / 1e9 : cost
  }

  private func table(_ groups: [UsageReport.Group]) -> Table {
    let columns =
      [TableColumn(report.grouping.rawValue.uppercased(), least: 18, overflow: .shortenInMiddle)]
      + ["REQUESTS", "FAILED", "INPUT", "OUTPUT", "COST"].map { title in
        TableColumn(title, isNumber: true, isAlignedInPipe: true)
      }
    let rows = groups.map { row(name($0), $0.sums) } + [row("total", report.total)]
    let form = console.listingForm
    // The bars take what the rest leaves.
    let room = form.width.map { $0 - Table(columns, rows).width(form) - 2 } ?? 0
    guard room >= 5 else { return Table(columns, rows) }
    let bars = bars(groups, width: min(room, 30)) + [""]
    return Table(
      columns + [""], zip(rows, bars).map { $0 + [TableCell($1, style: .good)] })
  }

  private func row(_ name: String, _ sums: UsageReport.Sums) -> [TableCell] {
    let cost = Usage.dollars(Self.rounded(sums.cost)) + (sums.unpriced > 0 ? "+" : "")
    return [
      TableCell(name), .count(sums.requests),
      sums.failures == 0 ? "-" : TableCell("\(sums.failures)", style: .bad),
      .count(sums.inputTokens), .count(sums.outputTokens), TableCell(cost),
    ]
  }

  private func name(_ group: UsageReport.Group) -> String {
    let parts = values(group)
    let text =
      switch report.grouping {
      case .status: parts[1].isEmpty ? parts[0] : "\(parts[0]) (\(parts[1]))"
      case .model, .key: parts[1].isEmpty ? "\(parts[0])/-" : parts.joined(separator: "/")
      case .provider, .day: parts[0]
      }
    return Sanitizer.oneLine(text, limit: 60)
  }

  /// What each group has of the largest one, of its cost or else of its requests.
  ///
  /// - Parameters:
  ///   - groups: The groups.
  ///   - width: The columns of the longest bar.
  /// - Returns: A bar for each.
  private func bars(_ groups: [UsageReport.Group], width: Int) -> [String] {
    let costs = groups.map(\.sums.cost)
    let sizes = report.total.cost > 0 ? costs : groups.map { Double($0.sums.requests) }
    let most = sizes.max() ?? 0
    return sizes.map { size in
      guard most > 0, size > 0 else { return "" }
      let eighths = max(1, Int((size / most * Double(width) * 8).rounded()))
      let rest = eighths % 8 == 0 ? "" : String("▏▎▍▌▋▊▉".dropFirst(eighths % 8 - 1).prefix(1))
      return String(repeating: "█", count: eighths / 8) + rest
    }
  }
}
