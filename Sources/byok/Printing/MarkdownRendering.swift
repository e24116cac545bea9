internal import ByokCore
internal import ByokKit

/// How Markdown is rendered on the terminal at standard output.
struct MarkdownRendering {
  private let console: Console
  private let usesColor: Bool

  /// The columns of a terminal that does not say how many it has.
  private static let usualColumns = 80

  /// Decides whether Markdown is rendered; `nil` if text is to be printed as it is.
  ///
  /// - Parameters:
  ///   - session: Its console and environment say what the terminal can show.
  ///   - output: What the user wants.
  ///   - isWanted: Whether the configuration allows it.
  init?(_ session: Session, _ output: ChatOutput, isWanted: Bool) {
    guard isWanted, output.form == .text, output.outputFile == nil else { return nil }
    self.init(session, isRaw: output.isRaw, color: output.color)
  }

  /// The same for text that is not a reply.
  ///
  /// - Parameters:
  ///   - session: Its console and environment say what the terminal can show.
  ///   - isRaw: Whether text is to be printed as it is.
  ///   - color: Whether styles are wanted.
  init?(_ session: Session, isRaw: Bool, color: ColorChoice?) {
    guard !isRaw, session.console.stdoutIsTerminal else { return nil }
    console = session.console
    usesColor = (color ?? .auto).applies(isTerminal: true, session.environment)
  }

  /// A renderer for one text.
  var renderer: MarkdownRenderer {
    MarkdownRenderer(usesColor: usesColor) { [console] in
      let columns = console.terminalSize?.columns ?? 0
      return columns > 0 ? columns : Self.usualColumns
    }
  }
}
