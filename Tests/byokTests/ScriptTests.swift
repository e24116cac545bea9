import ByokTestSupport
import Foundation
import Testing

/// Runs every script of `Scripts` against the real binary.
@Suite struct ScriptTests {
  static let scripts: [URL] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts")
    return (try? Script.all(in: folder)) ?? []
  }()

  @Test func `there are scripts`() {
    #expect(!Self.scripts.isEmpty)
  }

  @Test(arguments: scripts)
  func `a script runs as it says`(script: URL) throws {
    _ = try Script.run(file: script)
  }
}
