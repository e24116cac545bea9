internal import Foundation

extension ScriptRun {
  /// The bytes of `stdout`, of `stderr`, or of a file.
  func bytes(_ name: String) throws -> [UInt8] {
    switch name {
    case "stdout", "stderr":
      guard let last else { throw SupportFailure("nothing was run yet") }
      return name == "stdout" ? last.stdout : last.stderr
    default: return try [UInt8](Data(contentsOf: URL(filePath: path(name))))
    }
  }

  /// Searches the text for the regular expression.
  func search(_ name: String, _ pattern: String, negated: Bool) throws {
    let expression = try NSRegularExpression(pattern: pattern, options: .anchorsMatchLines)
    let text = String(decoding: try bytes(name), as: UTF8.self)
    let range = NSRange(text.startIndex..., in: text)
    let found = expression.firstMatch(in: text, range: range) != nil
    guard found == negated else { return }
    throw SupportFailure("\(name) \(negated ? "has" : "does not have") '\(pattern)'")
  }

  /// Compares two texts byte by byte.
  func compare(_ first: String, _ second: String) throws {
    let (left, right) = (try bytes(first), try bytes(second))
    guard left != right else { return }
    let pairs = zip(left.split(separator: 10), right.split(separator: 10))
    let line = pairs.first { $0 != $1 }
    let difference = line.map { "'\(text($0.0))' is not '\(text($0.1))'" }
    throw SupportFailure(
      "\(first) is not \(second): \(difference ?? "\(left.count) and \(right.count) bytes")")
  }

  /// Checks that nothing was printed.
  func empty(_ name: String) throws {
    guard try bytes(name).isEmpty else { throw SupportFailure("\(name) is not empty") }
  }

  /// Checks the value at a path in the JSON on standard output.
  func json(_ words: [String], negated: Bool) throws {
    guard words[1] == "==" else { throw SupportFailure("'==' must follow the path") }
    let expected = words[2...].joined(separator: " ")
    let document = try JSONValue(parsing: bytes("stdout"))
    let value = document[path: words[0]]
    guard (value == JSONValue(literal: expected)) == negated else { return }
    let found = value.map { "is \($0)" } ?? "is missing"
    throw SupportFailure("\(words[0]) \(found); expected\(negated ? " not" : ""): \(expected)")
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
