internal import ByokCore

extension Model {
  /// Prices in USD for a million tokens.
  package struct Rates: Equatable, Sendable {
    package var input: Double
    package var output: Double
    /// For prompt tokens that the provider had in its cache; `nil` where it has no price of its own.
    package var cached: Double?
    /// For prompt tokens that went into its cache for some minutes; `nil` where that is not known, as
    /// in the two below.
    package var cacheWrite: Double?
    /// For those that stay there for an hour.
    package var cacheWriteHour: Double?
    /// For those that stay there for twelve hours.
    package var cacheWriteHalfDay: Double?
    /// For prompt tokens of sound; `nil` where they cost as others.
    package var audio: Double?
    /// For prompt tokens of images; `nil` where they cost as others.
    package var image: Double?
    /// For tokens of thinking; `nil` where they cost as those of the reply.
    package var thinking: Double?
  }

  /// What a model costs.
  package struct Price: Equatable, Sendable {
    /// In memory of its own: rows are copied often, and few who do so look at prices.
    private var held: Held

    private final class Held: Sendable {
      let parts: Parts

      init(_ parts: Parts) { self.parts = parts }
    }

    private struct Parts: Equatable, Sendable {
      var rates: Rates
      var tiers: [Tier] = []
      var peak: Peak?
      var terms: [String: Double] = [:]
    }

    package static func == (one: Self, other: Self) -> Bool {
      one.held === other.held || one.held.parts == other.held.parts
    }

    private mutating func change(_ change: (inout Parts) -> Void) {
      var parts = held.parts
      change(&parts)
      held = Held(parts)
    }

    /// What tokens cost, unless one of the others holds.
    package var rates: Rates {
      get { held.parts.rates }
      set { change { $0.rates = newValue } }
    }
    /// What they cost in requests with longer prompts, in ascending order.
    package var tiers: [Tier] {
      get { held.parts.tiers }
      set { change { $0.tiers = newValue } }
    }
    /// What they cost at times when many ask; `nil` where the time of day does not matter.
    package var peak: Peak? {
      get { held.parts.peak }
      set { change { $0.peak = newValue } }
    }
    /// How many times that a request costs that is served in a special way, by the provider's word for
    /// it, such as `batch`, `flex` and `priority`.
    package var terms: [String: Double] {
      get { held.parts.terms }
      set { change { $0.terms = newValue } }
    }

    /// The price of requests whose whole prompt has more than a number of tokens.
    package struct Tier: Equatable, Sendable {
      package var over: Int
      package var rates: Rates
    }

    /// The price at certain times, in UTC.
    package struct Peak: Equatable, Sendable {
      package var rates: Rates
      /// Of the day.
      package var minutes: [Range<Int>]
      /// From Monday, which is 1, to Sunday.
      package var days: ClosedRange<Int>

      /// Whether it holds at a time, in seconds since 1970.
      func holds(at time: Int) -> Bool {
        let day = time / 86_400
        // 1970 began on a Thursday.
        let weekday = (day + 3) % 7 + 1
        let minute = time % 86_400 / 60
        return days.contains(weekday) && minutes.contains { $0.contains(minute) }
      }
    }

    package init(
      input: Double, output: Double, cached: Double? = nil, cacheWrite: Double? = nil
    ) {
      held = Held(
        Parts(
          rates: Rates(input: input, output: output, cached: cached, cacheWrite: cacheWrite)))
    }

    init(_ rates: Rates, _ tiers: [Tier], _ peak: Peak?, _ terms: [String: Double]) {
      held = Held(Parts(rates: rates, tiers: tiers, peak: peak, terms: terms))
    }

    package var input: Double {
      get { rates.input }
      set { rates.input = newValue }
    }
    package var output: Double {
      get { rates.output }
      set { rates.output = newValue }
    }
    package var cached: Double? {
      get { rates.cached }
      set { rates.cached = newValue }
    }
    package var cacheWrite: Double? {
      get { rates.cacheWrite }
      set { rates.cacheWrite = newValue }
    }

    /// Prices of a million tokens of prompt, of reply and of what the provider had in its cache.
    static func usd(_ input: Double, _ output: Double, cached: Double? = nil) -> Self {
      Self(input: input, output: output, cached: cached)
    }

    /// What holds for a request.
    ///
    /// - Parameters:
    ///   - prompt: The tokens of its whole prompt.
    ///   - time: When it was answered, in seconds since 1970; `nil` for the dearest time.
    /// - Returns: The rates of its tier and hour.
    func rates(prompt: Int, at time: Int?) -> Rates {
      if let peak, time.map(peak.holds) ?? true { return peak.rates }
      return tiers.last { prompt > $0.over }?.rates ?? rates
    }
  }
}
