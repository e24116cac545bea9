package import ByokCore

/// Where a file comes from, as the user writes it.
package enum FileArgument: ArgumentValue, Equatable {
  package static let expectation = "a file, an https:// address or -"
  package static let words: WordKind? = .file

  case path(String)
  case standardInput
  case address(String)

  package init?(argument: String) {
    let start = argument.prefix(8).lowercased()
    switch argument {
    case "": return nil
    case "-": self = .standardInput
    case _ where start.hasPrefix("https://") || start.hasPrefix("http://"):
      self = .address(argument)
    default: self = .path(argument)
    }
  }
}

/// A file that was read, or that the provider is to fetch.
package struct InputFile: Equatable, Sendable {
  /// The name that the model hears, without folders.
  package let name: String
  let content: Content

  /// What goes to the model.
  enum Content: Equatable, Sendable {
    /// The text, which becomes a part of the prompt.
    case text(String)
    case attachment(Attachment)
  }

  /// - Throws: A usage error when a model takes nothing of the kind.
  package init(_ bytes: [UInt8], name: String) throws(ByokError) {
    self.name = name
    guard let type = FileType(bytes) else { throw .unknownFileType(name, bytes) }
    switch type {
    case .text(let text): content = .text(text)
    case .image(let mediaType): content = .file(name, mediaType, bytes)
    case .pdf: content = .file(name, "application/pdf", bytes)
    }
  }

  /// A file that the provider itself fetches.
  package init(name: String, mediaType: String, url: String) {
    self.name = name
    content = .attachment(Attachment(name: name, mediaType: mediaType, source: .url(url)))
  }
}

extension InputFile.Content {
  fileprivate static func file(_ name: String, _ mediaType: String, _ bytes: [UInt8]) -> Self {
    .attachment(Attachment(name: name, mediaType: mediaType, source: .bytes(bytes)))
  }
}

extension [InputFile] {
  /// The files and then the prompt, as the parts of a message.
  ///
  /// Texts are between marks that name them, and are one part where they follow each other.
  ///
  /// - Parameter prompt: What is asked about them; empty if the files are all there is.
  /// - Returns: At least one part if there is a file or a prompt.
  func parts(before prompt: String) -> [ChatMessage.Part] {
    var parts: [ChatMessage.Part] = []
    var texts: [String] = []
    for file in self {
      switch file.content {
      case .text(let text): texts.append(Self.marked(text, name: file.name))
      case .attachment(let attachment):
        if !texts.isEmpty { parts.append(.text(texts.joined(separator: "\n\n"))) }
        texts = []
        parts.append(.file(attachment))
      }
    }
    if !prompt.isEmpty { texts.append(prompt) }
    return texts.isEmpty ? parts : parts + [.text(texts.joined(separator: "\n\n"))]
  }

  private static func marked(_ text: String, name: String) -> String {
    let name = Sanitizer.oneLine(name, limit: 200).replacing("\"", with: "'")
    let end = text.isEmpty || text.utf8.last == UInt8(ascii: "\n") ? "" : "\n"
    return "<file name=\"\(name)\">\n\(text)\(end)</file>"
  }
}

extension ByokError {
  fileprivate static func unknownFileType(_ name: String, _ bytes: [UInt8]) -> Self {
    let message = "\(name.quoted) is neither UTF-8 text nor PNG, JPEG, GIF, WebP or PDF"
    guard bytes[...].position(of: 0) == nil else {
      return Self(.usage, message, hint: "convert it to text or one of those first")
    }
    let offset = bytes.span.firstThatIsNotUTF8(in: 0..<bytes.count)
    return Self(
      .usage, message + (offset.map { ": invalid byte at offset \($0)" } ?? ""),
      hint: "if it is text, make it UTF-8: iconv -f LATIN1 -t UTF-8 FILE")
  }
}
