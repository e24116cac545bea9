package import ByokCore

extension ByokError {
  package static func noKey(for provider: Provider) -> Self {
    var hints = ["byok keys add \(provider.id)"]
    if let variable = provider.keyVariables.first { hints.append("or set \(variable)") }
    if let page = provider.keyURL { hints.append("make a key at \(page)") }
    var error = Self(.noKey, "no key for \(provider.name)", hints: hints)
    error.provider = .init(id: provider.id)
    return error
  }

  package static func noSuchKey(_ name: KeyName) -> Self {
    Self(
      .noKey, "there is no sealed key '\(name.text)'",
      hints: ["byok keys list \(name.provider)", "byok keys add \(name.text)"])
  }

  static func plainHTTP(for source: KeySource, _ base: BaseURL) -> Self {
    Self(
      .noKey,
      "\(source.text) is not sent to \(base.origin): a key is sent over plain http only to this machine;"
        + " nothing was sent",
      hint: "use an https address, or remove the key")
  }

  static func wrongPlace(
    for source: KeySource, asked: BaseURL?, bound: [String], hints: [String]
  ) -> Self {
    Self(
      .noKey,
      "\(source.text) is for \(bound.joined(separator: ", ")) and is not sent to "
        + "\(asked?.origin ?? "another address"); nothing was sent",
      hints: hints)
  }
}
