internal import ByokCore

/// What is changed about a request that a server refuses for one of its fields, named in its
/// answer.
///
/// Servers that call themselves compatible know different fields. Their answer says which one to
/// leave out or to replace, so the request is sent once more in that form.
package enum Remedy: Hashable, Sendable {
  /// Without the wish for token counts.
  case streamOptions
  /// With JSON of any form, the schema being said in the instructions.
  case jsonObject
  /// With the schema in the instructions alone.
  case instructions
  /// With the other name of the limit of the reply's tokens.
  case tokenLimitField
  /// Without a temperature.
  case temperature
  /// Without `top_p`.
  case topP
  /// Without the wish for what the model thinks, which OpenAI refuses where an organization is not
  /// verified.
  case reasoning

  /// Whether servers of built-in rows are helped too, of which more is known.
  var isForAll: Bool { self == .streamOptions || self == .reasoning }

  /// The remedies that an answer asks for.
  ///
  /// - Parameters:
  ///   - report: The answer.
  ///   - request: What was sent.
  /// - Returns: Each that changes another field.
  static func named(by report: ErrorReport, for request: ChatRequest) -> [Self] {
    var remedies: [Self] = []
    if request.wantsReasoning, (400..<500).contains(report.status),
      reasoningFields.contains(where: report.searchText.contains)
    {
      remedies.append(.reasoning)
    }
    guard let refusal = FieldRefusal(report) else { return remedies }
    if refusal.names("stream_options") || refusal.names("include_usage") {
      remedies.append(.streamOptions)
    }
    if request.schema != nil, let form = schemaForm(refusal, sent: request.quirks.schema) {
      remedies.append(form)
    }
    if request.settings.maxTokens != nil, refusal.refuses(request.quirks.tokenLimitField) {
      remedies.append(.tokenLimitField)
    }
    if request.settings.temperature != nil, refusal.refuses("temperature") {
      remedies.append(.temperature)
    }
    if request.settings.topP != nil, refusal.refuses("top_p") { remedies.append(.topP) }
    return remedies
  }

  private static let reasoningFields = [
    "reasoning.summary", "reasoning summar", "thinking.display", ".display",
  ]

  /// How a schema is to be said that the server refuses; `nil` where that is not what it refuses.
  private static func schemaForm(
    _ refusal: FieldRefusal, sent form: Quirks.SchemaForm
  ) -> Self? {
    // A schema with a flaw is the user's to repair.
    guard form != .none, !refusal.says("invalid schema") else { return nil }
    let takesObject = refusal.names("json_object") && form == .jsonSchema
    let isNamed =
      FieldRefusal.schemaFields.contains(where: refusal.names)
      || ["structured output", "json schema"].contains(where: refusal.says) || takesObject
      || refusal.namesFormat
    guard isNamed, takesObject || refusal.isRefusal else { return nil }
    let isOfType = refusal.names("json_schema") || refusal.names("type") || takesObject
    return form == .jsonSchema && isOfType ? .jsonObject : .instructions
  }

  /// Changes a request, and what is known of the server with it.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - dialect: Its dialect.
  func apply(to request: inout ChatRequest, _ dialect: any Dialect.Type) {
    switch self {
    case .streamOptions: request.quirks.takesStreamOptions = false
    case .jsonObject: request.quirks.schema = .jsonObject
    case .instructions: request.quirks.schema = .none
    case .tokenLimitField:
      let field = request.quirks.tokenLimitField
      request.quirks.tokenLimitField = field == Self.usualField ? Self.newField : Self.usualField
    case .temperature: request.quirks.takesTemperature = false
    case .topP: request.quirks.takesTopP = false
    case .reasoning: request.wantsReasoning = false
    }
    request.leaveOutWhatIsNotTaken(dialect)
  }

  private static let usualField = "max_tokens"
  private static let newField = "max_completion_tokens"

  /// What happens, as a sentence for a person, with the setting that makes it happen at once.
  ///
  /// - Parameters:
  ///   - provider: Who refuses.
  ///   - quirks: What is sent from now on.
  /// - Returns: The sentence.
  func note(_ provider: Provider, _ quirks: Quirks) -> String {
    let (refused, instead, setting, value) = parts(quirks)
    return "\(provider.name) refuses \(refused); retrying \(instead)"
      + " (to make this permanent: providers.\(provider.id).quirks.\(setting) = \(value))"
  }

  private func parts(
    _ quirks: Quirks
  ) -> (refused: String, instead: String, setting: String, value: String) {
    switch self {
    case .streamOptions:
      ("stream_options", "without it, and without token counts", "stream_options", "false")
    case .jsonObject:
      (
        "the schema", "with json_object and the schema in the prompt", "schema",
        quirks.schema.rawValue
      )
    case .instructions:
      ("the schema", "with the schema in the prompt", "schema", quirks.schema.rawValue)
    case .tokenLimitField:
      (
        "the field of --max-tokens", "with \(quirks.tokenLimitField)", "token_limit_field",
        quirks.tokenLimitField
      )
    case .temperature: ("temperature", "without it", "temperature", "false")
    case .topP: ("top_p", "without it", "top_p", "false")
    case .reasoning:
      ("to show the model's reasoning", "without it", "hides_reasoning", "false")
    }
  }
}

