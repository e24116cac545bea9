internal import ByokCore

/// What is known of models without asking anybody: the table that is built into the program.
///
/// A model that is not there can be used anyway.
package enum Catalogue {
  /// The day that the table is of.
  package static let asOf = ModelTable.builtIn.about?["day"]?.text ?? ""

  /// The models that only another tool's credentials give access to; no bare id means one of them.
  private static let namedOnly = ["claude-code", "gemini-cli", "qwen-code"]

  /// The ids of the providers whose models are listed, in ascending order.
  package static var providers: [String] {
    Set(ModelTable.builtIn.providers + namedOnly).sorted()
  }

  /// Whether a provider's models are meant only where the provider is named.
  package static func isNamedOnly(_ provider: String) -> Bool { namedOnly.contains(provider) }

  /// The models of a provider, in ascending order of their ids; empty where none is known.
  package static func models(of provider: String) -> [Model] {
    var models: [Model] = []
    forEachModel(of: provider) { models.append($0) }
    return models
  }

  /// Hands out the models of a provider, in ascending order of their ids.
  static func forEachModel(of provider: String, _ body: (consuming Model) -> Void) {
    guard let loan = loans[provider] else {
      return ModelTable.builtIn.forEach(of: provider, body)
    }
    ModelTable.builtIn.forEach(of: loan.lender) { model in
      if loan.isLent(model) { body(model.lent(to: provider)) }
    }
  }

  /// What is known of a model; O(log n) in the number of rows.
  ///
  /// A dated version such as `claude-sonnet-4-5-20250929` is described by the row without the date.
  package static func find(provider: String, id: String) -> Model? {
    row(provider, id) ?? undated(id).flatMap { row(provider, $0) }
      ?? RetiredFamily.model(provider: provider, id: id)
  }

  private static func row(_ provider: String, _ id: String) -> Model? {
    guard let loan = loans[provider] else {
      return ModelTable.builtIn.find(provider: provider, id: id)
    }
    let model = ModelTable.builtIn.find(provider: loan.lender, id: id)
    return model.flatMap { loan.isLent($0) ? $0.lent(to: provider) : nil }
  }

  /// Every provider's row of that id, in ascending order of the providers.
  static func owners(of id: String) -> [Model] {
    let dateless = undated(id)
    let rows = ModelTable.builtIn.rows(of: [id] + (dateless.map { [$0] } ?? []))
    // Where a provider has both, the dated one is meant.
    let exact = Set(rows.filter { $0.id == id }.map(\.provider))
    let known = rows.filter { row in
      !isNamedOnly(row.provider) && (row.id == id || !exact.contains(row.provider))
    }
    let gone = RetiredFamily.all.map(\.provider).filter { provider in
      !known.contains { $0.provider == provider }
    }
    let retired = Set(gone).compactMap { RetiredFamily.model(provider: $0, id: id) }
    return retired.isEmpty ? known : (known + retired).sorted { $0.provider < $1.provider }
  }

  /// The rows that describe what is written as `PROVIDER/MODEL-ID` or as a bare id.
  static func described(by text: String) -> [Model] {
    let pieces = text.split(separator: "/", maxSplits: 1).map(String.init)
    let named = pieces.count == 2 ? find(provider: pieces[0], id: pieces[1]) : nil
    return named.map { [$0] } ?? owners(of: text)
  }

  /// The id without the day at its end, `-20250929` or `-2025-09-29`; `nil` if there is none.
  static func undated(_ id: String) -> String? {
    let pieces = id.split(separator: "-", omittingEmptySubsequences: false)
    for lengths in [[8], [4, 2, 2]] where pieces.count > lengths.count {
      let day = pieces.suffix(lengths.count)
      if day.map(\.utf8.count) == lengths, day.joined().utf8.allSatisfy(isDigit) {
        return pieces.dropLast(lengths.count).joined(separator: "-")
      }
    }
    return nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension Model {
  /// A row that only names the model and its status.
  package init(_ provider: String, _ id: String, _ name: String, status: Status, note: String) {
    self.init(id: id, provider: provider, name: name, status: status, note: note)
  }
}
