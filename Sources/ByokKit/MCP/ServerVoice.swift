internal import ByokCore
internal import Synchronization

/// What a server says to people: details as they come, and its last words when it fails.
///
/// All of it is foreign text, in which the server's keys may occur.
final class ServerVoice: Sendable {
  /// The most bytes that are kept of what a server prints.
  private static let limit = 16_384
  private let name: String
  private let console: Console
  private let keys: [ServerKey]
  /// The end of what it has printed.
  private let printed = Mutex<[UInt8]>([])

  init(_ entry: ServerEntry, _ console: Console) {
    (name, keys, self.console) = (entry.name, entry.keys, console)
  }

  /// Text of the server's for a person.
  func clean(_ text: String, limit: Int = 500) -> String {
    let text = keys.reduce(text) { Redaction.remove($1.secret, from: $0) }
    return Sanitizer.oneLine(text, limit: limit)
  }

  /// A problem in words that follow the server's name.
  func text(_ problem: ServerProblem) -> String { clean(problem.text, limit: 1000) }

  /// Shows a detail, where such are wanted.
  func detail(_ text: @autoclosure () -> String) {
    guard console.isVerbose else { return }
    console.detail("\(name): \(clean(text()))")
  }

  /// Takes what the server prints on standard error.
  func take(_ bytes: [UInt8]) {
    let lines: [[UInt8]] = printed.withLock { printed in
      let start = printed.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      let fresh = printed[start...] + bytes
      printed.append(contentsOf: bytes)
      if printed.count > Self.limit { printed.removeFirst(printed.count - Self.limit) }
      guard console.isVerbose else { return [] }
      return fresh.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .dropLast().map(Array.init)
    }
    for line in lines { detail(String(decoding: line, as: UTF8.self)) }
  }

  /// The last lines that it printed, without empty ones.
  func lastLines(_ count: Int) -> [String] {
    let bytes = printed.withLock(\.self)
    let lines = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
      .map { clean(String(decoding: $0, as: UTF8.self), limit: 200) }
      .filter { !$0.isEmpty && $0 != " " }
    return Array(lines.suffix(count))
  }

  /// Takes a notification.
  func take(notification method: String, _ params: JSONValue) {
    switch method {
    case "notifications/message":
      let level = params["level"]?.text ?? "info"
      let text = params["data"]?.string ?? params["data"]?.compactText ?? ""
      detail("\(level): \(text)")
    case "notifications/progress":
      let all = params["total"]?.double.map { " of \(Self.text($0))" } ?? ""
      let done = params["progress"]?.double.map { Self.text($0) + all } ?? ""
      let words = [done, params["message"]?.text ?? ""].filter { !$0.isEmpty }
      detail("progress: \(words.joined(separator: ", "))")
    default: break
    }
  }

  private static func text(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? String(number)
  }
}

extension ServerEntry {
  /// The sealed keys in it.
  var keys: [ServerKey] {
    switch place {
    case .program(let program): program.variables.flatMap(\.value.keys)
    case .address(let address): address.headers.flatMap(\.value.keys)
    }
  }
}
