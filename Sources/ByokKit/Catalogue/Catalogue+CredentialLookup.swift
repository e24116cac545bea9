internal import ByokCore

extension Catalogue {
  /// Models of a maker that another tool's credentials give access to, too.
  struct Loan: Sendable {
    /// The provider whose rows describe them.
    let lender: String
    let isLent: @Sendable (Model) -> Bool
  }

  /// By the provider that lends none of its own.
  ///
  /// What is known of the maker's models holds there too; the price is the plan's.
  static let loans = [
    "claude-code": Loan(lender: "anthropic") { $0.status == .active },
    // Source: google-gemini/gemini-cli, packages/core/src/config/models.ts, read 2026-11-23; those
    // that end on 2026-12-01 are answered by 3.8 Flash from then on.
    "gemini-cli": Loan(lender: "gemini") { model in
      ["gemini-2.5-flash", "gemini-2.5-flash-lite", "gemini-2.5-pro", "gemini-3.8-flash"]
        .contains(model.id)
    },
  ]
}

extension Model {
  /// The same as a row of another provider, which has no price.
  func lent(to provider: String) -> Model {
    var model = self
    (model.provider, model.price, model.priceAsOf, model.priceSource) = (provider, nil, nil, nil)
    return model
  }
}
