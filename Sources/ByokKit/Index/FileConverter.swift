internal import ByokCore

/// Turns files that are no text into text, by programs that the user has.
///
/// A program is started without a shell, with nothing on its standard input.
package struct FileConverter: Sendable {
  /// The program and its arguments by the end of files' names; `{}` stands for the file.
  private let commands: [String: [String]]
  private let showsErrors: Bool

  /// How long a program may take, in seconds.
  static let patience = 60.0
  /// The most bytes that it may print.
  static let limit = 64 << 20

  /// The programs where the configuration names no other.
  package static let standard: [String: [String]] = [
    "pdf": ["pdftotext", "-layout", "-enc", "UTF-8", "{}", "-"],
    "docx": ["pandoc", "--to", "plain", "{}"],
    "odt": ["pandoc", "--to", "plain", "{}"],
    "epub": ["pandoc", "--to", "plain", "{}"],
    "rtf": ["pandoc", "--to", "plain", "{}"],
  ]

  /// The packages of Debian that have them, by the programs.
  private static let packages = ["pdftotext": "poppler-utils", "pandoc": "pandoc"]

  /// - Parameters:
  ///   - configured: The programs of `config.json`; an empty list for none.
  ///   - showsErrors: Whether what they write to standard error is shown.
  package init(_ configured: [String: [String]], showsErrors: Bool = false) {
    commands = Self.standard.merging(configured) { $1 }.filter { !$0.value.isEmpty }
    self.showsErrors = showsErrors
  }

  /// The command for a file; `nil` for one that is read as it is.
  func command(for path: String) -> [String]? {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return nil }
    return commands[path[path.index(after: dot)...].lowercased()]
  }

  /// What tells whether files must be read again.
  var identity: String {
    commands.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.joined(separator: "\0"))" }
      .joined(separator: "\n")
  }

  /// What became of a file.
  enum Outcome {
    case text([UInt8])
    case notInstalled(program: String)
    case failed(String)
  }

  /// Converts a file.
  ///
  /// - Parameters:
  ///   - path: Its whole path.
  ///   - command: The program and its arguments.
  /// - Returns: What became of it.
  func convert(_ path: String, _ command: [String]) -> Outcome {
    let words = command.map { $0.replacing("{}", with: path) }
    do throws(ChildProcess.Failure) {
      let output = try ChildProcess.output(
        of: words, withholding: SecretCommand.withheldVariables, seconds: Self.patience,
        limit: Self.limit, showsErrors: showsErrors)
      if let flaw = output.span.firstThatIsNotUTF8(in: output.indices) {
        return .failed("printed what is not UTF-8, at offset \(flaw)")
      }
      return .text(output)
    } catch {
      switch error {
      case .cannotStart(.notFound): return .notInstalled(program: command[0])
      case .cannotStart(let failure): return .failed("cannot be run: \(failure.text)")
      case .ended(let status): return .failed("failed with status \(status)")
      case .signalled(let number): return .failed("was killed by signal \(number)")
      case .tooSlow: return .failed("did not exit within a minute")
      case .tooMuch: return .failed("printed more than \(Self.limit >> 20) MiB")
      }
    }
  }

  /// Where a program comes from, for a hint; `nil` where that is not known.
  package static func package(of program: String) -> String? { packages[program] }
}
