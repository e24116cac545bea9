@testable import byok

extension RenderedText {
  /// What a renderer prints of pieces of a text.
  static func rendering(
    _ pieces: some Sequence<String>, width: Int, usesColor: Bool = false
  ) -> String {
    var renderer = MarkdownRenderer(usesColor: usesColor) { width }
    var bytes: [UInt8] = []
    for piece in pieces { bytes += renderer.add(piece) }
    return String(decoding: bytes + renderer.finish(), as: UTF8.self)
  }

  /// The same of a whole text.
  static func rendering(_ text: String, width: Int, usesColor: Bool = false) -> String {
    rendering([text], width: width, usesColor: usesColor)
  }

  /// The text's scalars, one by one.
  static func scalars(_ text: String) -> [String] { text.unicodeScalars.map { String($0) } }
}
