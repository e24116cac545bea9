import ByokTestSupport
import Foundation
internal import Glibc

extension Bench {
  private static let answer =
    #"{"choices":[{"message":{"content":"word"},"finish_reason":"stop"}],"#
    + #""usage":{"prompt_tokens":3,"completion_tokens":2}}"#
  private static let path = "/v1/chat/completions"
  private static let body = #"{"model":"m","messages":[{"role":"user","content":"Say hello."}]}"#
  private static let streams = 1000

  /// `byok serve` before a provider: what it adds to a request, requests a second beside nginx, and
  /// the memory of many streams.
  func brokers() throws -> [Row] {
    let provider = try PlainServer(answering: Self.answer)
    defer { provider.stop() }
    let serving = try Serving(self, provider.baseURL)
    defer { serving.stop() }
    let direct = try PlainClient(provider.baseURL)
    let brokered = try PlainClient(serving.baseURL)
    let own = brokered.request(serving.path(Self.path), Self.body, token: serving.token)
    let plain = direct.request(Self.path, Self.body, token: serving.token)
    let pairs = try Pairs(
      runs * 20, warmUps: 50, { try brokered.milliseconds(own) }, { try direct.milliseconds(plain) }
    )
    var added = Row(pairs, "ms", "a request through byok serve", "the same, direct", digits: 2)
    added.set(budget: 1, "ms over direct, of pairs", value: pairs.paired)
    return [added, try rate(serving, provider), try memoryOfStreams()]
  }

  /// Requests a second with 32 connections, beside nginx as a reverse proxy that adds nothing.
  private func rate(_ serving: Serving, _ provider: PlainServer) throws -> Row {
    let what = "requests/s through byok serve, 32 connections"
    let (ab, nginx) = ("/usr/bin/ab", "/usr/sbin/nginx")
    guard [ab, nginx].allSatisfy(FileManager.default.isExecutableFile) else {
      return Row(what: what, value: "not measured: install nginx-light and apache2-utils")
    }
    let body = try home.write(Self.body, to: "broker.json")
    let proxy = try ReverseProxy(nginx, before: provider.baseURL, in: TemporaryFolder())
    defer { proxy.stop() }
    let rate = { (url: String) throws -> Double in
      let load = Program(
        ab,
        [
          "-q", "-k", "-c", "32", "-n", "4000", "-p", body, "-T", "application/json", "-H",
          "Authorization: Bearer \(serving.token)", url,
        ])
      let run = try load.run()
      let line = run.output.split(separator: "\n").first { $0.hasPrefix("Requests per second:") }
      let failures = run.output.contains("Non-2xx") ? "refused" : nil
      guard run.status == 0, failures == nil,
        let number = line?.split(separator: " ").compactMap({ Double($0) }).first
      else { throw SupportFailure("ab: \(run.output.prefix(2000)) \(run.errors.prefix(500))") }
      return number
    }
    let pairs = try Pairs(
      3, warmUps: 1, { try rate(serving.baseURL + serving.path(Self.path)) },
      { try rate(proxy.baseURL + Self.path) })
    var row = Row(pairs, "requests/s", what, "nginx, a plain reverse proxy")
    row.set(leastPerSecond: 5000, value: pairs.first.median)
    return row
  }

  /// The memory of the broker with 1,000 streams that are open.
  private func memoryOfStreams() throws -> Row {
    let provider = try PlainServer(answering: Self.answer, holds: true)
    defer { provider.stop() }
    let serving = try Serving(self, provider.baseURL)
    defer { serving.stop() }
    let before = serving.megabytes()
    var clients: [PlainClient] = []
    for _ in 0..<Self.streams {
      let client = try PlainClient(serving.baseURL)
      let body = Self.body.dropLast() + #","stream":true}"#
      try client.begin(client.request(serving.path(Self.path), body, token: serving.token))
      clients.append(client)
    }
    // Each has its first bytes: all are open at once.
    for client in clients { try client.awaitBytes() }
    let megabytes = serving.megabytes()
    var row = Row(what: "memory of byok serve, 1,000 open streams", value: megabytes.with("MB"))
    (row.yardstick, row.yardstickValue) = ("the same, none", before.with("MB"))
    row.set(budget: 80, "MB", value: megabytes)
    return row
  }
}

