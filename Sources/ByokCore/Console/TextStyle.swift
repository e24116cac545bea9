/// How a terminal that has colours displays a piece of text.
package enum TextStyle: Sendable {
  case plain
  /// What works.
  case good
  /// What does not work.
  case bad
  /// What may not work, or not for long.
  case warning
  /// What matters less than the text around it.
  case dim
  /// The heading of a listing.
  case heading

  /// The parameters of the control sequence (ECMA-48, SGR); `nil` for none.
  private var code: String? {
    switch self {
    case .plain: nil
    case .good: "32"
    case .bad: "31"
    case .warning: "33"
    case .dim: "2"
    case .heading: "1"
    }
  }

  /// The text in this style.
  ///
  /// - Parameter text: Without control characters.
  /// - Returns: The text between two control sequences; the text alone if there is nothing to style.
  package func applied(to text: String) -> String {
    guard let code, !text.isEmpty else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}

/// When colour is used.
package enum ColorChoice: String, ArgumentValue, CaseIterable {
  package static let expectation = "auto, always or never"
  case auto, always, never

  package init?(argument: String) { self.init(rawValue: argument) }

  /// Whether to use colour on a stream.
  ///
  /// Source: <https://no-color.org>.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether a person looks at the stream.
  ///   - environment: May forbid it; a terminal without a type is taken for one without colours.
  /// - Returns: Whether to use it.
  package func applies(isTerminal: Bool, _ environment: Environment) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto:
      isTerminal && !environment.contains("NO_COLOR")
        && !["dumb", nil].contains(environment.value("TERM"))
    }
  }
}

extension Console {
  /// Decides which of the two output streams are coloured.
  package mutating func use(_ color: ColorChoice, _ environment: Environment) {
    usesColor = color.applies(isTerminal: stderrIsTerminal, environment)
    outputUsesColor = color.applies(isTerminal: stdoutIsTerminal, environment)
  }
}
