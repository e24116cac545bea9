/// When keys were last used, as far as the end of the usage log tells.
///
/// Its lines are told apart here and not by Foundation, whose first JSON takes longer than all that
/// `keys show` does otherwise.
struct LastUses {
  /// How much of the log's end is looked at.
  private static let window = 64 << 10

  /// The latest time of each provider and key.
  private var times: [String: String] = [:]

  /// Looks at the end of the log; where it cannot be read, nothing is known.
  init(_ log: UsageLog) {
    guard let folder = try? SafeFolder.open(holding: log.path),
      let file = try? SafeFolder.openFile(log.path, in: folder, privacy: .notWritable),
      let size = try? FileIdentity(of: file).size,
      let end = try? file.read(at: max(0, size - Self.window), count: Self.window)
    else { return }
    for line in end.split(separator: UInt8(ascii: "\n")) {
      guard let use = Use(line) else { continue }
      let name = Self.name(use.provider, use.key)
      times[name] = max(times[name] ?? "", use.time)
    }
  }

  /// The time in RFC 3339, or `nil` if it is not known.
  ///
  /// - Parameters:
  ///   - provider: Whose key it is.
  ///   - key: Its label, or the environment variable that holds it.
  /// - Returns: The time of the newest line that names it.
  func time(of provider: String, key: String) -> String? { times[Self.name(provider, key)] }

  private static func name(_ provider: String, _ key: String) -> String { "\(provider) \(key)" }
}

/// What a line of the usage log tells of a key's use.
private struct Use {
  private(set) var time = ""
  private(set) var provider = ""
  private(set) var key = ""

  /// Reads a line: one JSON object, written without blanks, whose members are strings and numbers;
  /// `nil` for every other, such as one that a full disk cut off.
  init?(_ line: ArraySlice<UInt8>) {
    var rest = line
    guard rest.popFirst() == UInt8(ascii: "{") else { return nil }
    var mark: UInt8? = UInt8(ascii: ",")
    while mark == UInt8(ascii: ",") {
      guard let name = Self.string(&rest), rest.popFirst() == UInt8(ascii: ":"),
        let value = Self.value(&rest)
      else { return nil }
      switch String(decoding: name, as: UTF8.self) {
      case "time": time = String(decoding: value, as: UTF8.self)
      case "provider": provider = String(decoding: value, as: UTF8.self)
      case "key": key = String(decoding: value, as: UTF8.self)
      default: break
      }
      mark = rest.popFirst()
    }
    guard mark == UInt8(ascii: "}"), rest.isEmpty, Self.isTime(time) else { return nil }
  }

  /// Takes a string away, and returns what stands between its quotes as it is written.
  private static func string(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
    var isEscaped = false
    for index in rest.indices {
      if isEscaped {
        isEscaped = false
      } else if rest[index] == UInt8(ascii: "\\") {
        isEscaped = true
      } else if rest[index] == UInt8(ascii: "\"") {
        defer { rest = rest[(index + 1)...] }
        return rest[..<index]
      }
    }
    return nil
  }

  private static func value(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    if rest.first == UInt8(ascii: "\"") { return string(&rest) }
    let word = rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") }
    rest = rest[word.endIndex...]
    return word.isEmpty || word.contains(UInt8(ascii: "\"")) ? nil : word
  }

  /// Whether it has the form of `2026-11-23T07:35:13Z`, whose order is that of the times.
  private static func isTime(_ text: String) -> Bool {
    let form = "0000-00-00T00:00:00Z".utf8
    return text.utf8.count == form.count
      && zip(text.utf8, form).allSatisfy { byte, model in
        model == UInt8(ascii: "0") ? (model...UInt8(ascii: "9")).contains(byte) : byte == model
      }
  }
}
