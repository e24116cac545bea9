internal import ByokCore

/// Whose a model is that several providers have under the same id.
struct ModelMaker {
  let providers: [Provider]

  /// The provider that makes a model itself, of those that may have one of that bare id.
  ///
  /// - Parameter model: An id without a provider.
  /// - Returns: A provider's id; `nil` where it is not clear.
  func maker(of model: String) -> String? {
    let name = model.lowercased()
    return providers.first { $0.makes.contains(where: name.hasPrefix) }?.id
  }

  /// Of several providers that have a model of that bare id: those with a key before others, then its
  /// maker before others.
  func preferred(_ owners: [String], of model: String, providersWithKeys: Set<String>) -> [String] {
    let withKey = owners.filter(providersWithKeys.contains)
    let candidates = withKey.isEmpty ? owners : withKey
    let maker = maker(of: model)
    return candidates.contains { $0 == maker } ? candidates.filter { $0 == maker } : candidates
  }
}
