import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit
@testable import byok

/// Credentials of programs that write a date where the tools write a number.
@Suite struct CredentialDateTests {
  private static let file = ".qwen/oauth_creds.json"
  private static let renewed = #"{"access_token":"FAKE-a2","expires_in":21600}"#
  private static let whole =
    #"{"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}"#

  private static func text(_ expired: String) -> String {
    #"{"access_token":"FAKE-a1","refresh_token":"FAKE-r1","resource_url":"portal.qwen.ai","#
      + #""expired":\#(expired)}"#
  }

  @Test(arguments: [
    (#""2026-11-22T12:00:00+00:00""#, "expired"), (#""2026-11-24T12:00:00.5Z""#, "ready"),
    ("false", "ready"), (#""""#, "ready"),
  ])
  func `a date tells whether they have expired`(expired: String, state: String) throws {
    let home = try CredsHome()
    try home.put(Self.text(expired), at: Self.file)
    #expect(try home.byok("creds", "list", "--json").rows.first?["state"]?.text == state)
  }

  @Test func `a date stays a date when they are renewed`() throws {
    var home = try CredsHome()
    let path = try home.put(Self.text(#""2026-11-22T12:00:00+00:00""#), at: Self.file)
    home.answers = [.status(200, Self.renewed), .status(200, Self.whole)]
    let chat = try home.byok(["chat", "-m", "qwen-code/coder-model", "--no-stream", "-n", "Hi"])
    #expect(chat.output == "Hello\n")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains(#""expired":"2026-11-23T18:00:00Z""#))
  }
}
