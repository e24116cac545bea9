internal import ByokCore

extension Provider {
  /// What is known of its models: by the user's own row, else by the catalogue.
  package var knownModels: [Model] { models + Catalogue.models(of: id) }

  /// What is known of one of them; `nil` for a model that can be used anyway.
  package func model(_ model: String) -> Model? {
    models.first { $0.id == model } ?? Catalogue.find(provider: id, id: model)
  }
}
