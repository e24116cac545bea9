import ByokTestSupport
import Foundation

/// What is measured, and against what.
struct Bench {
  let byok: String
  let runs: Int
  let home: TemporaryFolder
  /// Another tool to measure byok beside; `nil` for none.
  private let rival: Rival?
  let key = "sk-bench-0123456789abcdefghijklmnopqrstuvwxyz"

  /// Prepares a folder in which `byok` holds one key and knows the bench's server.
  init(byok: String, runs: Int, rival: Rival?) throws {
    self.byok = byok
    self.runs = runs
    self.rival = rival
    home = try TemporaryFolder()
    try home.write(
      """
      {"providers": {\(Streams.dialects.map { Self.row($0.provider) }.joined(separator: ",\n"))}}
      """, to: "config.json")
    var add = Program(byok, ["keys", "add", "openai"])
    add.environment = environment
    add.input = .bytes(Array("\(key)\n".utf8))
    try Self.check(add, prints: "")
  }

  /// Measures everything.
  func rows() throws -> [Row] {
    try [
      start(["--version"], budget: 3), start(["--version"], budget: 3, beside: Self.git),
      start(["keys", "list"]), start(["keys", "list"], beside: Self.git),
      start(["keys", "show", "openai/default"]),
      start(["models", "show", "openai/gpt-4.1-mini"]), start(["models"]),
      start(["__complete", "fish", "model", "openai/"], budget: 15),
      start(["__complete", "fish", "model", ""], budget: 15),
    ] + stores() + conversations() + [tools()] + index() + usage() + chat() + flood() + [markdown()]
      + dialects() + batch() + brokers() + providerBatches() + [size()] + (rival.map(beside) ?? [])
  }

  /// The provider of `openai-chat`, and those of the other dialects behind its name.
  static let provider = "bench-openai-chat"

  private static func row(_ provider: String) -> String {
    """
    "\(provider)": {"dialect": "\(provider.dropFirst(6))", "base_url": "http://127.0.0.1:9/v1",
    "key_env": ["BENCH_API_KEY"], "batch": {"shape": "files"}}
    """
  }

  var environment: [String: String] { ["BYOK_HOME": home.path] }

  private static let git = ["/usr/bin/git", "--version"]

  /// The start of a command that needs no network.
  private func start(
    _ words: [String], budget: Double = 5, beside yardstick: [String] = ["/bin/true"]
  ) throws -> Row {
    var program = Program(byok, words)
    program.environment = environment
    try Self.check(program, prints: words.last == "--version" ? "byok" : "openai")
    let command = Timed(byok, words, environment)
    let other = Timed(yardstick[0], Array(yardstick.dropFirst()))
    let pairs = try Pairs(runs, warmUps: 3, command.milliseconds, other.milliseconds)
    let name = yardstick.joined(separator: " ")
    var row = Row(times: pairs, "byok \(words.joined(separator: " "))", name)
    row.set(budget: budget, "ms", value: pairs.first.median)
    return row
  }

  /// A short streamed chat: time and memory beside curl's.
  private func chat() throws -> [Row] {
    let ends = try beside(Streams.short, runs, warmUps: 3) { try $0.milliseconds() }
    var time = Row(times: ends, "byok chat, 20 chunks", Self.curl)
    time.set(budget: 4, "ms over curl, of pairs", value: ends.paired)
    let starts = try beside(Streams.short, runs, warmUps: 3) { try $0.millisecondsToFirstByte() }
    var first = Row(times: starts, "first byte of that chat", Self.curl)
    first.set(budget: 4, "ms over curl, of pairs", value: starts.paired)
    return [time, first, try memory(Streams.short, "memory of that chat")]
  }

  /// A streamed reply of 50 MB: memory and speed beside curl's.
  private func flood() throws -> [Row] {
    let pairs = try beside(Streams.long, max(runs / 8, 1), warmUps: 1) { try $0.milliseconds() }
    var time = Row(times: pairs, "byok chat, 50 MB", Self.curl)
    let megabytes = Streams.longMegabytes * 1000
    time.value += ", " + (megabytes / pairs.first.median).with("MB/s")
    time.yardstickValue += ", " + (megabytes / pairs.second.median).with("MB/s")
    return [try memory(Streams.long, "memory of a reply of 50 MB"), time]
  }

  private func memory(_ reply: LoopbackServer.Reply, _ what: String) throws -> Row {
    let pairs = try beside(Streams.pausing(reply), 3, warmUps: 0) { try $0.peakMegabytes() }
    var row = Row(pairs, "MB", what, Self.curl)
    row.set(budget: 25, "MB", value: pairs.first.median)
    return row
  }

