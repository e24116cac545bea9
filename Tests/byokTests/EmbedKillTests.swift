import ByokTestSupport
import Foundation
import Testing

/// Whatever ends `index embed`, what was paid for is kept and not paid for again.
@Suite struct EmbedKillTests {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/embeddings/kill.py").path

  @Test func `a kill at any request loses that request at most`() throws {
    var home = try Home()
    let files = FileManager.default
    for folder in [".config/byok", "many"] {
      try files.createDirectory(
        atPath: home.folder.path(folder), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    }
    let configuration = """
      { providers: { own: { base_url: "http://127.0.0.1:1", key_env: ["OWN_API_KEY"],
          embeddings: { max_texts: 2 } } } }
      """
    try configuration.write(
      toFile: home.folder.path(".config/byok/config.json"), atomically: true, encoding: .utf8)
    for number in 1...24 {
      try "Text number \(number) of the test.\n".write(
        toFile: home.folder.path("many/\(number).txt"), atomically: true, encoding: .utf8)
    }
    home.variables["OWN_API_KEY"] = Script.fixtureKey
    #expect(try home.byok("index", "add", "many", home.folder.path("many")).run().status == 0)
    let byok = home.byok()
    let words = ["index", "embed", "many", "-m", "own/m", "--yes"]
    let run = try home.prepared(
      Program("/usr/bin/python3", ["-B", Self.script, byok.path] + words)
    ).run()
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == "24 texts\n")
  }
}
