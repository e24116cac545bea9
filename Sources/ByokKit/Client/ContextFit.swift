internal import ByokCore

/// Whether a prompt fits the context window that is known of a model, as far as that can be estimated.
struct ContextFit {
  private let request: ChatRequest
  private let provider: Provider

  init(_ request: ChatRequest, _ provider: Provider) {
    (self.request, self.provider) = (request, provider)
  }

  /// Refuses a prompt that cannot fit, and warns of one that probably does not.
  ///
  /// - Parameters:
  ///   - note: Takes the warning where many are asked; `nil` for the console.
  ///   - console: Where it goes otherwise.
  /// - Throws: `tooLong` where even the least number of tokens is too large.
  func check(note: (@Sendable (String) -> Void)?, _ console: Console) throws(ByokError) {
    guard let window = request.facts?.contextWindow, window > 0 else { return }
    let size = PromptSize(request)
    // No tokenizer is known; most texts have a token for three to five bytes.
    guard size.bytes / ChatEstimate.bytesPerToken > window else { return }
    let least = leastTokens
    guard least <= window else {
      let percent = Int((Double(least - window) / Double(least) * 100).rounded(.up))
      throw ByokError(
        .tooLong,
        "the prompt has at least \(least) tokens, and \(name.quoted) takes \(window);"
          + " nothing was sent",
        hints: [
          "shorten it by at least \(percent) %, or choose another model: byok models --min-context"
            + " \(least)",
          "if that limit is wrong: byok config set models.\(name).context_window N",
        ])
    }
    let text =
      "the prompt has about \(size.bytes / ChatEstimate.bytesPerToken) tokens, and"
      + " \(name.quoted) takes \(window): it may be refused"
    if let note { note(text) } else { console.warn(ByokError(.tooLong, text)) }
  }

  private var name: String { "\(provider.id)/\(request.model)" }

  /// The least number of tokens of the prompt's texts.
  private var leastTokens: Int {
    var count = Self.leastTokens(of: request.system ?? "")
    for message in request.messages {
      for case .text(let text) in message.parts { count += Self.leastTokens(of: text) }
    }
    return count
  }

  /// The least number of tokens of a text: no tokenizer joins words over the spaces between them.
  static func leastTokens(of text: String) -> Int {
    var (count, isWord) = (0, false)
    for byte in text.utf8 {
      let isSpace = byte == 0x20 || (0x09...0x0D).contains(byte)
      if !isSpace, !isWord { count += 1 }
      isWord = !isSpace
    }
    return count
  }
}
