package import ByokCore

/// Tells from a key's looks whose it may be.
package enum KeyGuess {
  /// The providers whose keys look like this, by the longest beginning that fits.
  ///
  /// - Parameters:
  ///   - key: A key.
  ///   - byBeginning: Whether a beginning that only one provider's keys have is enough: providers
  ///     lengthen their keys without notice.
  /// - Returns: The providers, in the order of the table.
  package static func candidates(
    for key: borrowing Secret, byBeginning: Bool = false
  ) -> [Provider] {
    var best: [Provider] = []
    var longest = 0
    for provider in Provider.builtIn {
      var length = -1
      for pattern in provider.keyPatterns
      where byBeginning ? pattern.isDistinct && pattern.begins(key) : pattern.matches(key) {
        length = max(length, pattern.prefix.utf8.count)
      }
      guard length >= longest else { continue }
      if length > longest { best = [] }
      best.append(provider)
      longest = length
    }
    return best
  }

  /// The one provider whose keys look like this.
  ///
  /// - Throws: A usage error when there is none, or several, or it is gone.
  package static func owner(of key: borrowing Secret) throws(ByokError) -> Provider {
    var candidates = candidates(for: key)
    if candidates.isEmpty { candidates = self.candidates(for: key, byBeginning: true) }
    guard let provider = candidates.first else {
      throw ByokError(
        .usage, "no provider that byok knows has keys that look like this one",
        hints: ["name it: byok keys add PROVIDER", "byok providers   lists them"])
    }
    guard candidates.count == 1 else {
      throw ByokError(
        .usage, "the keys of several providers look like this one",
        hints: [
          "name it: byok keys add PROVIDER",
          "it may be \(candidates.map(\.id).joined(separator: ", "))",
        ])
    }
    if let retirement = provider.retirement { throw .retired(provider, retirement) }
    return provider
  }

  /// Another provider whose key this certainly is by its beginning; `nil` where there is doubt.
  ///
  /// Providers that read the same variables take the same keys.
  package static func otherOwner(of key: borrowing Secret, than provider: Provider) -> Provider? {
    let isBuiltIn = Provider.builtIn.contains { $0.id == provider.id }
    let candidates = candidates(for: key)
    guard isBuiltIn, candidates.count == 1, let other = candidates.first,
      Set(other.keyVariables).isDisjoint(with: provider.keyVariables)
    else { return nil }
    for pattern in other.keyPatterns where pattern.isDistinct && pattern.matches(key) {
      return other
    }
    return nil
  }
}
