internal import ByokCore

/// Models that a provider withdrew all at once, recognised by the prefix of their ids.
struct RetiredFamily {
  let provider: String
  let beginning: String
  /// When they were found to be gone, as a fragment.
  let note: String

  static let all = ["llama-", "llama3-", "gemma2-", "mixtral-"].map {
    Self(provider: "groq", beginning: $0, note: "gone by 2026-08-30")
  }

  /// The row of a model that a family has; `nil` for any other.
  static func model(provider: String, id: String) -> Model? {
    let family = all.first { $0.provider == provider && id.hasPrefix($0.beginning) }
    return family.map { Model(provider, id, id, status: .retired(successor: nil), note: $0.note) }
  }
}
