import ByokTestSupport
import Foundation

/// A fresh home folder for programs under test.
struct Home {
  /// The folder.
  let folder: TemporaryFolder
  /// What programs find in their environment, besides `HOME`.
  var variables: [String: String] = [:]

  init() throws {
    folder = try TemporaryFolder()
  }

  /// `byok` with these words, in this home.
  func byok(_ words: String...) -> Program {
    var program = Program.byok()
    program.arguments = words
    return prepared(program)
  }

  /// A program in this home.
  func prepared(_ program: Program) -> Program {
    var program = program
    program.environment = variables.merging(["HOME": folder.path, "PATH": Self.path]) { $1 }
    program.folder = folder.path
    return program
  }

  /// Makes the address of `server` the one of the provider `openai`, with a key to it.
  mutating func use(_ server: LoopbackServer) {
    variables["OPENAI_API_KEY"] = Script.fixtureKey
    variables["OPENAI_BASE_URL"] = server.baseURL
  }

  /// Where the built `byok` and the system's programs are.
  private static let path = "\(Run.products.path(percentEncoded: false)):/usr/bin:/bin"
}

extension LoopbackServer.Reply {
  /// A streamed reply of these steps.
  static func stream(_ steps: [Step]) -> Self {
    Self(
      headers: [.init("Content-Type", "text/event-stream")], framing: .chunked,
      steps + [.bytes(Array("data: [DONE]\n\n".utf8))])
  }
}

extension LoopbackServer.Reply.Step {
  /// An event with more of the answer.
  static func text(_ text: String) -> Self { .bytes(event("content", text)) }

  /// The bytes of an event whose delta has this member.
  static func event(_ member: String, _ text: String) -> [UInt8] {
    Array(#"data: {"choices":[{"delta":{"\#(member)":"\#(text)"}}]}"#.utf8) + [10, 10]
  }
}
