internal import ByokCore

extension ModelChoice {
  /// The dialect to ask in: what the user says, else what the model needs, else the provider's first.
  ///
  /// - Parameter api: The value of `--api`, or `nil`.
  /// - Returns: One of the provider's dialects.
  /// - Throws: A usage error when the provider does not speak what the user says.
  func dialect(_ api: DialectWord?) throws(ByokError) -> any Dialect.Type {
    let dialects = provider.dialects
    if let api {
      if let dialect = dialects.first(where: { $0.api == api.name }) { return dialect }
      throw ByokError(
        .usage, "\(provider.name) has no API '\(api.name)'",
        hint: "leave out --api: it speaks \(dialects.map { $0.name }.joined(separator: ", "))")
    }
    return dialects.first { $0.name == facts?.dialect } ?? provider.dialect
  }
}