  static let curl = "curl -sN, the same POST"

  /// Measures a chat that gets `reply` beside the same request by curl.
  func beside(
    _ reply: LoopbackServer.Reply, _ count: Int, warmUps: Int, provider: String = Bench.provider,
    _ measure: (Timed) throws -> Double
  ) throws -> Pairs {
    let server = try LoopbackServer(reply)
    defer { server.stop() }
    let (chat, curl) = try commands(server, provider)
    return try Pairs(count, warmUps: warmUps, { try measure(chat) }, { try measure(curl) })
  }

  /// A chat with the server, and the curl command that does the same, learnt from its request.
  private func commands(
    _ server: LoopbackServer, _ provider: String
  ) throws -> (chat: Timed, curl: Timed) {
    let program = chat(server, provider)
    try Self.check(program, prints: "word word")
    guard let request = server.requests.last else { throw SupportFailure("byok sent no request") }
    let body = try home.write(request.text, to: "body.json")
    let fields = request.headers
      .filter { !["host", "content-length"].contains($0.name.lowercased()) }
      .flatMap { ["-H", "\($0.name): \($0.value)"] }
    let curl = ["-sN", server.baseURL + request.target] + fields + ["--data-binary", "@\(body)"]
    return (Timed(program), Timed("/usr/bin/curl", curl))
  }

  /// A chat with the server.
  func chat(_ server: LoopbackServer, _ provider: String = Self.provider) -> Program {
    var program = Program(byok, ["chat", "-m", "\(provider)/m", "-n", "--no-log", "Say hello."])
    program.environment = environment
    program.environment["BENCH_API_KEY"] = key
    let prefix = provider.uppercased().replacing("-", with: "_")
    program.environment[prefix + "_BASE_URL"] = server.baseURL + "/v1"
    return program
  }

  /// Writes a file into the bench's folder, and returns its path.
  func write(_ text: String, to name: String) throws -> String {
    try home.write(text, to: name)
  }

  /// The size of the program without its symbols.
  private func size() throws -> Row {
    let copy = home.path("stripped")
    try Self.check(Program("/usr/bin/strip", ["-o", copy, byok]), prints: "")
    let attributes = try FileManager.default.attributesOfItem(atPath: copy)
    let megabytes = Double(attributes[.size] as? Int ?? 0) / 1_000_000
    var row = Row(what: "size after strip", value: megabytes.with("MB"))
    row.set(budget: 20, "MB", value: megabytes)
    return row
  }

  /// Runs a program, which must succeed and print `text` somewhere.
  static func check(_ program: Program, prints text: String) throws {
    let run = try program.run()
    guard run.status == 0, text.isEmpty || run.output.contains(text) else {
      let words = program.arguments.joined(separator: " ")
      throw SupportFailure(
        "'\(program.path) \(words)' ended with \(run.status) and printed "
          + "'\(run.output.prefix(200))' and '\(run.errors.prefix(2000))'")
    }
  }
}

extension Row {
  /// A row of times in milliseconds.
  init(times pairs: Pairs, _ what: String, _ yardstick: String) {
    self.init(pairs, "ms", what, yardstick)
  }

  /// A row of pairs.
  init(_ pairs: Pairs, _ unit: String, _ what: String, _ yardstick: String, digits: Int = 1) {
    let value = pairs.first.median.with(unit, digits: digits)
    self.init(what: what, value: value, yardstick: yardstick)
    yardstickValue = pairs.second.median.with(unit, digits: digits)
    let medians = pairs.first.median - pairs.second.median
    difference = medians.with(unit, sign: true, digits: digits)
    paired = pairs.paired.with(unit, sign: true, digits: digits)
  }

  /// Compares a rate with the least that is wanted.
  mutating func set(leastPerMillisecond least: Double, value: Double) {
    budget = "\(Int(least)) events/ms"
    verdict = value >= least ? .ok : .over
  }

  /// Compares how much is done in the time with how much of it is wanted.
  mutating func set(leastShare share: Double, of pairs: Pairs) {
    budget = "\(Int(share * 100)) % of its speed"
    verdict = pairs.second.median >= share * pairs.first.median ? .ok : .over
  }

  /// Compares `value` with the budget.
  mutating func set(budget limit: Double, _ unit: String, value: Double) {
    budget = "\(Int(limit)) \(unit)"
    verdict = value <= limit ? .ok : .over
  }
}
