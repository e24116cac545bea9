internal import ByokCore

/// What the user can do next about a failure that a provider reports.
///
/// Lines in the order of their use: the first is the one that JSON output shows.
struct FailureHints {
  let report: ErrorReport
  let provider: Provider
  /// What was asked; `nil` for a list of models.
  let request: ChatRequest?
  let source: KeySource
  let base: BaseURL
  /// Seconds until the limit is over, as far as the answer shows.
  var wait: Double?

  var lines: [String] {
    let own = [report.rule?.hint, report.page.map { "see \($0)" }].compactMap(\.self)
    switch report.category {
    case .keyRejected: return own + rejectedKey
    case .keyRestricted: return own + restrictedKey
    case .rateLimited:
      return own + [later ?? "try again later" + (request == nil ? "" : ", or with --retries 5")]
    case .quotaExhausted: return own + billing
    case .modelUnavailable: return own + otherModel
    case .modelClosed: return own + (own.isEmpty ? openModel : [])
    case .contextTooLong: return own + shorterPrompt
    case .contentBlocked: return own + ["change the prompt, or ask another model (-m)"]
    case .overloaded: return own + [later ?? "try again later"]
    case .intercepted:
      return own + [
        "the key was not the reason: try another network, or look at HTTPS_PROXY",
        "is \(base.text) the right base URL?",
      ]
    case .region, .location: return own + ["a gateway such as openrouter may answer from elsewhere"]
    case .badRequest: return own + wrongSize
    }
  }

  /// What was too large for a limit that is not the context's.
  private var wrongSize: [String] {
    if let limit = report.pixelLimit {
      return ["an image may have \(limit) pixels per side: send a smaller one"]
    }
    return report.lengthComplaint?.part == .reply ? ["use a lower --max-tokens"] : []
  }

  // MARK: Keys and money

  private var rejectedKey: [String] {
    if case .credential(let credential) = source { return credential.tool?.otherWays ?? [] }
    var hints = provider.keyURL.map { ["make a key at \($0)"] } ?? []
    let then = hints.isEmpty ? "" : "then: "
    switch source {
    case .keystore(let name): hints.append("\(then)byok keys add \(name.text) --replace")
    case .environment(let variable): hints.append("\(then)set \(variable)")
    case .notNeeded, .credential:
      let variable = provider.keyVariables.first.map { ", or set \($0)" } ?? ""
      hints.append("\(then)byok keys add \(provider.id)\(variable)")
    }
    if let other = otherHeader { hints.append(other) }
    let siblings = provider.siblings
    if !siblings.isEmpty {
      hints.append(
        "a key made for \(siblings.joined(separator: " or ")) works only under that name")
    }
    return hints
  }

  /// How to send the key as a Bearer token, to a server that may know no other field.
  private var otherHeader: String? {
    guard source != .notNeeded, source.header(for: provider, provider.dialect) != .bearer else {
      return nil
    }
    guard provider.isBuiltIn else {
      return "if it expects the key as a Bearer token:"
        + " byok config set providers.\(provider.id).key_header 'Authorization: Bearer'"
    }
    guard let variable = provider.bearerVariables.first, base != (try? provider.base()) else {
      return nil
    }
    return "if it expects the key as a Bearer token: set \(variable) instead"
  }

  /// The key is good, so none is to be made.
  private var restrictedKey: [String] {
    if source == .notNeeded { return rejectedKey }
    if case .credential(let credential) = source { return credential.tool?.otherWays ?? [] }
    let place = provider.keyURL.map { " at \($0)" } ?? " in the provider's console"
    return ["the key is valid, but restricted: check its permissions\(place)"]
  }

  private var billing: [String] {
    if case .credential(let credential) = source { return credential.tool?.otherWays ?? [] }
    return provider.keyURL.map { ["check plan and billing of the account behind \($0)"] }
      ?? ["check plan and billing of the account at \(provider.name)"]
  }

  // MARK: Models and lengths

  private var otherModel: [String] {
    if let nearest = request.flatMap({ nearestModel(to: $0.model) }) {
      return ["did you mean '\(provider.id)/\(nearest)'?"]
    }
    let instead = provider.defaultModel.flatMap { $0 == request?.model ? nil : $0 }
    let hint = instead.map { ["use another model, such as -m \(provider.id)/\($0)"] } ?? []
    return hint + ["is the model's name right, and \(base.text) the right base URL?"]
  }

  private var openModel: [String] {
    let instead = provider.defaultModel.flatMap { $0 == request?.model ? nil : $0 }
    return ["use another model" + (instead.map { ", such as -m \(provider.id)/\($0)" } ?? " (-m)")]
  }

  /// The provider's model whose id is nearest to the one asked for, or goes on where that ends;
  /// `nil` if the one asked for is known, and only closed to this key.
  private func nearestModel(to model: String) -> String? {
    let known = provider.knownModels.filter { !$0.status.isRetired }.map(\.id)
    guard !known.contains(model) else { return nil }
    return Suggestion.nearest(to: model, among: known)
      ?? known.filter { model.count > 3 && $0.hasPrefix(model) }
      .min { ($0.count, $0) < ($1.count, $1) }
  }

  private var shorterPrompt: [String] {
    var hints: [String] = []
    if let excess = report.excess {
      hints.append(
        "\(excess.sent) tokens sent, limit \(excess.allowed): shorten by at least"
          + " \(excess.percent) %")
    } else if let window = request?.facts?.contextWindow {
      hints.append("prompt and reply together may have \(window) tokens")
    }
    if request?.settings.maxTokens != nil || report.lengthComplaint?.part == .both {
      hints.append("a lower --max-tokens leaves more tokens for the prompt")
    }
    return hints + ["send less, or use a model with a larger context (-m)"]
  }

  // MARK: Time

  private var later: String? {
    wait.map { "try again in \(Self.span($0))" }
  }

  /// A time in the two largest units that it has, rounded up: `36 s`, `7 min 12 s`, `2 h 5 min`.
  static func span(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 1e9).rounded(.up))
    let units = [("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)]
    guard whole > 90, let first = units.firstIndex(where: { whole >= $0.1 }) else {
      return "\(whole) s"
    }
    let shown = units[first...].prefix(2)
    let step = shown.last?.1 ?? 1
    var rest = (whole + step - 1) / step * step
    var words: [String] = []
    for (name, length) in shown {
      if rest >= length { words.append("\(rest / length) \(name)") }
      rest %= length
    }
    return words.joined(separator: " ")
  }
}
