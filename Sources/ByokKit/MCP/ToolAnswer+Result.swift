internal import ByokCore

extension ToolAnswer {
  /// What a server answered to a call.
  ///
  /// Structured content counts where there is no other: servers repeat it as text, and some put
  /// more into the text.
  ///
  /// Source: <https://modelcontextprotocol.io/specification/2026-07-28/server/tools>, "Tool Result".
  init(_ result: JSONValue) {
    let parts = result["content"]?.elements ?? []
    let forModel = parts.filter { !Self.isForUserAlone($0) }
    var content = forModel.compactMap(Self.piece)
    let structured = result.members["structuredContent"]
    let isEmpty = content.allSatisfy { $0 == .text("") }
    if isEmpty, let structured, structured != .null { content = [.text(structured.compactText)] }
    self.init(
      content: content, structured: structured, isError: result["isError"]?.flag ?? false)
  }

  /// A failure, in words for the model.
  init(failure: String) {
    self.init(content: [.text(failure)], structured: nil, isError: true)
  }

  private static func isForUserAlone(_ part: JSONValue) -> Bool {
    part["annotations"]?["audience"]?.elements == [.string("user")]
  }

  private static func piece(_ part: JSONValue) -> ChatMessage.Content? {
    switch part["type"]?.string {
    case "text": part["text"]?.string.map { .text($0) }
    case "image", "audio": media(part["data"]?.string, part["mimeType"]?.text, name: nil)
    case "resource": resource(part["resource"] ?? .null)
    case "resource_link": .text(link(part))
    case let type: .text("[\(type ?? "something") that byok does not know]")
    }
  }

  private static func resource(_ resource: JSONValue) -> ChatMessage.Content {
    if let text = resource["text"]?.string { return .text(text) }
    return media(resource["blob"]?.string, resource["mimeType"]?.text, name: resource["uri"]?.text)
  }

  /// A file where a model may take it, else a note.
  private static func media(
    _ data: String?, _ claimed: String?, name: String?
  ) -> ChatMessage.Content {
    let claimed = claimed ?? "unknown type"
    guard let data, let bytes = Base64.decodeForeign(Array(data.utf8)) else {
      return .text("[\(claimed): not valid Base64]")
    }
    // What the bytes are counts, whatever the server says.
    switch FileType(bytes) {
    case .image(let type):
      return .file(Attachment(name: fileName(name), mediaType: type, source: .bytes(bytes)))
    case .pdf:
      return .file(
        Attachment(name: fileName(name), mediaType: "application/pdf", source: .bytes(bytes)))
    case .text(let text) where name != nil: return .text(text)
    case .text, nil: return .text("[\(claimed), \(bytes.count) bytes, not shown]")
    }
  }

  private static func fileName(_ uri: String?) -> String {
    let name = uri?.split(separator: "/").last.map(String.init) ?? "image"
    return Sanitizer.oneLine(name, limit: 80)
  }

  private static func link(_ part: JSONValue) -> String {
    let uri = part["uri"]?.text ?? ""
    let name = part["title"]?.text ?? part["name"]?.text ?? ""
    let what = [name, part["description"]?.text ?? ""].filter { !$0.isEmpty }
    return what.isEmpty ? uri : "\(what.joined(separator: ": ")) <\(uri)>"
  }
}
