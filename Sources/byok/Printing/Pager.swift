internal import ByokCore
internal import ByokKit

/// Shows text for reading: through a pager where it does not fit the terminal.
///
/// The pager is `PAGER`, run without a shell, or `less`, which ends at once where all fits. It gets the
/// variables that it needs and no key.
extension Session {
  /// Writes help or a page of the manual.
  ///
  /// - Throws: A failure when standard output refuses bytes.
  func page(_ text: String) throws(ByokError) {
    try page(safe: console.stdoutIsTerminal ? Sanitizer.clean(text) : text)
  }

  /// Writes Markdown: rendered on a terminal, unchanged elsewhere.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - rendering: How it is rendered; `nil` to show it as it is.
  /// - Throws: A failure when standard output refuses bytes.
  func show(_ text: String, _ rendering: MarkdownRendering?) throws(ByokError) {
    guard var renderer = rendering?.renderer else { return try page(text) }
    var bytes = renderer.add(text)
    bytes += renderer.finish()
    try page(safe: String(decoding: bytes, as: UTF8.self))
  }

  /// Writes text that is safe to show where it goes.
  private func page(safe text: String) throws(ByokError) {
    guard let size = console.terminalSize,
      text.utf8.count(where: { $0 == UInt8(ascii: "\n") }) >= size.rows,
      let pager, isInteractive
    else { return try console.write(Array(text.utf8).span) }
    do {
      try ChildProcess.show(text, with: pager, variables: pagerVariables)
    } catch {
      try console.write(Array(text.utf8).span)
    }
  }

  private var isInteractive: Bool { environment.value("TERM") != "dumb" }

  /// The pager's words; `nil` where none is wanted.
  private var pager: [String]? {
    guard environment.isDefined("PAGER") else { return ["less"] }
    let words = environment.value("PAGER").flatMap { CommandWords(argument: $0)?.words }
    return words == ["cat"] ? nil : words
  }

  private var pagerVariables: [String] {
    let names = [
      "PATH", "HOME", "TERM", "COLORTERM", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_MESSAGES",
      "TZ", "MORE", "LV", "LESSCHARSET", "LESSKEY",
    ]
    let own = names.compactMap { name in environment.value(name).map { "\(name)=\($0)" } }
    // As git sets them: quit if one screen is enough, leave the text there, show colours.
    return own + ["LESS=\(environment.value("LESS") ?? "FRX")", "LESSSECURE=1"]
  }
}
