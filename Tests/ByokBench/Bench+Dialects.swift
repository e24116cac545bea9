import ByokTestSupport

extension Bench {
  /// Long streams of small events in every dialect: how many a second of one core's time.
  func dialects() throws -> [Row] {
    try Streams.dialects.map { stream in
      let pairs = try beside(stream.reply, max(runs / 14, 1), warmUps: 1, provider: stream.provider)
      {
        try $0.processorMilliseconds()
      }
      var row = Row(times: pairs, "\(stream.provider.dropFirst(6)), 200,000 events", Self.curl)
      let rate = Double(Streams.eventCount) / pairs.first.median
      row.value += ", " + rate.with("events/ms")
      if stream.provider == Self.provider {
        row.set(leastPerMillisecond: 150, value: rate)
      }
      return row
    }
  }
}
