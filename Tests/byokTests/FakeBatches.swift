import ByokTestSupport
import Foundation

/// A server of batches on this machine; see `Fixtures/batch-server.py`.
final class FakeBatches {
  /// A provider of a shape, as the fake speaks it.
  struct Shape: Sendable, CustomStringConvertible {
    let model: String
    let path: String
    let prefix: String
    var description: String { model }

    static let files = Self(model: "openai/gpt-4.1-mini", path: "/v1", prefix: "OPENAI")
    static let messages = Self(
      model: "anthropic/claude-haiku-4-5", path: "/v1", prefix: "ANTHROPIC")
    static let operations = Self(
      model: "gemini/gemini-3.8-flash", path: "/v1beta", prefix: "GEMINI")
    static let jobs = Self(model: "mistral/mistral-small-latest", path: "/v1", prefix: "MISTRAL")
    static let requests = Self(
      model: "openrouter/openai/gpt-4.1-mini", path: "/v1", prefix: "OPENROUTER")
    static let all = [files, messages, operations, jobs, requests]
  }

  private let folder: TemporaryFolder
  private let running: Running
  let shape: Shape
  private let port: String

  init(_ shape: Shape, _ faults: [String]) throws {
    self.shape = shape
    folder = try TemporaryFolder()
    var program = Program(
      "/usr/bin/python3", ["-S", try Fixture.url("batch-server.py").path, folder.path] + faults)
    program.environment = ["PATH": "/usr/bin:/bin"]
    running = try program.start()
    var port = ""
    for _ in 0..<2000 where port.isEmpty {
      port = (try? String(contentsOfFile: folder.path("port"), encoding: .utf8)) ?? ""
      if port.isEmpty { usleep(5000) }
    }
    guard !port.isEmpty else { throw SupportFailure("the server of batches does not start") }
    self.port = port
  }

  deinit {
    _ = FileManager.default.createFile(atPath: folder.path("stop"), contents: nil)
    _ = try? running.wait()
  }

  /// The variables by which byok finds it.
  var variables: [String: String] {
    [
      "\(shape.prefix)_API_KEY": Script.fixtureKey,
      "\(shape.prefix)_BASE_URL": "http://127.0.0.1:\(port)\(shape.path)",
    ]
  }

  /// The lines that it noted.
  func noted(_ name: String) -> [String] {
    let text = (try? String(contentsOfFile: folder.path(name), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  /// How many batches it created.
  var creates: Int { noted("creates").count }

  /// Waits until it has noted something.
  func wait(for name: String) throws {
    for _ in 0..<4000 {
      if !noted(name).isEmpty { return }
      usleep(5000)
    }
    throw SupportFailure("the server of batches notes no \(name)")
  }

  /// Lets it go on where it stalls.
  func go() { _ = FileManager.default.createFile(atPath: folder.path("go"), contents: nil) }
}

extension FakeBatches.Shape {
  /// Whether the provider's list says whose a batch is.
  var isMarked: Bool { !["ANTHROPIC", "OPENROUTER"].contains(prefix) }
}
