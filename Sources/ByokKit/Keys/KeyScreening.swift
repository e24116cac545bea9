package import ByokCore

/// Looks at what somebody gives as a key of a provider before it is sealed.
package struct KeyScreening {
  package let provider: Provider
  /// Whether the user says that it is right anyway.
  package let isForced: Bool
  /// Whether it is bound to another address than the provider's: nobody knows which keys are taken
  /// there.
  package let takesAny: Bool

  package init(_ provider: Provider, isForced: Bool = false, takesAny: Bool = false) {
    (self.provider, self.isForced) = (provider, isForced)
    self.takesAny = takesAny || !provider.isBuiltIn
  }

  /// Why a text is not sealed as the provider's key.
  ///
  /// - Parameters:
  ///   - text: The text, with or without white space around it.
  ///   - source: What messages call where it came from.
  /// - Returns: A usage error that does not quote it; `nil` for a key.
  package func refusal(of text: borrowing Secret, from source: String) -> ByokError? {
    guard !isForced else { return nil }
    return text.withBytes { text in
      if let form = KeyForm.flaw(of: text) {
        return .notKey(form, source: source, provider: provider.id)
      }
      let key = text.extracting(KeyValidation.rangeWithoutSpace(text))
      guard !takesAny, !provider.keyPatterns.contains(where: { $0.matches(key) }),
        let foreign = ForeignKey.matching(key)
      else { return nil }
      return .foreign(foreign, source: "the key from \(source)")
    }
  }

  /// The provider whose key this certainly is, if it is another one.
  package func otherOwner(of key: borrowing Secret) -> Provider? {
    isForced || takesAny ? nil : KeyGuess.otherOwner(of: key, than: provider)
  }

  /// Says how the provider's keys usually begin, for one that begins otherwise.
  package func note(on key: borrowing Secret) -> String? {
    guard !isForced, !takesAny, key.withBytes({ KeyGuess.isUnusual($0, for: provider) }) else {
      return nil
    }
    let beginnings = Set(provider.keyPatterns.map(\.prefix)).sorted()
    return "keys of \(provider.name) usually begin with \(beginnings.joined(separator: " or "))"
  }
}

extension ByokError {
  /// A key has the format of another provider's keys.
  package static func otherFormat(
    _ source: String, _ other: Provider, than provider: Provider
  ) -> Self {
    Self(
      .usage, "\(source) looks like a key of \(other.name) (\(other.id)), not of \(provider.name)",
      hints: ["byok keys add \(other.id)", "--force seals it anyway"])
  }
}
