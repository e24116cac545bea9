import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ServerBindingTests {
  @Test(arguments: ["uvx", "/usr/bin/env", "./server", "a b", "é", "50%", "..", "x.y", "~/bin/x"])
  func `a program's address says which program it is`(command: String) throws {
    let binding = ServerBinding.program(server: "db-1", command: command)
    guard let address = try? binding.address() else {
      // Nobody runs the parent folder.
      #expect(command == "..")
      return
    }
    #expect(address.origin == "https://db-1.mcp.invalid")
    #expect(ServerBinding(address: address.text) == binding)
    #expect(KeystoreGrammar.isOrigins(Array(address.origin.utf8)[...]))
  }

  @Test func `two programs, two servers and two addresses are never the same`() throws {
    let all: [ServerBinding] = [
      .program(server: "a", command: "x"), .program(server: "a", command: "x/y"),
      .program(server: "a", command: "x%2Fy"), .program(server: "b", command: "x"),
      .origin("https://a.example"), .origin("https://a.example:8443"),
    ]
    let texts = try all.map { try $0.address().text }
    #expect(Set(texts).count == all.count)
    #expect(texts.map { ServerBinding(address: $0) } == all)
  }

  @Test func `the address of a server is its origin`() throws {
    let url = try ServerURL("https://a.example/mcp/?x=1", from: "a test")
    #expect(ServerBinding.of("a", command: nil, url) == .origin("https://a.example"))
    #expect(url.text == "https://a.example/mcp/?x=1")
  }

  @Test(arguments: [
    "ftp://a.example", "http://a.example", "https://a.example/mcp#x", "https://a.example/?a b",
    "https://u@a.example", "https://a.mcp.invalid/x",
  ])
  func `an address that is none is refused`(text: String) {
    #expect(throws: ByokError.self) { _ = try ServerURL(text, from: "a test") }
  }
}
