internal import Foundation

/// A request as a script expects it: `POST /path?query`, header fields, an empty line, the body.
///
/// Each field listed must be there with this value, and `!NAME` must not be there; others do not
/// matter. The body is compared as JSON, or as text when it is none; no body, no comparison.
struct RequestFile {
  private var line: String
  private var fields: [LoopbackServer.Header] = []
  private var absent: [String] = []
  private var body: String

  /// Reads the expectation; `expand` is applied to all but the body.
  init(_ text: String, expand: (String) throws -> String) throws {
    let parts = text.split(separator: "\n\n", maxSplits: 1)
    var lines = try (parts.first ?? "").split(separator: "\n").map { try expand(String($0)) }
    guard !lines.isEmpty else { throw SupportFailure("the expected request is empty") }
    line = lines.removeFirst()
    body = parts.count > 1 ? parts[1].trimmingCharacters(in: .newlines) : ""
    for field in lines {
      if field.hasPrefix("!") {
        absent.append(String(field.dropFirst()))
      } else if let colon = field.firstIndex(of: ":") {
        let value = field[colon...].dropFirst().trimmingCharacters(in: .whitespaces)
        fields.append(.init(String(field[..<colon]), value))
      } else {
        throw SupportFailure("no header field: '\(field)'")
      }
    }
  }

  /// Compares a request with the expectation.
  func check(_ request: LoopbackServer.Request) throws {
    let actual = "\(request.method) \(request.target)"
    guard actual == line else { throw SupportFailure("the request is '\(actual)', not '\(line)'") }
    for field in fields where request[field.name] != field.value {
      let found = request[field.name].map { "is '\($0)'" } ?? "is missing"
      throw SupportFailure("the header field \(field.name) \(found), not '\(field.value)'")
    }
    for name in absent {
      if let value = request[name] { throw SupportFailure("header field \(name): \(value)") }
    }
    guard !body.isEmpty else { return }
    let same =
      if let expected = try? JSONValue(parsing: Array(body.utf8)) {
        expected == (try? JSONValue(parsing: request.body))
      } else {
        request.text == body
      }
    guard same else {
      throw SupportFailure("the body is\n\(request.text)\nand should be\n\(body)")
    }
  }
}
