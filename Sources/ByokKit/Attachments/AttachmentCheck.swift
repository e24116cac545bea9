internal import ByokCore

/// Refuses files that the model does not take, before anything is sent.
struct AttachmentCheck {
  let provider: Provider
  let dialect: any Dialect.Type
  let model: String
  /// What the catalogue knows of the model; `nil` for one that gets the benefit of the doubt.
  let facts: Model?

  init(_ choice: ModelChoice, _ dialect: any Dialect.Type) {
    (provider, model, facts) = (choice.provider, choice.model, choice.facts)
    self.dialect = dialect
  }

  /// - Throws: A usage error that names the first file that the model does not take.
  func check(_ messages: [ChatMessage]) throws(ByokError) {
    for case .file(let file) in messages.flatMap(\.parts) where !takes(file.kind) {
      let what = file.kind == .pdf ? "PDFs" : "images"
      throw ByokError(
        .usage, "\("\(provider.id)/\(model)".quoted) does not support \(what): \(file.name.quoted)",
        hint: file.kind == .pdf
          ? "send its text instead: pdftotext FILE - | byok chat …"
          : "'byok models --vision' lists those that do")
    }
  }

  /// What was said before, with words in place of files that the model does not take.
  func adapted(_ messages: [ChatMessage]) -> [ChatMessage] {
    messages.map { message in
      var message = message
      message.parts = message.parts.map { part in
        guard case .file(let file) = part, !takes(file.kind) else { return part }
        return .text(file.placeholder("cannot be shown to this model"))
      }
      return message
    }
  }

  private func takes(_ kind: Attachment.Kind) -> Bool {
    guard dialect.parameters.contains(.file) else { return false }
    guard let facts, facts.isInputCertain else { return true }
    let seesImages = facts.input.contains(.image)
    guard kind == .pdf else { return seesImages }
    // Gateways of these forms read the text out of a PDF for any model.
    if [.fileOrAddress, .documentURL].contains(provider.quirks.pdf) { return true }
    // Not every row says that a model reads PDFs: one that sees images does, where others do.
    return facts.input.contains(.pdf)
      || seesImages
        && provider.knownModels.contains { $0.input.contains(.pdf) }
  }
}

extension Dialect {
  /// Whether a file can be given by its address, which the provider then fetches.
  ///
  /// Source: each API's own page; servers on the user's own machine mostly cannot.
  static func takesAddress(of kind: Attachment.Kind, at provider: Provider) -> Bool {
    provider.kind != .local && provider.quirks.fetchesFiles && fetches(kind, provider.quirks)
  }
}
