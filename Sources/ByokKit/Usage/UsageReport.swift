internal import ByokCore

/// What the usage log adds up to, by what the user wants it grouped by.
package struct UsageReport {
  /// What requests are grouped by.
  package enum Grouping: String, CaseIterable, ArgumentValue {
    case model, provider, key, day, status

    package static let expectation = allCases.map(\.rawValue).joined(separator: ", ")

    package init?(argument: String) { self.init(rawValue: argument) }
  }

  /// Sums of some requests.
  package struct Sums: Equatable {
    package var requests = 0
    package var failures = 0
    package var inputTokens = 0
    package var outputTokens = 0
    package var cost = 0.0
    /// Requests whose cost is not known.
    package var unpriced = 0

    /// Whether nothing is known of what they cost.
    package var hasNoCost: Bool { requests > 0 && unpriced == requests }

    mutating func add(_ entry: LogEntry, cost: Double?) {
      requests += 1
      if entry.status != 0 { failures += 1 }
      inputTokens += entry.inputTokens ?? 0
      outputTokens += entry.outputTokens ?? 0
      if let cost { self.cost += cost } else { unpriced += 1 }
    }
  }

  /// The requests that have the same name.
  package struct Group {
    /// One text, or two that only together tell the group: provider and model.
    package let name: [String]
    package var sums = Sums()
  }

  package let grouping: Grouping
  /// Which times count, as ``LogTime`` numbers them.
  package let times: Range<Int>
  package private(set) var groups: [Group] = []
  package private(set) var total = Sums()
  /// Lines that are no requests, torn or foreign.
  package private(set) var skipped = 0

  private var places: [[UInt8]: Int] = [:]
  private var last: (name: [UInt8], place: Int) = ([], 0)
  private var scratch: [UInt8] = []
  private var estimate: CostEstimate

  /// - Parameters:
  ///   - grouping: What requests are grouped by.
  ///   - times: Which times count.
  ///   - known: What requests are priced by that the log has no cost of.
  package init(by grouping: Grouping, times: Range<Int>, _ known: KnownModels = .builtIn) {
    (self.grouping, self.times) = (grouping, times)
    estimate = CostEstimate(known)
  }

  /// Takes a line of the log.
  package mutating func take(_ line: Span<UInt8>) {
    guard !line.isEmpty else { return }
    guard let entry = LogEntry(line) else {
      skipped += 1
      return
    }
    guard times.contains(entry.time) else { return }
    let cost = estimate.cost(of: entry, line)
    groups[place(of: entry, line)].sums.add(entry, cost: cost)
    total.add(entry, cost: cost)
  }

  private mutating func place(of entry: LogEntry, _ line: Span<UInt8>) -> Int {
    scratch.removeAll(keepingCapacity: true)
    switch grouping {
    case .model: append(entry.provider, entry.model, of: line)
    case .key: append(entry.provider, entry.key, of: line)
    case .provider: append(entry.provider, 0..<0, of: line)
    case .day: append(number: entry.day)
    case .status: append(number: entry.status)
    }
    if scratch[...].holdsSame(as: last.name[...]), !groups.isEmpty { return last.place }
    let place = places[scratch] ?? groups.count
    if place == groups.count {
      places[scratch] = place
      groups.append(Group(name: name(of: entry, line)))
    }
    last = (scratch, place)
    return place
  }

  private mutating func append(_ first: Range<Int>, _ second: Range<Int>, of line: Span<UInt8>) {
    for index in first { scratch.append(line[index]) }
    // No text of JSON holds this byte.
    scratch.append(0)
    for index in second { scratch.append(line[index]) }
  }

  private mutating func append(number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    repeat {
      scratch.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    } while rest > 0
  }

  private func name(of entry: LogEntry, _ line: Span<UInt8>) -> [String] {
    let provider = LogEntry.text(line, entry.provider)
    switch grouping {
    case .model: return [provider, LogEntry.text(line, entry.model)]
    case .key: return [provider, LogEntry.text(line, entry.key)]
    case .provider: return [provider]
    case .day: return [LogTime.dayText(entry.day)]
    case .status: return ["\(entry.status)"]
    }
  }

  /// The groups in the order that a reader wants: days and statuses as they come, else what cost
  /// most first.
  package var sorted: [Group] {
    switch grouping {
    case .day: groups.sorted { $0.name[0] < $1.name[0] }
    case .status: groups.sorted { Int($0.name[0]) ?? 0 < Int($1.name[0]) ?? 0 }
    case .model, .provider, .key:
      groups.sorted { one, other in
        if one.sums.cost != other.sums.cost { return one.sums.cost > other.sums.cost }
        if one.sums.requests != other.sums.requests {
          return one.sums.requests > other.sums.requests
        }
        return one.name.lexicographicallyPrecedes(other.name)
      }
    }
  }
}
