import ByokTestSupport
import Foundation
import Testing

/// Runs every script of `Scripts` against the real binary; `SCRIPTS=exec,serve` runs only these.
@Suite struct ScriptTests {
  static let scripts: [URL] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts")
    let all = (try? Script.all(in: folder)) ?? []
    let variables = ProcessInfo.processInfo.environment
    let named = variables["SCRIPTS"]?.split(separator: ",").map(String.init)
    return all.filter { named?.contains($0.deletingPathExtension().lastPathComponent) ?? true }
  }()

  @Test func `there are scripts`() {
    #expect(!Self.scripts.isEmpty)
  }

  @Test(arguments: scripts)
  func `a script runs as it says`(script: URL) throws {
    _ = try Script.run(file: script)
  }
}
