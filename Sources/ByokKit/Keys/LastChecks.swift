package import ByokCore

/// What the keys were worth when they were last checked.
///
/// ```
/// byok-checks 2
/// PROVIDER NAME SOURCE IDENTITY VERDICT SECONDS JSON
/// ```
///
/// NAME is a label, a variable or `-`. IDENTITY is the id of a sealed key's entry; of a key from
/// the environment, a digest of key and address under the ``MachineKey``; `-` for another tool's
/// credentials. Of a key of another identity nothing is known. JSON holds the rest of the finding,
/// which only `keys check` reads. No digest that others can compute and no address is in it.
package struct LastChecks {
  private static let version = "byok-checks 2"
  private static let limit = 4 << 20

  /// One line.
  package struct Check: Equatable {
    package let verdict: KeyVerdict
    package let checkedAt: Timestamp
    /// The members `message`, `account` and `ms`.
    package let rest: String

    /// For a listing: `valid 2026-11-23T07:35:13Z`.
    package var text: String { "\(verdict.rawValue) \(checkedAt.rfc3339)" }

    /// What `keys list` shows.
    package var document: JSONValue {
      .object([
        "verdict": .string(verdict.rawValue), "checked_at": .string(checkedAt.rfc3339),
      ])
    }
  }

  private var checks: [String: Check] = [:]
  /// `nil` where no key of the environment can have been checked.
  private let machine: MachineKey?

  private init(machine: MachineKey?) {
    self.machine = machine
  }

  /// Reads the file; without one, or if it is invalid, nothing is known.
  package static func read(_ locations: Locations) -> LastChecks {
    read(locations, MachineKey.read(locations))
  }

  private static func read(_ locations: Locations, _ machine: MachineKey?) -> LastChecks {
    var last = LastChecks(machine: machine)
    guard let path = try? locations.lastChecks(),
      let bytes = (try? PrivateDirectory.read(path, privacy: .notWritable, limit: limit)) ?? nil
    else { return last }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    guard lines.first.map({ String(decoding: $0, as: UTF8.self) }) == version else {
      clearOld(path)
      return last
    }
    for line in lines.dropFirst() {
      let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 6)
        .map { String(decoding: $0, as: UTF8.self) }
      guard fields.count == 7, let verdict = KeyVerdict(rawValue: fields[4]),
        let seconds = Int(fields[5])
      else { continue }
      last.checks[fields[..<4].joined(separator: " ")] = Check(
        verdict: verdict, checkedAt: Timestamp(seconds: seconds), rest: fields[6])
    }
    return last
  }

  /// Empties the file of an older byok, which has digests of keys that anybody can compute.
  private static func clearOld(_ path: FilePath) {
    guard let folder = (try? PrivateDirectory.open(holding: path)) ?? nil else { return }
    _ = try? AtomicFile.replace(path, in: folder, with: LastChecks(machine: nil).text.span)
  }

  /// The last check of a key; `nil` if it never was checked, or was another key then.
  package subscript(key: KeyFacts) -> Check? { checks[name(key)] }

  /// Whether a sealed key was found not to work since it was last replaced.
  func hasFailed(_ entry: KeyEntry) -> Bool {
    let name = "\(entry.provider) \(entry.label) \(KeyFacts.Source.keystore.rawValue) \(entry.id)"
    guard let last = checks[name] else { return false }
    return [.rejected, .expired, .noCredit].contains(last.verdict)
  }

  private func name(_ key: KeyFacts) -> String {
    let name = key.label ?? key.variable ?? "-"
    return "\(key.provider) \(name) \(key.source.rawValue) \(identity(of: key) ?? "-")"
  }

  private func identity(of key: KeyFacts) -> String? {
    guard let identity = key.identity, key.source == .environment else { return key.identity }
    return machine?.digest(of: "\(identity) \(key.baseURL)")
  }

  /// The result of a check that is not older than `age`.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - age: Seconds.
  ///   - now: Seconds since 1970.
  /// - Returns: `nil` if there is none.
  package func result(of key: KeyFacts, within age: Int, now: Double) -> KeyCheckResult? {
    guard let check = self[key], (0...age).contains(Int(now) - check.checkedAt.seconds),
      let rest = JSONValue(Array(check.rest.utf8))
    else { return nil }
    var finding = KeyFinding(check.verdict, rest["message"]?.text)
    for pair in rest["account"]?.elements ?? [] {
      guard let pair = pair.elements, pair.count == 2, let name = pair[0].text else { continue }
      finding.account.append(.init(name: name, value: pair[1]))
    }
    finding.kind = rest["kind"]?.integer.flatMap { ByokError.Kind(rawValue: Int32($0)) }
    return KeyCheckResult(
      key: key, finding: finding, milliseconds: rest["ms"]?.integer ?? 0,
      checkedAt: check.checkedAt, isRemembered: true)
  }

  /// Keeps results, beside those of other keys that another process may have kept meanwhile.
  ///
  /// - Throws: `damaged` when the folder is not safe; a failure when it cannot be written.
  package static func keep(
    _ results: [KeyCheckResult], _ locations: Locations, clock: Clock
  ) throws(ByokError) {
    let path = try locations.lastChecks()
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else { return }
    let lock = try FileLock.take(for: path, in: folder, clock: clock)
    defer { _ = lock }
    AtomicFile.removeLeftovers(of: path, in: folder)
    var last = read(locations, try MachineKey.readOrMake(locations, clock: clock))
    for result in results where !result.isRemembered {
      last.checks[last.name(result.key)] = Check(
        verdict: result.finding.verdict, checkedAt: result.checkedAt, rest: Self.rest(of: result))
    }
    _ = try AtomicFile.replace(path, in: folder, with: last.text.span)
  }

  private static func rest(of result: KeyCheckResult) -> String {
    let finding = result.finding
    return JSONValue.object([
      "message": finding.message.map(JSONValue.string) ?? .null,
      "account": .array(finding.account.map { .array([.string($0.name), $0.value]) }),
      "ms": .integer(result.milliseconds),
      "kind": finding.kind.map { .integer(Int($0.rawValue)) } ?? .null,
    ]).compactText
  }

  private var text: [UInt8] {
    let lines = checks.sorted { $0.key < $1.key }.map { name, check in
      "\(name) \(check.verdict.rawValue) \(check.checkedAt.seconds) \(check.rest)\n"
    }
    return Array("\(Self.version)\n\(lines.joined())".utf8)
  }
}
