import ByokKitTestSupport
import ByokTestSupport
import Foundation
import Synchronization
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct BrokerLimitTests {
  private static let chat = "/openai/v1/chat/completions"
  private static let question = #"{"model":"gpt-4.1","max_tokens":1000,"messages":[]}"#
  private static let reply =
    #"{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}],"#
    + #""usage":{"prompt_tokens":10,"completion_tokens":1000}}"#

  private func fixture(
    _ ids: [String] = ["openai"], settings: String = "", _ change: (inout BrokerLimits) -> Void
  ) throws -> BrokerFixture {
    var limits = BrokerLimits()
    change(&limits)
    return try BrokerFixture(ids, limits, settings: settings) { _ in
      .status(200, Self.reply, ["content-length": "\(Self.reply.utf8.count)"])
    }
  }

  @Test func `what may cost too much is not sent`() throws {
    // A reply of 1000 tokens costs $0.008.
    let fixture = try fixture { $0.maxCost = Dollars(amount: 0.02) }
    #expect(try fixture.post(Self.chat, Self.question).status == 200)
    #expect(try fixture.post(Self.chat, Self.question).status == 200)
    let spent = try fixture.post(Self.chat, Self.question)
    #expect(spent.status == 429)
    #expect(spent.document["error"]?["code"]?.text == "insufficient_quota")
    #expect(spent.field("x-should-retry") == "false")
    #expect(spent.field("retry-after") == nil)
    #expect(fixture.transport.asked.count == 2)
    let unpriced = try fixture.post(Self.chat, #"{"model":"unknown-9","messages":[]}"#)
    #expect(unpriced.status == 403)
    let images = try fixture.post("/openai/v1/images/generations", #"{"model":"gpt-image-1"}"#)
    #expect(images.status == 403)
  }

  @Test func `without a limit of its own, a reply is as long as the model can`() throws {
    let fixture = try fixture { $0.maxCost = Dollars(amount: 0.025) }
    #expect(try fixture.post(Self.chat, #"{"model":"gpt-4.1","messages":[]}"#).status == 429)
    let many = #"{"model":"gpt-4.1","max_tokens":1000,"n":4,"messages":[]}"#
    #expect(try fixture.post(Self.chat, many).status == 429)
    #expect(fixture.transport.asked.isEmpty)
  }

  @Test func `many at once cannot pass the limit together`() throws {
    let fixture = try fixture { $0.maxCost = Dollars(amount: 0.055) }
    let statuses = Mutex<[Int]>([])
    WorkerPool.run(40) { _ in
      let reply = try? fixture.post(Self.chat, Self.question)
      statuses.withLock { $0.append(reply?.status ?? 0) }
    }
    let all = statuses.withLock(\.self)
    #expect(all.allSatisfy { $0 == 200 || $0 == 429 })
    #expect(all.count { $0 == 200 } == fixture.transport.asked.count)
    #expect(fixture.broker.use["test"]?.spent ?? 1 <= 0.055)
    #expect(fixture.log.count == fixture.transport.asked.count)
  }

  @Test func `requests are counted`() throws {
    let fixture = try fixture { $0.maxRequests = 2 }
    #expect(try fixture.post(Self.chat, Self.question).status == 200)
    #expect(try fixture.post(Self.chat, Self.question).status == 200)
    #expect(try fixture.post(Self.chat, Self.question).status == 429)
  }

  @Test func `models and providers are chosen`() throws {
    let fixture = try fixture(["openai", "groq"]) { limits in
      limits.models = ["gpt-4*", "groq/*"]
      limits.providers = ["openai"]
    }
    #expect(try fixture.post(Self.chat, Self.question).status == 200)
    let other = try fixture.post(Self.chat, #"{"model":"o3","messages":[]}"#)
    #expect(other.status == 404)
    #expect(other.document["error"]?["code"]?.text == "model_not_found")
    #expect(try fixture.post(Self.chat, #"{"messages":[]}"#).status == 404)
    #expect(try fixture.post("/groq/openai/v1/chat/completions", Self.question).status == 403)
    #expect(try fixture.get("/openai/v1/models").status == 200)
  }

  @Test func `a token ends`() throws {
    let fixture = try fixture { $0.expiry = 1 }
    #expect(try fixture.post(Self.chat, Self.question).status == 401)
  }

  @Test func `a hard budget of the configuration holds`() throws {
    let settings = "{ budget: { day: 0.008, hard: true } }"
    let fixture = try fixture(settings: settings) { _ in }
    #expect(try fixture.post(Self.chat, Self.question).status == 200)
    #expect(try fixture.post(Self.chat, Self.question).status == 429)
    #expect(try fixture.get("/openai/v1/models").status == 200)
  }

  @Test(arguments: [
    ("anthropic", "/anthropic/v1/messages", 402), ("cohere", "/cohere/v2/chat", 402),
    ("gemini", "/gemini/v1beta/models/a:generateContent", 402),
    ("openai", "/openai/v1/responses", 429),
  ])
  func `each API has its own status for a spent budget`(
    _ id: String, _ path: String, _ status: Int
  ) throws {
    let fixture = try fixture([id]) { $0.maxRequests = 0 }
    let reply = try fixture.post(path, #"{"model":"a"}"#)
    #expect(reply.status == status)
    #expect(reply.body.contains("byok: "))
    #expect(reply.field("x-should-retry") == "false")
  }

  @Test func `what was set aside is given back`() throws {
    var limits = BrokerLimits()
    limits.maxCost = Dollars(amount: 1)
    limits.parallel = 1
    let ledger = BrokerLedger(limits, .system)
    let permit = try ledger.admit(cost: 0.6)
    #expect(ledger.reserved == 0.6)
    #expect(throws: BrokerRefusal.self) { try ledger.admit(cost: 0.5) }
    ledger.settle(permit, cost: 0.1)
    #expect(ledger.reserved == 0)
    #expect(ledger.use == TokenUse(spent: 0.1, requests: 1))
    ledger.settle(try ledger.admit(cost: 0.5), cost: nil)
    #expect(ledger.use == TokenUse(spent: 0.6, requests: 2))
    let before = BrokerLedger(limits, before: TokenUse(spent: 0.99, requests: 4), .system)
    #expect(throws: BrokerRefusal.self) { try before.admit(cost: 0.02) }
  }
  @Test func `a request is noted before it is sent, for whoever finds its broker killed`() throws {
    let path = Mutex("")
    let seen = Mutex<[String]>([])
    let fixture = try BrokerFixture { _ in
      seen.withLock { $0 = Self.files(in: path.withLock(\.self)) }
      return .status(200, Self.reply, ["content-length": "\(Self.reply.utf8.count)"])
    }
    path.withLock { $0 = fixture.folder.path + "/under-way" }
    #expect(try fixture.post(Self.chat, Self.question).status == 200)
    let text = try #require(seen.withLock(\.self).first)
    let line = try #require(text.split(separator: "\n").first)
    let document = try #require(JSONValue(Array(line.utf8)))
    #expect(document["status"]?.integer == 137)
    #expect(document["token"]?.text == "test")
    #expect(document["output_tokens"]?.integer ?? 0 > 0)
    #expect(document["cost_usd"]?.double ?? 0 > 0)
    // What it has cost is in the log, and a broker that ends leaves nothing.
    #expect(fixture.log.map { $0["status"]?.integer } == [0])
    fixture.broker.end()
    #expect(Self.files(in: path.withLock(\.self)).isEmpty)
  }

  /// The contents of all files of a folder.
  private static func files(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.map { (try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)) ?? "" }
  }
}
