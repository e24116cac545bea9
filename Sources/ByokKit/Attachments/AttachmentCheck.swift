/// Refuses files that the model does not take, before anything is sent.
struct AttachmentCheck {
  let provider: Provider
  let wire: any WireFormat.Type
  let model: String
  /// What the catalogue knows of the model; `nil` for one that gets the benefit of the doubt.
  let facts: Model?

  init(_ choice: ModelChoice, _ wire: any WireFormat.Type) {
    (provider, model, facts) = (choice.provider, choice.model, choice.facts)
    self.wire = wire
  }

  /// - Throws: A usage error that names the first file that the model does not take.
  func check(_ messages: [ChatMessage]) throws(ByokError) {
    for case .file(let file) in messages.flatMap(\.parts) where !takes(file.kind) {
      let what = file.kind == .pdf ? "no PDF" : "no images"
      throw ByokError(
        .usage, "\("\(provider.id)/\(model)".quoted) takes \(what): \(file.name.quoted)",
        hint: file.kind == .pdf
          ? "send its text instead: pdftotext FILE - | byok chat …"
          : "'byok models --vision' lists those that do")
    }
  }

  private func takes(_ kind: Attachment.Kind) -> Bool {
    guard wire.parameters.contains(.file) else { return false }
    guard let facts else { return true }
    let seesImages = facts.input.contains(.image)
    guard kind == .pdf else { return seesImages }
    // Gateways of these forms read the text out of a PDF for any model.
    if [.fileOrAddress, .documentURL].contains(provider.quirks.pdf) { return true }
    // Not every row says that a model reads PDFs: one that sees images does, where others do.
    return facts.input.contains(.pdf)
      || seesImages
        && Catalogue.models(of: provider.id).contains { $0.input.contains(.pdf) }
  }
}

extension WireFormat {
  /// Whether a file can be given by its address, which the provider then fetches.
  ///
  /// Source: each API's own page; servers of the user's own that speak `openai-chat` mostly cannot.
  static func takesAddress(of kind: Attachment.Kind, at provider: Provider) -> Bool {
    guard provider.kind != .local, Provider.builtIn.contains(where: { $0.id == provider.id })
    else { return false }
    switch dialect {
    case AnthropicMessages.dialect, OpenAIResponses.dialect: return true
    case OpenAIChat.dialect, Cohere.dialect:
      let pdf: [Quirks.PDFForm] = [.fileOrAddress, .documentURL]
      return kind == .image || dialect == OpenAIChat.dialect && pdf.contains(provider.quirks.pdf)
    default: return false
    }
  }
}
