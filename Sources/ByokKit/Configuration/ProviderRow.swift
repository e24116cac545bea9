internal import ByokCore

/// What the configuration says of a provider of the user's own: all that a built-in row may say.
package struct ProviderRow: Configurable {
  var baseURL: String?
  var parts: [AddressPartRow] = []
  var addressVariables: [AddressVariableRow] = []
  var allowsHTTP: Bool?
  var dialect: DialectName?
  var otherDialects: [DialectName]?
  var name: String?
  var kind: Provider.Kind?
  var keyVariables: [VariableName]?
  var bearerVariables: [VariableName]?
  var keyHeader: KeyHeader?
  var headers: [(name: String, value: String)] = []
  var worksWithoutKey: Bool?
  var keyURL: WebPage?
  var keyFamily: String?
  var makes: [String]?
  var otherNames: [String]?
  var models: [ModelRow] = []
  var defaultModel: String?
  var modelList = ModelListRow()
  var check = CheckRow()
  var embeddings = EmbeddingRow()
  var reranking = RerankRow()
  var answersChats: Bool?
  var batch = BatchRow()
  var notes: [String]?
  var documentation: String?
  /// Files are given as such where nobody says that the server fetches them.
  var quirks = Quirks(fetchesFiles: false)
  var stopLimit: Count?
  var toolLimit: Count?
  var highestTemperature: Temperature?
  var echo: EchoWord?
  var echoFiller: String?

  package init() {}

  /// The provider that the row describes.
  ///
  /// - Parameter entry: Where the row is.
  /// - Returns: The provider.
  /// - Throws: A usage error that names the place.
  func provider(_ entry: ConfigurationEntry) throws(ByokError) -> Provider {
    let id = entry.name
    guard ProviderID(argument: id) != nil else {
      throw entry.wrong("must be named with \(ProviderID.expectation)")
    }
    guard !Provider.builtIn.contains(where: { $0.id == id }) else {
      throw entry.wrong("is the name of a built-in provider; choose another")
    }
    guard id != KeyName.serverGroup else {
      throw entry.wrong("is the group of the keys for MCP servers; choose another name")
    }
    guard let baseURL else { throw entry.wrong("needs a base_url") }
    var provider = Provider(
      id: id, name: name ?? id, baseURL: baseURL, dialect: dialect?.dialect ?? Dialects.usual)
    provider.kind = kind ?? .cloud
    try setAddress(of: &provider, at: entry.place)
    try setRequests(of: &provider, at: entry.place)
    try setModels(of: &provider, at: entry.place)
    provider.keyCheck = try check.check(provider.modelList, at: "\(entry.place).check")
    provider.embeddings = embeddings.api(of: provider)
    provider.reranking = reranking.api(of: provider)
    provider.answersChats = answersChats ?? true
    provider.batch = try batch.terms(at: "\(entry.place).batch")
    provider.keyURL = keyURL?.text
    provider.keyFamily = keyFamily
    provider.makes = makes?.map { $0.lowercased() } ?? []
    provider.otherNames = otherNames ?? []
    provider.notes = notes ?? []
    provider.documentation = documentation ?? ""
    return provider
  }

  private func setModels(of provider: inout Provider, at place: String) throws(ByokError) {
    for (index, row) in models.enumerated() {
      let place = "\(place).models[\(index)]"
      let model = try row.model(of: provider, at: place)
      guard !provider.models.contains(where: { $0.id == model.id }) else {
        throw .wrong(place, "is a duplicate")
      }
      provider.models.append(model)
    }
    provider.modelList = try modelList.list(provider.dialect, at: "\(place).model_list")
    provider.defaultModel = defaultModel ?? provider.models.first?.id
  }

  private func setRequests(of provider: inout Provider, at place: String) throws(ByokError) {
    let dialect = provider.dialect
    if let otherDialects {
      let all = [dialect.name] + otherDialects.map { $0.dialect.name }
      guard Set(all).count == all.count else {
        throw .wrong("\(place).other_dialects", "has a dialect twice")
      }
      provider.otherDialects = otherDialects.map(\.dialect)
    } else if dialect.api != nil {
      // Servers that speak one of the APIs that may be chosen may speak the others: `--api` tells.
      provider.otherDialects = Dialects.all.filter { $0.api != nil && $0 != dialect }
    }
    provider.keyHeader = keyHeader
    provider.keyVariables = keyVariables?.map(\.text) ?? []
    provider.bearerVariables = bearerVariables?.map(\.text) ?? []
    guard Set(provider.bearerVariables).isSubset(of: provider.keyVariables) else {
      throw .wrong("\(place).bearer_env", "names a variable that key_env does not")
    }
    var taken = Set(
      provider.dialects.flatMap { $0.headers.map(\.name) + [(keyHeader ?? $0.keyHeader).name] }
        .map { $0.lowercased() })
    for header in headers where !taken.insert(header.name.lowercased()).inserted {
      throw .wrong("\(place).headers.\(header.name)", "is a duplicate header field")
    }
    provider.headers = headers
    provider.quirks = try allQuirks(at: place)
  }

  private func allQuirks(at place: String) throws(ByokError) -> Quirks {
    var quirks = quirks
    quirks.stopLimit = stopLimit?.number
    quirks.toolLimit = toolLimit?.number
    quirks.highestTemperature = highestTemperature?.number
    guard echoFiller == nil || echo == .always else {
      throw .wrong("\(place).quirks.reasoning_filler", "needs echo_reasoning to be always")
    }
    switch echo {
    case nil: break
    case .none?: quirks.echoesReasoning = .none
    case .ifPresent: quirks.echoesReasoning = .ifPresent
    case .always: quirks.echoesReasoning = .always(filler: echoFiller ?? "")
    }
    return quirks
  }
}
