internal import ByokCore

/// What Code Assist says of an account, and the project that requests are made for.
///
/// Nothing is changed at Google: an account that was never set up is set up by `gemini` itself.
///
/// Source: google-gemini/gemini-cli, `packages/core/src/code_assist/setup.ts` and `types.ts`, read
/// 2026-11-23. Refusals come with HTTP 200, as tiers that the account is not eligible for.
struct CodeAssistAccount {
  let client: ProviderClient

  private var provider: Provider { client.provider }

  /// - Parameter key: The key to ask with.
  /// - Returns: The project.
  /// - Throws: `keyRejected` when the account may not use the service; a usage error when it needs
  ///   a project of the user's; a failure of the network.
  func project(_ key: borrowing ChosenKey) throws(ByokError) -> String {
    let own = try ownProject(key)
    let reply: JSONValue
    switch try ask(key, own) {
    case .document(let document): reply = document
    case .perimeter(let failure):
      // Gemini CLI goes on with the licence's tier behind an organization's perimeter.
      guard let own else { throw failure }
      return own
    }
    let named = reply["cloudaicompanionProject"]
    let project = named?.text ?? named?["id"]?.text ?? named?["projectId"]?.text ?? own
    let hasTier = reply["currentTier"] != nil
    if hasTier, let project { return project }
    if let tier = reply["ineligibleTiers"]?.elements?.first { throw ineligible(tier, key) }
    guard hasTier else {
      throw ByokError(
        .keyRejected, "the account was never set up for \(provider.name)",
        hint: "run 'gemini' once to set it up")
    }
    throw ByokError(
      .usage, "this account needs a cloud project",
      hints: [
        "set GOOGLE_CLOUD_PROJECT to its id",
        "or: byok creds import gemini-cli --project ID --replace",
      ])
  }

  /// What came of the question.
  private enum Answer {
    case document(JSONValue)
    /// The organization's perimeter does not let the question through.
    case perimeter(ByokError)
  }

  private func ask(
    _ key: borrowing ChosenKey, _ own: String?
  ) throws(ByokError) -> Answer {
    var metadata: [String: JSONValue] = [
      "ideType": .string("IDE_UNSPECIFIED"), "platform": .string("PLATFORM_UNSPECIFIED"),
      "pluginType": .string("PLUGIN_UNSPECIFIED"),
    ]
    metadata["duetProject"] = own.map(JSONValue.string)
    var body: [String: JSONValue] = ["metadata": .object(metadata)]
    body["cloudaicompanionProject"] = own.map(JSONValue.string)
    let path = CodeAssist.path("loadCodeAssist")
    let question = DocumentEndpoint(path, sending: try JSONValue.object(body).json())
    switch try client.document(question, key: key) {
    case .document(let document): return .document(document)
    case .problem(let problem, let head):
      let failure = client.failure(problem, head, key: key)
      guard case .reply(.reported(let report)) = problem,
        report.searchText.contains("security_policy_violated")
      else { throw failure }
      return .perimeter(failure)
    }
  }

  /// The project that credentials or environment name.
  private func ownProject(_ key: borrowing ChosenKey) throws(ByokError) -> String? {
    if let named = key.project { return named }
    for variable in ["GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_PROJECT_ID"] {
      guard let text = client.session.environment.value(variable) else { continue }
      return try CredentialImport.check(text, from: variable)
    }
    return nil
  }

  /// The refusal that a tier tells of, as if the service had answered with it.
  private func ineligible(_ tier: JSONValue, _ key: borrowing ChosenKey) -> ByokError {
    var report = ErrorReport(
      status: 200, message: tier["reasonMessage"]?.text ?? "",
      codes: [tier["reasonCode"]?.code, "INELIGIBLE_TIER"].compactMap { $0 })
    report.page = tier["validationUrl"]?.text.flatMap {
      $0.hasPrefix("https://") ? Sanitizer.oneLine($0) : nil
    }
    report.provider = provider.id
    return client.failure(.reply(.reported(report)), nil, key: key)
  }
}