/// An answer that may refuse a field of the request.
private struct FieldRefusal {
  /// The fields that tell the form of the reply, in any dialect.
  static let schemaFields = [
    "response_format", "json_schema", "guided_json", "output_config", "output_format",
    "responsejsonschema", "response_json_schema", "responseschema", "response_schema",
    "responsemimetype", "response_mime_type", "text.format",
  ]

  private static let refusals = [
    "support", "not permitted", "not allowed", "forbidden", "unrecognized", "unrecognised",
    "not recognized", "unknown", "unexpected", "extra", "unavailable", "not available",
    "not implemented", "deprecated", "no longer", "removed", "not accept", "not enabled", "instead",
    "only", "cannot be used", "not take", "not a valid parameter", "no such", "invalid field",
  ]

  /// What complaints about a value say, rather than about the field.
  private static let ranges = [
    "between", "range", "less than", "greater than", "at most", "at least", "maximum", "minimum",
    "too large", "too small", "too high", "too low", "exceed", "up to", "<=", ">=", "both",
  ]

  private let text: String
  private let words: Set<String>

  /// - Parameter report: The answer; `nil` if it is about something else than the request.
  init?(_ report: ErrorReport) {
    guard [200, 400, 404, 405, 415, 422, 500, 501].contains(report.status),
      [.badRequest, .overloaded, .modelUnavailable].contains(report.category)
    else { return nil }
    text = report.searchText
    words = Set(
      text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
  }

  /// Whether it says that something is not taken.
  var isRefusal: Bool { Self.refusals.contains(where: text.contains) }

  func says(_ words: String) -> Bool { text.contains(words) }

  func names(_ field: String) -> Bool {
    field.contains(".") ? text.contains(field) : words.contains(field)
  }

  /// Whether it is about a field of the name `format`, which is also a word.
  var namesFormat: Bool {
    words.contains("format")
      && !words.isDisjoint(with: ["parameter", "field", "property", "argument", "key", "option"])
  }

  /// Whether it refuses a field, and not only its value.
  func refuses(_ field: String) -> Bool {
    names(field) && isRefusal && (says("instead") || !Self.ranges.contains(where: text.contains))
  }
}

extension ChatRequest {
  /// Leaves out what the server is known not to take, and says the form in words where it has no
  /// field for it.
  ///
  /// - Parameter dialect: The dialect of the request.
  mutating func leaveOutWhatIsNotTaken(_ dialect: any Dialect.Type) {
    if !quirks.takesTemperature { settings.temperature = nil }
    if !quirks.takesTopP { settings.topP = nil }
    sayFormInWords(dialect)
  }
}
