internal import ByokCore

extension Usage {
  /// Takes what a provider that speaks one of OpenAI's dialects says that it charged.
  ///
  /// A number; at Perplexity the total of an object; at xAI ten thousand millionths of a dollar. Of a
  /// request that OpenRouter sent with a key of the user's own, the upstream provider bills the rest.
  ///
  /// Source: <https://docs.perplexity.ai>, <https://docs.x.ai>,
  /// <https://openrouter.ai/docs/use-cases/usage-accounting>, read 2026-11-29.
  mutating func takeCost(of usage: JSONValue) {
    let cost = usage["cost"]
    let ticks = usage["cost_in_usd_ticks"]?.double.map { $0 / 1e10 }
    guard var charged = cost?.double ?? cost?["total_cost"]?.double ?? ticks else { return }
    if usage["is_byok"]?.flag == true {
      charged += usage["cost_details"]?["upstream_inference_cost"]?.double ?? 0
    }
    take(cost: charged)
  }
}

extension Usage? {
  /// The same with the service tier that the reply names beside it.
  func served(_ tier: String?) -> Usage? {
    guard let tier else { return self }
    var billing = Billing()
    billing.add(term: tier)
    guard !billing.terms.isEmpty else { return self }
    var usage = self ?? Usage()
    usage.billing.terms = billing.terms
    return usage
  }
}

extension CacheWrites {
  /// The writes that the details of a prompt count; `nil` where there are none.
  init?(openAI details: JSONValue?) {
    let lifetimes = details?["cache_write_tokens_details"]
    let long = lifetimes?["ttl_12h_tokens"]?.count ?? 0
    let all = details?["cache_write_tokens"]?.count ?? long
    guard all > 0 || long > 0 else { return nil }
    self.init(all: all, halfDay: long)
  }
}
