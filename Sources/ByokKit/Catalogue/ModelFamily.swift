internal import ByokCore

/// Models that are recognised by their names, whoever serves them.
struct ModelFamily: Sendable {
  /// How the name begins; empty for any beginning.
  var beginnings: [String] = []
  /// What the name holds, one of them; empty for anything.
  var parts: [String] = []
  /// What the name does not hold.
  var exceptions: [String] = []
  /// The Claude model that the name denotes; `nil` for models of other makers.
  var claude: (@Sendable (ClaudeModel) -> Bool)?

  /// Whether a model belongs to the family.
  ///
  /// - Parameter id: The id as a provider or a gateway knows it, such as `openai/gpt-5.2`.
  /// - Returns: `true` for each of them.
  func contains(_ id: String) -> Bool {
    if let claude { return ClaudeModel(id).map(claude) ?? false }
    let name = Self.name(of: id)
    return (beginnings.isEmpty || beginnings.contains(where: name.hasPrefix))
      && (parts.isEmpty || parts.contains(where: name.contains))
      && !exceptions.contains(where: name.contains)
  }

  /// The model's own name: without the makers that gateways put before it, with `/` or `.`.
  static func name(of id: String) -> String {
    var name = id.split(separator: "/").last.map { $0.lowercased()[...] } ?? ""
    while let point = name.firstIndex(of: "."), name[..<point].allSatisfy(\.isLetter) {
      name = name[point...].dropFirst()
    }
    return String(name)
  }
}

extension ModelFamily {
  /// OpenAI's models that think before they answer.
  static let openAIThinking = Self(
    beginnings: ["o1", "o3", "o4", "gpt-5", "gpt-6", "gpt-7"], exceptions: ["-chat"])
  /// Those of them whose thinking may be switched off.
  static let openAISwitchable = Self(
    beginnings: ["gpt-5.", "gpt-6", "gpt-7"],
    exceptions: ["-chat", "-codex", "-pro"] + openAIAlwaysThinking.beginnings)
  /// Those whose thinking may not, though they are as new.
  static let openAIAlwaysThinking = Self(beginnings: ["gpt-6-astra", "gpt-6.1-sol"])
  /// Those that know no level of thinking between none and low.
  static let openAIWithoutMinimal = Self(beginnings: [
    "gpt-5.6", "gpt-5.7", "gpt-5.8", "gpt-5.9", "gpt-6", "gpt-7",
  ])
  /// Those that take no stop texts any more.
  static let openAIUnstoppable = Self(
    beginnings: ["o3", "o4", "gpt-5", "gpt-6", "gpt-7"], exceptions: ["-chat"])
  static let openAISearch = Self(parts: ["-search-preview"])
  static let claude = Self(beginnings: ["claude-"])
  static let claude4 = Self(beginnings: ["claude-opus-4", "claude-sonnet-4", "claude-haiku-4"])
  static let claudeUnsampled = Self(claude: \.refusesSampling)
  static let claudeAlwaysThinking = Self(claude: \.alwaysThinks)
  static let grokThinking = Self(
    beginnings: ["grok-3-mini", "grok-4", "grok-build", "grok-code"], exceptions: ["non-reasoning"])
  /// Grok 4.20 in its two forms, of which each thinks always or never.
  static let grokFixed = Self(beginnings: ["grok-4.20"], parts: ["reasoning"])
}