/// `byok serve` on a free port, with a token.
private final class Serving {
  let baseURL: String
  let token: String
  private let id = Bench.provider
  private let process: Int32

  init(_ bench: Bench, _ provider: String) throws {
    let name = "bench-\(UInt32.random(in: 0...UInt32.max))"
    var add = Program(bench.byok, ["serve", "token", "add", name])
    add.environment = bench.environment
    token = try add.run().output.trimmingCharacters(in: .whitespacesAndNewlines)
    let errors = Pipe()
    var spawn = Spawn(bench.byok, ["serve", "--listen", "127.0.0.1:0", id])
    spawn.environment = bench.environment
    spawn.environment["BENCH_API_KEY"] = bench.key
    let prefix = id.uppercased().replacing("-", with: "_")
    spawn.environment[prefix + "_BASE_URL"] = provider + "/v1"
    spawn.streams[2] = .descriptor(errors.fileHandleForWriting.fileDescriptor)
    process = try spawn.start()
    try errors.fileHandleForWriting.close()
    var text = ""
    while !text.contains("\n"), let more = try errors.fileHandleForReading.read(upToCount: 1) {
      text += String(decoding: more, as: UTF8.self)
    }
    let words = text.split(separator: " ")
    guard let place = words.first(where: { $0.hasPrefix("127.0.0.1:") }) else {
      throw SupportFailure("byok serve printed '\(text)'")
    }
    baseURL = "http://\(place)"
  }

  func path(_ path: String) -> String { "/\(id)\(path)" }

  /// What it has resident.
  func megabytes() -> Double {
    let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    let words = line?.split(whereSeparator: \.isWhitespace) ?? []
    return words.count > 1 ? (Double(words[1]) ?? 0) * 1024 / 1_000_000 : 0
  }

  func stop() {
    kill(process, SIGTERM)
    kill(process, SIGTERM)
    waitpid(process, nil, 0)
  }
}

/// nginx as a reverse proxy.
private final class ReverseProxy {
  let baseURL: String
  private let process: Int32
  private let folder: TemporaryFolder

  init(_ nginx: String, before provider: String, in folder: TemporaryFolder) throws {
    self.folder = folder
    let port = try PlainServer.freePort()
    let place = provider.replacing("http://", with: "")
    let configuration = try folder.write(
      """
      daemon off; pid \(folder.path)/pid; error_log /dev/null; worker_processes 2;
      events { worker_connections 1024; }
      http {
        access_log off; client_body_temp_path \(folder.path)/b; proxy_temp_path \(folder.path)/p;
        fastcgi_temp_path \(folder.path)/f; uwsgi_temp_path \(folder.path)/u;
        scgi_temp_path \(folder.path)/s;
        upstream provider { server \(place); keepalive 64; }
        server {
          listen 127.0.0.1:\(port); keepalive_requests 1000000;
          location / {
            proxy_pass http://provider; proxy_http_version 1.1; proxy_set_header Connection "";
            proxy_buffering off;
          }
        }
      }
      """, to: "nginx.conf")
    process = try Spawn(nginx, ["-p", folder.path, "-c", configuration]).start()
    baseURL = "http://127.0.0.1:\(port)"
    for _ in 0..<500 where (try? PlainClient(baseURL)) == nil { usleep(10_000) }
  }

  func stop() {
    kill(process, SIGTERM)
    waitpid(process, nil, 0)
  }
}

extension Row {
  /// Compares a rate with the least that is wanted.
  fileprivate mutating func set(leastPerSecond least: Double, value: Double) {
    budget = "\(Int(least)) requests/s"
    verdict = value >= least ? .ok : .over
  }
}
