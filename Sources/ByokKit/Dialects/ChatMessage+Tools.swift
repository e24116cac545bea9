internal import ByokCore

extension ToolResult {
  /// The answer as text, with a note in place of each file.
  ///
  /// - Parameter isShown: Whether a file is shown to the model elsewhere.
  /// - Returns: The text; for a failure it is not empty, which Anthropic demands.
  func text(noting isShown: (Attachment) -> Bool = { _ in false }) -> String {
    let lines = content.map { piece in
      switch piece {
      case .text(let text): text
      case .file(let file): file.note(isShown: isShown(file))
      }
    }
    let text = lines.joined(separator: "\n")
    return text.isEmpty && isError ? "no reason given" : text
  }

  /// The same, for dialects that have no other place to say that the tool failed.
  func flaggedText(noting isShown: (Attachment) -> Bool = { _ in false }) -> String {
    (isError ? "Error: " : "") + text(noting: isShown)
  }

  /// The images of the answer whose bytes are here, under a line that says whose they are.
  fileprivate var pictures: [ChatMessage.Content] {
    let images = content.filter { if case .file(let file) = $0 { file.isPicture } else { false } }
    return images.isEmpty ? [] : [.text("image from \(name):\n")] + images
  }
}

extension Attachment {
  /// Whether its bytes are here, and not at an address.
  var hasBytes: Bool {
    guard case .bytes = source else { return false }
    return true
  }

  /// Whether it is an image whose bytes are here.
  var isPicture: Bool { kind == .image && hasBytes }

  fileprivate func note(isShown: Bool) -> String {
    let place =
      switch source {
      case .bytes(let bytes): "\(bytes.count) bytes"
      case .url(let url): url
      }
    return "[\(name): \(mediaType), \(place), \(isShown ? "shown below" : "not shown")]"
  }
}

extension ChatMessage {
  /// The calls of tools in it.
  var calls: [ToolCall] {
    parts.compactMap { if case .toolCall(let call) = $0 { call } else { nil } }
  }

  /// The results of tools in it.
  var results: [ToolResult] {
    parts.compactMap { if case .toolResult(let result) = $0 { result } else { nil } }
  }

  /// The texts and files in it.
  var content: [Content] {
    parts.compactMap { part in
      switch part {
      case .text(let text): .text(text)
      case .file(let file): .file(file)
      case .toolCall, .toolResult: nil
      }
    }
  }

  /// The texts and files in it, after the images of its results where `isShowing`: for dialects whose
  /// results are text.
  func content(showingPictures isShowing: Bool) -> [Content] {
    (isShowing ? results.flatMap(\.pictures) : []) + content
  }

  /// The turn in its provider's form, if it is one of these dialects.
  func turn(in dialects: String...) -> JSONValue? {
    guard role == .assistant, let turn, dialects.contains(turn.dialect) else { return nil }
    return turn.content
  }
}

extension [ChatMessage.Content] {
  /// Whether there is nothing but text.
  var isText: Bool { text != nil }

  /// The whole text if there is nothing but text; `nil` where a file is attached.
  package var text: String? {
    var text = ""
    for piece in self {
      guard case .text(let more) = piece else { return nil }
      text += more
    }
    return text
  }
}

extension ChatRequest {
  /// Whether the model takes images; `nil` where that is not known.
  package var seesImages: Bool? {
    facts.flatMap { $0.isInputCertain ? $0.input.contains(.image) : nil }
  }
}
