import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct EnvironmentTests {
  private func secret(_ name: String, in environment: Environment) throws -> String? {
    guard let secret = try environment.secret(name) else { return nil }
    return StoreFixture.text(secret)
  }

  @Test func `an empty variable is like none`() throws {
    let environment = Environment(["EMPTY": "", "KEY": "sk-1", "SPACE": " "])
    #expect(environment.value("KEY") == "sk-1")
    #expect(environment.contains("KEY"))
    #expect(try secret("KEY", in: environment) == "sk-1")
    #expect(environment.value("SPACE") == " ")
    #expect(environment.contains("SPACE"))
    for name in ["EMPTY", "NONE", "key", ""] {
      #expect(environment.value(name) == nil)
      #expect(!environment.contains(name))
      #expect(try secret(name, in: environment) == nil)
    }
  }

  @Test func `the process's variables are read`() throws {
    let (name, value) = try #require(
      ProcessInfo.processInfo.environment.first { !$0.value.isEmpty && !$0.key.isEmpty })
    #expect(Environment.process.value(name) == value)
    #expect(Environment.process.contains(name))
    #expect(try secret(name, in: .process) == value)
    let missing = "BYOK_TEST_NO_SUCH_VARIABLE"
    #expect(Environment.process.value(missing) == nil)
    #expect(!Environment.process.contains(missing))
    #expect(try secret(missing, in: .process) == nil)
  }
}
