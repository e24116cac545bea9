internal import ByokCore

/// What a file is, told from its bytes: names and what servers say of them may be wrong.
///
/// Source: <https://mimesniff.spec.whatwg.org>, section 6.1; ISO 32000-1, section 7.5.2.
enum FileType: Equatable, Sendable {
  case text(String)
  /// The media type, such as `image/png`.
  case image(String)
  case pdf

  /// The type of a whole file; `nil` for anything else, such as an archive or text in Latin 1.
  init?(_ bytes: [UInt8]) {
    if let type = Self.imageType(bytes) {
      self = .image(type)
    } else if bytes.starts(with: "%PDF-".utf8) {
      self = .pdf
    } else if let text = try? TextEncoding.text(bytes, from: "") {
      self = .text(text)
    } else {
      return nil
    }
  }

  private static func imageType(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x89] + Array("PNG\r\n\u{1A}\n".utf8)) { return "image/png" }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) {
      return "image/gif"
    }
    let isWebP =
      bytes.starts(with: "RIFF".utf8) && bytes.dropFirst(8).starts(with: "WEBP".utf8)
    return isWebP ? "image/webp" : nil
  }

  /// The media type of a file that goes to the model as such, guessed from its name.
  ///
  /// - Parameter name: Such as `photo.jpg`.
  /// - Returns: `nil` if the name does not say.
  static func mediaType(ofName name: String) -> String? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    return switch name[name.index(after: dot)...].lowercased() {
    case "png": "image/png"
    case "jpg", "jpeg": "image/jpeg"
    case "gif": "image/gif"
    case "webp": "image/webp"
    case "pdf": "application/pdf"
    default: nil
    }
  }
}
