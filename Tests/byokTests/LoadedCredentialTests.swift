import ByokTestSupport
import Foundation
import Synchronization
import Testing

/// Credentials that several programs renew at the same time.
@Suite struct LoadedCredentialTests {
  /// A home folder with expired credentials of Qwen Code.
  private static func home() throws -> Home {
    let home = try Home()
    try FileManager.default.createDirectory(
      at: home.folder.url.appending(path: ".qwen"), withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    try write(1, expiry: 1_000, in: home)
    return home
  }

  /// Writes the file as a program without locks does: beside it, then over it.
  private static func write(_ number: Int, expiry: Int, in home: Home) throws {
    let text =
      #"{"access_token":"FAKE-a\#(number)","token_type":"Bearer","refresh_token":"FAKE-r\#(number)","#
      + #""resource_url":"portal.qwen.ai","expiry_date":\#(expiry),"own":"\#(number)"}"#
    try Data(text.utf8).write(to: file(in: home), options: .atomic)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: file(in: home).path)
  }

  private static func file(in home: Home) -> URL {
    home.folder.url.appending(path: ".qwen/oauth_creds.json")
  }

  private static func text(in home: Home) throws -> String {
    try String(contentsOf: file(in: home), encoding: .utf8)
  }

  /// A vendor whose refresh tokens are good for one use, as `FAKE-r1`, `FAKE-r2` and so on.
  private static func vendor(
    seconds: Int = 3600, meanwhile: @escaping @Sendable () -> Void = {}
  ) throws -> LoopbackServer {
    let used = Tokens()
    return try LoopbackServer { request in
      guard request.target.hasSuffix("/token") else {
        let isGood = request["Authorization"] != "Bearer FAKE-a1"
        let reply = #"{"choices":[{"message":{"content":"ok"},"finish_reason":"stop"}]}"#
        return isGood ? .json(reply) : .json(#"{"error":{"message":"expired"}}"#, status: 401)
      }
      meanwhile()
      let token = request.text.split(separator: "refresh_token=").last.map(String.init) ?? ""
      guard used.take(token) else {
        return .json(#"{"error":"invalid_request"}"#, status: 400)
      }
      let number = (Int(token.drop { !$0.isNumber }) ?? 0) + 1
      return .json(
        #"{"access_token":"FAKE-a\#(number)","refresh_token":"FAKE-r\#(number)","#
          + #""token_type":"Bearer","expires_in":\#(seconds)}"#)
    }
  }

  private static func chat(_ home: Home, _ server: LoopbackServer) -> Program {
    var home = home
    home.variables["BYOK_TEST_VENDORS"] =
      "portal.qwen.ai=\(server.baseURL),chat.qwen.ai=\(server.baseURL)"
    return home.byok("chat", "--no-stream", "-n", "-m", "qwen-code/coder-model", "hello")
  }

  private static func renewals(_ server: LoopbackServer) -> Int {
    server.requests.count { $0.target.hasSuffix("/token") }
  }

  @Test func `of eight that need it renewed, one asks, and all get their answers`() throws {
    let home = try Self.home()
    let server = try Self.vendor()
    let running = try (0..<8).map { _ in try Self.chat(home, server).start() }
    for program in running {
      let run = try program.wait()
      #expect(run.output == "ok\n")
      #expect(run.errors == "")
    }
    #expect(Self.renewals(server) == 1)
    #expect(server.requests.count == 9)
    #expect(try Self.text(in: home).contains(#""refresh_token":"FAKE-r2""#))
  }

  @Test func `of eight that need it renewed in the keystore alone, one asks`() throws {
    let home = try Self.home()
    let server = try Self.vendor()
    let path = Self.file(in: home).path
    #expect(try home.byok("creds", "import", "qwen-code", path).run().status == 0)
    try FileManager.default.removeItem(atPath: path)
    let running = try (0..<8).map { _ in try Self.chat(home, server).start() }
    for program in running {
      let run = try program.wait()
      #expect(run.output == "ok\n")
      #expect(run.errors == "")
    }
    #expect(Self.renewals(server) == 1)
  }

  @Test func `what another program wrote meanwhile stays, if it is newer`() throws {
    let home = try Self.home()
    let server = try Self.vendor(seconds: 3600) {
      try? Self.write(7, expiry: 4_000_000_000_000, in: home)
    }
    let run = try Self.chat(home, server).start().wait()
    #expect(run.output == "ok\n")
    #expect(server.requests.last?["Authorization"] == "Bearer FAKE-a7")
    #expect(try Self.text(in: home).contains(#""refresh_token":"FAKE-r7""#))
  }

  @Test func `what another program wrote meanwhile gets the new tokens, if it is older`() throws {
    let home = try Self.home()
    let server = try Self.vendor { try? Self.write(1, expiry: 2_000, in: home) }
    let run = try Self.chat(home, server).start().wait()
    #expect(run.output == "ok\n")
    #expect(try Self.text(in: home).contains(#""refresh_token":"FAKE-r2""#))
  }

  @Test func `a file that Qwen Code removes meanwhile is there again`() throws {
    let home = try Self.home()
    let server = try Self.vendor { try? FileManager.default.removeItem(at: Self.file(in: home)) }
    let run = try Self.chat(home, server).start().wait()
    #expect(run.output == "ok\n")
    #expect(try Self.text(in: home).contains(#""refresh_token":"FAKE-r2""#))
    let attributes = try FileManager.default.attributesOfItem(atPath: Self.file(in: home).path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }

  @Test func `a lock that a program left behind does not count for ever`() throws {
    let home = try Self.home()
    let lock = home.folder.url.appending(path: ".qwen/oauth_creds.lock")
    try Data("FAKE-uuid".utf8).write(to: lock)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -60)], ofItemAtPath: lock.path)
    let server = try Self.vendor()
    #expect(try Self.chat(home, server).start().wait().output == "ok\n")
    let names = try FileManager.default.contentsOfDirectory(
      atPath: home.folder.url.appending(path: ".qwen").path)
    #expect(names == ["oauth_creds.json"])
  }
}

/// Credentials of Gemini CLI, whose file is not written, and whose project is asked for.
@Suite struct GeminiCredentialsTests {
  private var home: Home
  private let server: LoopbackServer

