internal import ByokCore

/// How large the prompt of a request is.
struct PromptSize {
  /// The bytes of everything but images.
  private(set) var bytes = 0
  /// The number of images.
  private(set) var images = 0

  init(_ request: ChatRequest) {
    bytes = request.system?.utf8.count ?? 0
    for message in request.messages { add(message) }
    if let schema = request.schema { bytes += schema.schema.compactText.utf8.count }
    for tool in request.tools { bytes += tool.function.compactText.utf8.count }
  }

  private mutating func add(_ message: ChatMessage) {
    let start = bytes
    for part in message.parts { add(part) }
    // Either the turn or the parts are sent, so the larger counts.
    if let turn = message.turn {
      bytes = max(bytes, start + turn.content.compactText.utf8.count)
    }
  }

  private mutating func add(_ part: ChatMessage.Part) {
    switch part {
    case .text(let text): bytes += text.utf8.count
    case .file(let file): add(file)
    case .toolCall(let call):
      bytes += call.id.utf8.count + call.name.utf8.count + call.argumentsText.utf8.count
    case .toolResult(let result):
      bytes += result.callID.utf8.count + result.name.utf8.count
      for piece in result.content {
        switch piece {
        case .text(let text): bytes += text.utf8.count
        case .file(let file): add(file)
        }
      }
    }
  }

  private mutating func add(_ file: Attachment) {
    if file.kind == .image {
      images += 1
    } else if case .bytes(let content) = file.source {
      bytes += content.count
    }
  }
}
