public import Foundation

/// A test that reads like a terminal session, run against the real program.
///
/// A script file (`.txtar`) has one command a line, `#` comments, and then the files its commands
/// use, each after a line `-- NAME --`. Words are quoted as in a shell; `$NAME` and `${NAME}` stand
/// for the script's variables. Every script has a folder `$WORK` of its own and an environment of
/// `HOME`, `PATH`, `LC_ALL` and `TMPDIR` only; `$KEY` is a key to test with, and `$WORK` and `$KEY`
/// are not in the environment of programs. The commands are those of ``ScriptCommand``.
///
/// Whatever a script does, it fails when the key is seen on standard error, on standard output
/// without `--reveal` in the command line, or in a file below `$HOME`; and when a program crashes.
public struct Script: Sendable {
  /// The key that scripts use, and that must show itself nowhere.
  public static let fixtureKey = "sk-fixture-0123456789abcdefghijklmnopqrstuvwxyz"

  /// How a script ended that did not fail.
  public enum Outcome: Sendable, Equatable {
    /// All commands did what they should.
    case passed
    /// The script cannot be run here, for this reason.
    case skipped(String)
  }

  /// One line with a command.
  struct Line: Sendable {
    /// Its number in the file, from 1.
    var number: Int
    /// The line without the blanks around it.
    var text: String
  }

  /// The file's name.
  var name: String
  /// The lines with commands.
  var lines: [Line] = []
  /// The files to be written before the run: names and contents.
  var files: [(name: String, text: String)] = []

  /// The scripts in `folder`, by name.
  ///
  /// - Throws: An error when the folder cannot be read.
  public static func all(in folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "txtar" }
      .sorted { $0.path < $1.path }
  }

  /// Runs a script.
  ///
  /// - Parameters:
  ///   - file: The script.
  ///   - products: The folder of the program `byok`.
  /// - Returns: Whether the script was run or skipped.
  /// - Throws: A ``SupportFailure`` that tells the line, what was wrong, and the last output.
  @discardableResult
  public static func run(file: URL, products: URL = Run.products) throws -> Outcome {
    let text = try String(contentsOf: file, encoding: .utf8)
    return try Script(name: file.lastPathComponent, parsing: text).run(products: products)
  }

  private func run(products: URL) throws -> Outcome {
    var run = try ScriptRun(products: products)
    for file in files {
      try run.write(file.text, to: file.name)
    }
    for line in lines {
      do {
        try run.perform(line)
      } catch let skip as ScriptSkip {
        return .skipped(skip.reason)
      } catch {
        throw SupportFailure("\(name):\(line.number): \(line.text)\n\(error)\(run.lastOutput)")
      }
    }
    if let leak = try run.fileWithKey() {
      throw SupportFailure("\(name): the key is written in clear in \(leak)")
    }
    return .passed
  }
}

/// Ends a script that cannot be run here.
struct ScriptSkip: Error {
  var reason: String
}
