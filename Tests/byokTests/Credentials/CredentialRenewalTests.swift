import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit
@testable import byok

/// Renewals as a user meets them, with scripted vendors.
@Suite struct CredentialRenewalTests {
  typealias Answer = FakeTransport.Answer

  private static let qwenFile = ".qwen/oauth_creds.json"
  private static let geminiFile = ".gemini/oauth_creds.json"
  /// A day before the test's now, and a day behind it, in milliseconds.
  private static let (ended, good) = (1_795_348_800_000, 1_795_521_600_000)
  private static let whole =
    #"{"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}"#
  private static let renewed =
    #"{"access_token":"FAKE-a2","refresh_token":"FAKE-r2+/=","expires_in":21600,"#
    + #""resource_url":"eu.qwen.ai","token_type":"Bearer"}"#
  private static let refused = Answer.status(
    401, #"{"error":{"code":"invalid_api_key","message":"invalid access token or token expired"}}"#)
  private static let chat = ["chat", "-m", "qwen-code/coder-model", "--no-stream", "-n", "Hi"]

  private static func qwen(_ expiry: Int, refresh: String = "FAKE-r1+/=") -> String {
    """
    {
      "access_token": "FAKE-a1",
      "token_type": "Bearer",
      "refresh_token": "\(refresh)",
      "unknown": {"kept": [1, "two"]},
      "resource_url": "portal.qwen.ai",
      "expiry_date": \(expiry)
    }
    """
  }

  private static func gemini(_ expiry: Int, _ more: String = "") -> String {
    #"{"access_token":"ya29.FAKE-a1","refresh_token":"1//FAKE-r1","expiry_date":\#(expiry)\#(more)}"#
  }

  // MARK: Qwen Code

  @Test func `what has ended is renewed before it is used, and the file is written anew`() throws {
    var home = try CredsHome()
    let path = try home.put(Self.qwen(Self.ended), at: Self.qwenFile, mode: 0o640)
    home.answers = [.status(200, Self.renewed), .status(200, Self.whole)]
    let outcome = try home.byok(Self.chat)
    #expect(outcome.output == "Hello\n")
    let form = outcome.asked[0]
    #expect(form.request.url == "https://chat.qwen.ai/api/v1/oauth2/token")
    #expect(form.request.timeout <= 8 && form.keyLine.isEmpty)
    #expect(
      form.body == "grant_type=refresh_token&client_id=f0304373b74a44d2b584a3fb70ca9e56"
        + "&refresh_token=FAKE-r1%2B%2F%3D")
    #expect(outcome.asked[1].keyLine == "Authorization: Bearer FAKE-a2\0")
    #expect(outcome.asked[1].request.url == "https://eu.qwen.ai/v1/chat/completions")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(
      text
        == Self.qwen(1_795_456_800_000, refresh: "FAKE-r2+/=").replacing("-a1", with: "-a2")
        .replacing("portal", with: "eu"))
    #expect(try home.mode(of: Self.qwenFile) == 0o640)
    #expect(try home.names(in: ".qwen") == ["oauth_creds.json"])
  }

  @Test func `what is good is used as it is, and once more behind a refusal`() throws {
    var home = try CredsHome()
    try home.put(Self.qwen(Self.good), at: Self.qwenFile)
    home.answers = [Self.refused, .status(200, Self.renewed), .status(200, Self.whole)]
    let outcome = try home.byok(Self.chat)
    #expect(outcome.output == "Hello\n")
    #expect(outcome.asked.map(\.keyLine).filter { !$0.isEmpty }.count == 2)
    // Not again and again.
    home.answers = [Self.refused, .status(200, Self.renewed), Self.refused]
    let again = try home.byok(Self.chat)
    #expect(again.status == 4 && again.asked.count == 3)
    #expect(again.errors.contains("Qwen withdrew the free service on 2026-04-15"))
  }

  @Test(arguments: [
    (400, #"{"error":"invalid_request","error_description":"Invalid refresh token or client_id"}"#),
    (401, #"{"error":"invalid_request","error_description":"Invalid refresh token or client_id"}"#),
    (200, #"{"error":"invalid_request","error_description":"Invalid refresh token or client_id"}"#),
  ])
  func `credentials that the vendor does not renew stay unchanged`(
    _ status: Int, _ body: String
  ) throws {
    var home = try CredsHome()
    let path = try home.put(Self.qwen(Self.ended), at: Self.qwenFile)
    home.answers = [.status(status, body)]
    let outcome = try home.byok(Self.chat)
    #expect(outcome.status == 4)
    #expect(
      outcome.errors.contains(
        "Qwen OAuth does not renew the credentials of Qwen Code: invalid_request: Invalid refresh token"
          + " or client_id (HTTP \(status))"))
    #expect(outcome.errors.contains("hint: sign in again with 'qwen'"))
    #expect(outcome.errors.contains("withdrawn on 2026-04-15"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == Self.qwen(Self.ended))
    #expect(try home.names(in: ".qwen") == ["oauth_creds.json"])
  }

  @Test(
    arguments: [
      (.status(429, #"{"error":"slow_down"}"#), 5), (.status(503, "<html>"), 9),
      (.status(200, ""), 9), (.status(200, "{}"), 9), (.status(200, "[]"), 9),
      (.status(200, #"{"access_token":7}"#), 9), (.status(200, "no JSON"), 9),
      (.fails(.timeout), 8), (.status(302, ""), 4),
    ] as [(Answer, Int32)])
  func `what is no answer changes nothing`(_ answer: Answer, _ status: Int32) throws {
    var home = try CredsHome()
    let path = try home.put(Self.qwen(Self.ended), at: Self.qwenFile)
    home.answers = [answer]
    let outcome = try home.byok(Self.chat)
    #expect(outcome.status == status)
    #expect(outcome.asked.count == 1)
    #expect(!outcome.errors.contains("FAKE"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == Self.qwen(Self.ended))
  }

  @Test func `imported creds are renewed in the keystore`() throws {
    var home = try CredsHome()
    let path = try home.put(Self.qwen(Self.ended), at: Self.qwenFile)
    #expect(try home.byok("creds", "import", "qwen").status == 0)
    try FileManager.default.removeItem(atPath: path)
    home.answers = [.status(200, Self.renewed), .status(200, Self.whole)]
    #expect(try home.byok(Self.chat).output == "Hello\n")
    home.answers = [.status(200, Self.whole)]
    let later = try home.byok(Self.chat)
    #expect(later.asked.map(\.keyLine) == ["Authorization: Bearer FAKE-a2\0"])
    #expect(later.asked[0].request.url.hasPrefix("https://eu.qwen.ai/"))
  }

  @Test func `imported credentials that the file holds too are renewed together with it`() throws {
    var home = try CredsHome()
    let path = try home.put(Self.qwen(Self.ended), at: Self.qwenFile)
    #expect(try home.byok("creds", "import", "qwen").status == 0)
    home.answers = [.status(200, Self.renewed), .status(200, Self.whole)]
    #expect(try home.byok(Self.chat).output == "Hello\n")
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("FAKE-r2+/="))
    home.answers = [.status(200, Self.whole)]
    let later = try home.byok(Self.chat + ["--key", "default"])
    #expect(later.asked.map(\.keyLine) == ["Authorization: Bearer FAKE-a2\0"])
  }

  @Test func `the file counts where imported creds have ended`() throws {
    var home = try CredsHome()
    try home.put(Self.qwen(Self.ended), at: Self.qwenFile)
    #expect(try home.byok("creds", "import", "qwen").status == 0)
    try home.put(
      Self.qwen(Self.good).replacing("-a1", with: "-newer").replacing("-r1", with: "-r9"),
      at: Self.qwenFile)
    home.answers = [.status(200, Self.whole)]
    let outcome = try home.byok(Self.chat)
    #expect(outcome.asked.map(\.keyLine) == ["Authorization: Bearer FAKE-newer\0"])
  }

  @Test func `the command renews what is good, too`() throws {
    var home = try CredsHome()
    let path = try home.put(Self.qwen(Self.good), at: Self.qwenFile)
    home.answers = [.status(200, Self.renewed)]
    let outcome = try home.byok("creds", "refresh", "qwen")
    #expect(
      outcome.notes
        == "byok: renewed the credentials of Qwen Code (~/.qwen/oauth_creds.json), expire in 6 h 0 min\n"
    )
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("FAKE-a2"))
  }

  // MARK: Gemini CLI

  private static let geminiChat = [
    "chat", "-m", "gemini-cli/gemini-2.5-flash-lite", "--no-stream", "-n", "Hi",
  ]
  private static let account = Answer.status(
    200, #"{"currentTier":{"id":"standard-tier"},"cloudaicompanionProject":"p-1"}"#)
  private static let geminiWhole = Answer.status(
    200,
    #"{"response":{"candidates":[{"content":{"parts":[{"text":"Hello"}]},"finishReason":"STOP"}]}}"#
  )
  private static let geminiRenewed = Answer.status(
    200, #"{"access_token":"ya29.FAKE-a2","expires_in":3599,"token_type":"Bearer"}"#)

  private static func geminiHome(
    _ text: String, client: String = #", gemini_client_id: "id/1", gemini_client_secret: "s+1""#
  ) throws -> CredsHome {
    let home = try CredsHome()
    try home.put(text, at: geminiFile)
    try home.put(#"{ creds: { allowed: ["gemini"]\#(client) } }"#, at: ".config/byok/config.json")
    return home
  }

  @Test func `Google is asked as the user's own client, and the file stays as it is`() throws {
    var home = try Self.geminiHome(Self.gemini(Self.ended))
    home.answers = [Self.geminiRenewed, Self.account, Self.geminiWhole]
    let outcome = try home.byok(Self.geminiChat)
    #expect(outcome.output == "Hello\n")
    #expect(outcome.asked[0].request.url == "https://oauth2.googleapis.com/token")
    #expect(
      outcome.asked[0].body
        == "grant_type=refresh_token&client_id=id%2F1&refresh_token=1%2F%2FFAKE-r1&client_secret=s%2B1"
    )
    #expect(outcome.asked[2].keyLine == "Authorization: Bearer ya29.FAKE-a2\0")
    #expect(outcome.asked[2].body.contains(#""project":"p-1""#))
    let path = home.folder.path(Self.geminiFile)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == Self.gemini(Self.ended))
    // What was got is sealed, and serves the next one.
    home.answers = [Self.account, Self.geminiWhole]
    let later = try home.byok(Self.geminiChat)
    #expect(later.output == "Hello\n")
    #expect(later.asked[0].keyLine == "Authorization: Bearer ya29.FAKE-a2\0")
    #expect(!(try home.byok("keys", "list").output.contains("renewed-by-byok")))
    // Not for other credentials.
    try home.put(Self.gemini(Self.ended).replacing("-r1", with: "-r5"), at: Self.geminiFile)
    home.answers = [Self.geminiRenewed, Self.account, Self.geminiWhole]
    #expect(try home.byok(Self.geminiChat).asked.count == 3)
  }

  @Test func `the client may stand in the file`() throws {
    let text =
      #"{"type":"authorized_user","client_id":"c","client_secret":"s/","refresh_token":"1//FAKE-r1"}"#
    var home = try Self.geminiHome(text, client: "")
    home.answers = [Self.geminiRenewed, Self.account, Self.geminiWhole]
    let outcome = try home.byok(Self.geminiChat)
    #expect(outcome.output == "Hello\n")
    #expect(outcome.asked[0].body.hasSuffix("&refresh_token=1%2F%2FFAKE-r1&client_secret=s%2F"))
  }

  @Test func `without a client it is left to Gemini CLI`() throws {
    var home = try Self.geminiHome(Self.gemini(Self.ended), client: "")
    home.answers = []
    let outcome = try home.byok(Self.geminiChat)
    #expect(outcome.status == 4 && outcome.asked.isEmpty)
    #expect(
      outcome.notes.hasPrefix(
        "byok: the credentials of Gemini CLI (~/.gemini/oauth_creds.json) expired 1 day ago; nothing was"
          + " sent\nbyok: hint: run 'gemini' once, which renews its own credentials\n"))
    #expect(outcome.errors.contains("creds.gemini_client_id and creds.gemini_client_secret"))
    // In its last minutes it is used up.
    try home.put(Self.gemini(1_795_435_260_000), at: Self.geminiFile)
    home.answers = [Self.account, Self.geminiWhole]
    #expect(try home.byok(Self.geminiChat).output == "Hello\n")
  }

  @Test func `a refresh token goes to its own client alone`() throws {
    // The payload says that it was made for the client 'other'.
    let token = #","id_token":"e30.eyJhenAiOiJvdGhlciJ9.FAKE""#
    var home = try Self.geminiHome(Self.gemini(Self.ended, token))
    home.answers = []
    let outcome = try home.byok(Self.geminiChat)
    #expect(outcome.status == 4 && outcome.asked.isEmpty)
    #expect(outcome.errors.contains("belong to another OAuth client"))
  }

  @Test(arguments: [
    (
      #"{"error":"invalid_grant","error_description":"Token has been expired or revoked."}"#,
      "sign in again with 'gemini'"
    ),
    (
      #"{"error":"invalid_grant","error_subtype":"invalid_rapt","error_description":"reauth"}"#,
      "the organization requires signing in again from time to time"
    ),
    (
      #"{"error":"invalid_request","error_description":"client_secret is missing."}"#,
      "invalid_request: client_secret is missing."
    ),
  ])
  func `what Google refuses is told`(_ body: String, _ words: String) throws {
    var home = try Self.geminiHome(Self.gemini(Self.ended))
    home.answers = [.status(400, body)]
    let outcome = try home.byok(Self.geminiChat)
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains(words))
  }

  @Test func `a renewal that fails now does not cost what is still good`() throws {
    var home = try Self.geminiHome(Self.gemini(1_795_435_260_000))
    home.answers = [.fails(.network), Self.account, Self.geminiWhole]
    #expect(try home.byok(Self.geminiChat).output == "Hello\n")
  }
}

extension CredsHome {
  /// The permissions of a file in the home folder.
  func mode(of name: String) throws -> Int? {
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path(name))
    return (attributes[.posixPermissions] as? NSNumber)?.intValue
  }

  /// What is in a folder of the home folder.
  func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: self.folder.path(folder)).sorted()
  }
}
