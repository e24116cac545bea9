import ByokTestSupport
import Foundation
import Testing

/// A second program, written from the format's document, agrees with byok.
@Suite struct KeystoreVerifierTests {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let vectors = tests.appending(path: "Fixtures/keystore/vectors")

  private func python(_ script: String, _ words: [String]) throws -> Run {
    let path = Self.tests.appending(path: "interop/\(script)").path(percentEncoded: false)
    return try Program("/usr/bin/python3", ["-B", path] + words).run()
  }

  private func files(in folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "vec" }.sorted { $0.path < $1.path }
  }

  @Test func `the verifier decides every vector as it is meant`() throws {
    let files = try files(in: Self.vectors)
    let count = try files.reduce(0) { count, file in
      let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
      return count + text.split(separator: "\n").count { $0.hasPrefix("=== ") }
    }
    let run = try python("verify-keystore.py", files.map { $0.path(percentEncoded: false) })
    #expect(run.output == "\(count) agree, 0 differ\n")
    #expect(run.status == 0 && run.errors == "")
    #expect(count > 420)
  }

  @Test func `the verifier sees a vector that says the wrong thing`() throws {
    let folder = try TemporaryFolder()
    let text = try String(contentsOf: Self.vectors.appending(path: "good.vec"), encoding: .utf8)
    let path = try folder.write(
      text.replacing("expect: ok", with: "expect: entry"), to: "wrong.vec")
    let run = try python("verify-keystore.py", [path])
    #expect(run.status == 1)
    #expect(run.output.contains("\n0 agree, "))
  }

  @Test func `the committed vectors are what the generator makes`() throws {
    let folder = try TemporaryFolder()
    let run = try python("make-vectors.py", [folder.path])
    #expect(run.status == 0 && run.errors == "")
    let (made, committed) = (try files(in: folder.url), try files(in: Self.vectors))
    #expect(made.map(\.lastPathComponent) == committed.map(\.lastPathComponent))
    for (first, second) in zip(made, committed) {
      #expect(
        try Data(contentsOf: first) == Data(contentsOf: second),
        "run 'python3 Tests/interop/make-vectors.py \(Self.vectors.path)'")
    }
  }

  @Test func `the verifier opens a store that byok wrote`() throws {
    let home = try Home()
    let store = home.folder.path
    for (name, secret) in [
      ("openai", "sk-one-0123456789abcdef"), ("groq/work", "gsk-two-0123456789abcdef"),
      ("xai/a.b", "xai-3-0123456789abcdef"),
    ] {
      var add = home.byok("keys", "add", name)
      add.environment["BYOK_HOME"] = store
      add.input = .bytes(Array(secret.utf8))
      #expect(try add.run().status == 0)
    }
    var list = home.byok("keys", "list", "--json")
    list.environment["BYOK_HOME"] = store
    let keys = try JSONDecoder().decode([Key].self, from: Data(try list.run().stdout))
    #expect(keys.count == 3)
    let run = try python(
      "verify-keystore.py", ["--store", "\(store)/keystore", "--unlock-key", "\(store)/unlock.key"])
    #expect(run.output == keys.map { "\($0.provider)/\($0.label) \($0.fingerprint)\n" }.joined())
    #expect(run.status == 0 && run.errors == "")
  }

  private struct Key: Decodable {
    let provider: String
    let label: String
    let fingerprint: String
  }
}
