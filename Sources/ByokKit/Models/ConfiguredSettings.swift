internal import ByokCore

extension Configuration {
  /// What is to be asked of a model: what the user asks now, then what `params` says for it.
  ///
  /// `params` may name a model in full, by its id alone, or by the alias that was used; the fuller
  /// name counts before the id.
  ///
  /// - Parameters:
  ///   - given: What the user asks now.
  ///   - named: The model as the user wrote it, if they did.
  ///   - choice: The model.
  ///   - dialect: How the provider is spoken to.
  /// - Returns: What the model takes of it.
  /// - Throws: A usage error when the model does not take it.
  func settings(
    _ given: ChatSettings, for named: String?, _ choice: ModelChoice, _ dialect: any Dialect.Type
  ) throws(ByokError) -> ChatSettings {
    let check = ParameterCheck(choice, dialect)
    let names = [named, "\(choice.provider.id)/\(choice.model)", choice.model].compactMap(\.self)
    var settings = given
    for name in names { if let own = params[name] { settings.fill(from: own) } }
    do throws(ByokError) {
      return try check.accepted(settings)
    } catch {
      // Whose wish it is decides where to look for it.
      guard settings != given, (try? check.accepted(given)) != nil else { throw error }
      let name = names.first { params[$0] != nil } ?? choice.model
      var error = error
      error.hints.append("it is set in config.json: byok config get params.\(name)")
      throw error
    }
  }
}

extension ChatSettings {
  /// Takes from others what is not given here.
  package mutating func fill(from other: ChatSettings) {
    temperature = temperature ?? other.temperature
    topP = topP ?? other.topP
    maxTokens = maxTokens ?? other.maxTokens
    seed = seed ?? other.seed
    if stop.isEmpty { stop = other.stop }
    reasoning = reasoning ?? other.reasoning
  }
}
