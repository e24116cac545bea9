internal import ByokCore

extension Catalogue {
  /// Source: QwenLM/qwen-code, `packages/core/src/models/constants.ts`, read 2026-11-23.
  static let qwenCode: [Model] = [
    Model(
      "qwen-code", "coder-model", "Qwen Coder", also: .image, tools: true,
      note: "an alias: the service chooses the model")
  ]

  /// What is known of the maker's models holds here too; the price is the licence's.
  static let geminiCLI = lent(by: gemini, to: "gemini-cli") {
    ["gemini-2.5-flash", "gemini-2.5-flash-lite", "gemini-2.5-pro"].contains($0.id)
  }

  /// The price is the plan's.
  static let claudeCode = lent(by: anthropic, to: "claude-code") { $0.status == .active }

  private static func lent(
    by models: [Model], to provider: String, where isLent: (Model) -> Bool
  ) -> [Model] {
    models.filter(isLent).map { model in
      var model = model
      (model.provider, model.price) = (provider, nil)
      return model
    }
  }
}
