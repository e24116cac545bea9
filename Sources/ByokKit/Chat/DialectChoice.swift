/// A kind of API that the user may choose where a provider has both.
enum ChatAPI: String, CaseIterable, ArgumentValue {
  static let expectation = "chat or responses"
  case chat, responses

  init?(argument: String) { self.init(rawValue: argument) }

  /// The dialect that it stands for.
  var dialect: String {
    switch self {
    case .chat: "openai-chat"
    case .responses: "openai-responses"
    }
  }
}

extension ModelChoice {
  /// The dialect to ask in: what the user says, else what the model needs, else the provider's first.
  ///
  /// - Parameter api: The value of `--api`, or `nil`.
  /// - Returns: One of the provider's dialects.
  /// - Throws: A usage error when the provider does not speak what the user says.
  func wire(_ api: ChatAPI?) throws(ByokError) -> any WireFormat.Type {
    let wires = provider.wires
    if let api {
      if let wire = wires.first(where: { $0.dialect == api.dialect }) { return wire }
      throw ByokError(
        .usage, "\(provider.name) has no API '\(api.rawValue)'",
        hint: "leave out --api: it speaks \(wires.map { $0.dialect }.joined(separator: ", "))")
    }
    return wires.first { $0.dialect == facts?.dialect } ?? provider.wire
  }
}
