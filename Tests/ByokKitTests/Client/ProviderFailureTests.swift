import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct ProviderFailureTests {
  private static func error(_ message: String) -> String {
    #"{"error":{"message":"\#(message)"}}"#
  }

  @Test(
    arguments: [
      (
        401, "no", .keyRejected, "Example refuses the key in KEY: no (HTTP 401)",
        ["make a key at https://example.com/keys", "then: set KEY"]
      ),
      (
        403, "Missing scopes: model.request", .keyRejected,
        "Example does not let the key in KEY do this: Missing scopes: model.request (HTTP 403)",
        ["the key is valid, but restricted: check its permissions at https://example.com/keys"]
      ),
      (
        402, "no", .limited, "the quota or credit at Example is used up: no (HTTP 402)",
        ["check plan and billing of the account behind https://example.com/keys"]
      ),
      (
        404, "no", .modelUnavailable, "Example has no model 'm' for this key: no (HTTP 404)",
        ["is the model's name right, and https://api.example.com/v1 the right base URL?"]
      ),
      (
        413, "no", .tooLong, "the prompt is too long for example/m: no (HTTP 413)",
        ["send less, or use a model with a larger context (-m)"]
      ),
      (
        400, "moderation", .blocked,
        "Example's safety system stopped the request: moderation (HTTP 400)",
        ["change the prompt, or ask another model (-m)"]
      ),
      (
        403, "upgrade your plan", .modelUnavailable,
        "Example does not allow this key to use 'm': upgrade your plan (HTTP 403)",
        ["use another model (-m)"]
      ),
      (503, "no", .provider, "Example has an internal error: no (HTTP 503)", ["try again later"]),
      (400, "no", .failure, "Example does not accept the request: no (HTTP 400)", []),
      (
        403, "user location is not supported", .modelUnavailable,
        "Example does not serve this country: user location is not supported (HTTP 403)",
        ["a gateway such as openrouter may answer from elsewhere"]
      ),
      (
        429, "no", .limited, "Example limits the rate of requests: no (HTTP 429)",
        ["try again later, or with --retries 5"]
      ),
    ] as [(Int, String, ByokError.Kind, String, [String])])
  func `a report becomes our words, the provider's, and what to do`(
    _ status: Int, _ words: String, _ kind: ByokError.Kind, _ message: String, _ hints: [String]
  ) throws {
    let failure = try #require(try Asking([.status(status, Self.error(words))], retries: 0).failure)
    #expect(failure.kind == kind)
    #expect(failure.message == message)
    #expect(failure.hints == hints)
    // What every other request with the key would meet too.
    let isOfKey = [401, 402].contains(status) || message.contains("this country")
    #expect(
      failure.provider
        == .init(id: "example", httpStatus: status, retryAfter: nil, isOfKey: isOfKey))
  }

  @Test func `the request's id is told`() throws {
    let failure = try Asking([.status(400, "no", ["x-request-id": "req-1"])]).failure
    #expect(failure?.message == "Example does not accept the request: no (HTTP 400, request req-1)")
  }

  @Test func `the request's id is taken from the body where no header has it`() throws {
    let body = #"{"error":{"message":"no"},"request_id":"req_2"}"#
    let failure = try Asking([.status(400, body, ["cf-ray": "ray"])]).failure
    #expect(failure?.message == "Example does not accept the request: no (HTTP 400, request req_2)")
  }

  @Test func `a wait is not promised to whom money is missing`() throws {
    let body = #"{"error":{"message":"You exceeded your current quota, please pay"}}"#
    let failure = try #require(
      try Asking([.status(429, body, ["retry-after": "7"])], retries: 0).failure)
    #expect(failure.kind == .limited)
    #expect(failure.provider?.retryAfter == nil)
    #expect(!failure.hints.joined().contains("try again in"))
  }

  @Test func `without the provider's words ours stand alone`() throws {
    #expect(
      try Asking([.status(400)]).failure?.message
        == "Example does not accept the request (HTTP 400)")
  }

  @Test func `the provider's words are made harmless and short`() throws {
    let words = "a\u{1b}[31m\n\nb \u{202E}" + String(repeating: "x", count: 600)
    let message = try #require(try Asking([.status(400, words)]).failure?.message)
    #expect(message.contains(#": a\u{1b}[31m b \u{202e}xxx"#))
    #expect(message.hasSuffix("x… (HTTP 400)"))
    #expect(message.count < 600)
  }

  @Test func `a reply that is none names the address`() throws {
    let failure = try #require(try Asking([.status(200, "<title>Log in</title>")]).failure)
    #expect(failure.kind == .provider)
    #expect(failure.message == "Example sent an invalid reply: it is an HTML page: 'Log in'")
    #expect(failure.hints == ["is https://api.example.com/v1 the right base URL?"])
    #expect(failure.provider == .init(id: "example", httpStatus: nil, retryAfter: nil))
  }

  @Test func `a server on this machine that does not answer may not run`() throws {
    let failure = try Asking([.fails(.network, wasSent: true)], base: "http://localhost:1/v1")
      .failure
    #expect(failure?.message == "cannot reach Example at http://localhost:1: it failed")
    #expect(failure?.hints == ["is Example running at http://localhost:1/v1?"])
  }

  // MARK: Redirects

  @Test(arguments: [301, 302, 303, 307, 308])
  func `a redirect to another place ends before the key goes there`(_ status: Int) throws {
    let asking = try Asking([.status(status, "", ["location": "https://evil.example/v1?a=b"])])
    let failure = try #require(asking.failure)
    #expect(failure.kind == .noKey)
    #expect(
      failure.message == "Example redirects to https://evil.example, where the key is not sent")
    #expect(asking.count == 1)
  }

  @Test(arguments: [
    ("https://api.example.com:8443/v1", "https://api.example.com:8443"),
    ("http://api.example.com/v1", "http://api.example.com"),
    ("HTTP://API.example.com/v1", "HTTP://API.example.com"),
    ("//evil.example/v1", "https://evil.example"),
    ("http://localhost:8080", "http://localhost:8080"),
    ("https://me:secret@evil.example/x", "https://evil.example"),
    ("https://169.254.169.254/latest", "https://169.254.169.254"),
    ("file:///etc/passwd", "file://"), ("ftp://api.example.com/", "ftp://api.example.com"),
  ])
  func `another scheme, host or port is another place`(_ target: String, _ place: String) throws {
    let failure = try #require(try Asking([.status(302, "", ["location": target])]).failure)
    #expect(failure.kind == .noKey)
    #expect(failure.message == "Example redirects to \(place), where the key is not sent")
  }

  @Test(arguments: [
    ("https://api.example.com/v2/", "https://api.example.com/v2/"), ("/v2?key=1", "/v2"),
    ("https://API.example.com:443/v2#x", "https://API.example.com:443/v2"), ("v2", "v2"), ("", ""),
    ("../v2:x", "../v2:x"),
  ])
  func `a redirect within the place is not followed either`(
    _ target: String, _ place: String
  ) throws {
    let asking = try Asking([.status(308, "", ["location": target]), .says("Hello")])
    let failure = try #require(asking.failure)
    #expect(failure.kind == .provider)
    #expect(failure.message == "Example redirects to '\(place)', which byok does not follow")
    #expect(asking.count == 1)
  }

  @Test func `a redirect to nowhere is said to be one`() throws {
    let failure = try #require(try Asking([.status(302)]).failure)
    #expect(failure.message == "Example redirects to 'nowhere', which byok does not follow")
  }

  // MARK: The key stays out

  private static let key = "FAKE.key/with:odd+bytes=="

  @Test(arguments: [
    FakeTransport.Answer.status(401, error("Incorrect API key provided: \(key).")),
    .status(401, error("Bad key \(key)\(key)!")),
    .status(401, key), .status(400, "<title>\(key)</title>"), .status(200, "<title>\(key)</title>"),
    .status(400, "no", ["x-request-id": key]),
    .status(302, "", ["location": "/v2/\(key)"]), .status(302, "", ["location": "/v2?k=\(key)"]),
    .status(302, "", ["location": "https://\(key)@evil.example"]),
    .status(302, "", ["location": "https://evil.example/\(key)"]),
    .events(#"{"error":{"message":"Your key \#(key) is odd"}}"#),
    .status(503, error("busy with \(key)")),
    .status(400, String(repeating: "x", count: 490) + " " + key),
    .status(400, String(repeating: "x ", count: 242) + key),
    .status(200, "x", ["content-encoding": key]), .status(200, "<title>\(key)</title>"),
  ])
  func `no message repeats the key`(_ answer: FakeTransport.Answer) throws {
    let asking = try Asking([answer, answer], retries: 1, key: Self.key)
    let failure = try #require(asking.failure)
    let all = ([failure.message] + failure.hints + [asking.errors]).joined(separator: "\n")
    #expect(!all.contains(Self.key))
    #expect(!all.contains(Self.key.prefix(8)))
  }

  @Test(arguments: [
    "Incorrect API key provided: sk-proj-abcdefgh1234", "bad key: xa***9z",
    "key 'sk-abcdefghijkl' is revoked", "is gsk_abcdefghijklmnop yours?",
  ])
  func `nor what looks like one`(_ words: String) throws {
    let message = try #require(try Asking([.status(401, Self.error(words))]).failure?.message)
    #expect(message.contains("…"))
    #expect(!message.contains("abcdefgh"))
    #expect(!message.contains("***"))
  }
}
