internal import ByokCore

/// How a provider is asked whether a key is good, at no or next to no cost.
///
/// Besides the statuses named, 402 and 429 always mean that the key was accepted. A key is tried
/// only where it is bound to, so a provider's check on another host is not one.
package struct KeyCheck: Equatable, Sendable {
  /// What is sent.
  package enum Probe: Equatable, Sendable {
    /// The list of models, as the row has it.
    case models
    /// A request for the path, as ``BaseURL/address(of:)`` reads it.
    case get(String)
    /// A request with a body, which may be empty.
    case post(String, body: String)
    /// A chat of one token with that model, or with the first that is listed.
    case completion(model: String?)
    /// Nothing: there is no way to find out.
    case none
  }

  package let probe: Probe
  /// The statuses by which the key works.
  package var good = [200]
  /// The statuses by which it does not.
  package var bad = [401]
  /// Whether these decide; else they are a hint, and a chat of one token is the proof.
  package var isProof = true
  /// What must be known to read the answer.
  package var note: String?
  /// What the response says about the account.
  var facts: [AccountFact] = []
  /// A further request, which says more about it.
  var account: AccountFact.LookUp?

  /// Listing the models.
  static func models(bad: [Int] = [401], isProof: Bool = true, _ note: String? = nil) -> Self {
    Self(probe: .models, bad: bad, isProof: isProof, note: note)
  }

  /// Asking for something else.
  static func get(
    _ path: String, bad: [Int] = [401], isProof: Bool = true, _ note: String? = nil,
    facts: [AccountFact] = []
  ) -> Self {
    Self(probe: .get(path), bad: bad, isProof: isProof, note: note, facts: facts)
  }

  /// A chat of one token.
  static func completion(bad: [Int] = [401], _ note: String? = nil) -> Self {
    Self(probe: .completion(model: nil), bad: bad, note: note)
  }

  static let none = Self(probe: .none, isProof: false)
}