  // The expiry is of the access token, in milliseconds since 1970.
  private init(expiry: Int) throws {
    home = try Home()
    let folder = home.folder.url.appending(path: ".gemini")
    let configuration = home.folder.url.appending(path: ".config/byok")
    for folder in [folder, configuration] {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    for (text, file) in [
      (
        #"{"access_token":"FAKE-a1","refresh_token":"FAKE-r1","token_type":"Bearer","#
          + #""expiry_date":\#(expiry)}"#, folder.appending(path: "oauth_creds.json")
      ),
      (
        #"{"creds":{"allowed":["gemini-cli"],"gemini_client_id":"id","#
          + #""gemini_client_secret":"FAKE-secret"}}"#,
        configuration.appending(path: "config.json")
      ),
    ] {
      try Data(text.utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    }
    server = try LoopbackServer { request in
      if request.target.hasSuffix("/token") {
        return .json(
          #"{"access_token":"FAKE-a2","token_type":"Bearer","expires_in":3600}"#)
      }
      if request.target.hasSuffix(":loadCodeAssist") {
        return .json(#"{"currentTier":{"id":"standard-tier"},"cloudaicompanionProject":"p"}"#)
      }
      return .json(
        #"{"response":{"candidates":[{"content":{"parts":[{"text":"ok"}]},"#
          + #""finishReason":"STOP"}]}}"#)
    }
    home.variables["BYOK_TEST_VENDORS"] =
      "cloudcode-pa.googleapis.com=\(server.baseURL),oauth2.googleapis.com=\(server.baseURL)"
  }

  private func count(_ ending: String) -> Int {
    server.requests.count { $0.target.hasSuffix(ending) }
  }

  init() throws { try self.init(expiry: 1_000) }

  @Test func `of eight that need one renewed whose file is not written, one asks`() throws {
    let running = try (0..<8).map { _ in
      try home.byok("chat", "--no-stream", "-m", "gemini-cli/gemini-2.5-flash-lite", "hello")
        .start()
    }
    for program in running {
      let run = try program.wait()
      #expect(run.output == "ok\n")
      #expect(run.errors == "")
    }
    #expect(count("/token") == 1)
    #expect(count(":loadCodeAssist") == 8)
  }

  @Test func `eight workers of a batch ask for the project once`() throws {
    let test = try Self(expiry: 4_000_000_000_000)
    var program = test.home.byok(
      "chat", "--no-stream", "-m", "gemini-cli/gemini-2.5-flash-lite,gemini-cli/gemini-3.8-flash",
      "--each-line", "-j", "8")
    program.input = .bytes(Array(String(repeating: "prompt\n", count: 24).utf8))
    let run = try program.run()
    #expect(run.status == 0)
    #expect(run.output.split(separator: "\n").count == 24)
    #expect(test.count(":loadCodeAssist") == 1)
    #expect(test.count(":generateContent") == 24)
  }
}

/// Refresh tokens that are good for one use.
private final class Tokens: Sendable {
  private let used = Mutex<Set<String>>([])

  /// Whether it is the first use of the token.
  func take(_ token: String) -> Bool { used.withLock { $0.insert(token).inserted } }
}
