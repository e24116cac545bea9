import ByokTestSupport
import Foundation

package import ByokCore

/// A console whose streams are files that a test can read.
package final class Screen {
  private let folder: TemporaryFolder
  private let handles: [FileHandle]

  /// The console.
  package let console: Console

  package init() throws {
    let folder = try TemporaryFolder()
    handles = try ["in", "out", "err"].map { name in
      try FileHandle(forUpdating: URL(filePath: folder.write("", to: name)))
    }
    self.folder = folder
    console = Console(
      input: handles[0].fileDescriptor, output: handles[1].fileDescriptor,
      errors: handles[2].fileDescriptor)
  }

  /// What is on standard output.
  package var output: String { text("out") }

  /// What is on standard error.
  package var errors: String { text("err") }

  private func text(_ name: String) -> String {
    (try? String(contentsOfFile: folder.path(name), encoding: .utf8)) ?? ""
  }
}
