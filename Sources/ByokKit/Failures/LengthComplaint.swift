internal import ByokCore

/// What a sentence says about a length that is too large, recognized by its shape.
///
/// Hundreds of servers say it in words of their own: that a prompt, a context or tokens exceed
/// something, are too long, or must be less. So the words that compare are looked up, and then what
/// precedes them, or else follows them. A limit of the reply alone, of another field, of a rate
/// or of time is another complaint.
///
/// Source: sentences of vLLM, SGLang, TGI, llama.cpp, LM Studio, Ollama, LiteLLM, one-api and some
/// twenty providers, collected 2026-11-29; `LengthComplaintTests` lists them.
struct LengthComplaint: Equatable {
  /// What is too long.
  enum Part: Equatable {
    case prompt
    /// Prompt and reply together.
    case both
    /// The limit of the reply, which the model does not take.
    case reply
  }

  let part: Part

  /// - Parameters:
  ///   - message: The provider's sentence.
  ///   - codes: Its codes, whose words count as well.
  init?(_ message: String, codes: [String] = []) {
    let text = String(message.prefix(4000)).lowercased()
    guard !Self.isChinese(text) else {
      part = .prompt
      return
    }
    var words = LengthWords(text)
    for code in codes { words.append(code: String(code.prefix(200))) }
    guard !words.isOfOtherLimit else { return nil }
    let isCounted = words.namesLimitOfPrompt && ContextOverflow(named: text) != nil
    guard let part = Self.part(in: words) ?? (isCounted ? .prompt : nil) else { return nil }
    self.part = part
  }

  private static func part(in words: LengthWords) -> Part? {
    var found = Set(words.comparisons.compactMap { words.finding(at: $0) })
    if words.namesMaximum { found.insert(.prompt) }
    if words.wantsShorterPrompt || words.countsTokensOfBody { found.insert(.prompt) }
    // A limit of the reply may be compared with the context's.
    let isOfReply = found.contains(.reply)
    if isOfReply, !words.namesPrompt { found.remove(.context) }
    if found.contains(.both) { return .both }
    if !found.isDisjoint(with: [.prompt, .context]) { return words.namesReply ? .both : .prompt }
    if isOfReply { return .reply }
    return found.contains(.tokens) ? .prompt : nil
  }

  /// Chinese has no spaces to tell words by.
  private static func isChinese(_ text: String) -> Bool {
    let others = ["每分钟", "频率", "限流", "速率", "配额", "余额", "图片", "文件"]
    guard !others.contains(where: text.contains) else { return false }
    if ["超长", "过长"].contains(where: text.contains) { return true }
    return ["超过", "超出", "大于"].contains(where: text.contains)
      && ["长度", "上下文", "token"].contains(where: text.contains)
  }
}

extension ErrorReport {
  /// What it says about a length; `nil` if nothing.
  var lengthComplaint: LengthComplaint? { LengthComplaint(message, codes: codes) }
}
