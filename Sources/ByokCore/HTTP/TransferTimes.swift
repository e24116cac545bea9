/// How long the parts of an exchange took, in seconds from its start.
///
/// Source: <https://curl.se/libcurl/c/curl_easy_getinfo.html>, "TIMES".
package struct TransferTimes: Equatable, Sendable {
  /// When the name was looked up, the connection stood, TLS was agreed, the first byte came.
  package var name = 0.0
  package var connection = 0.0
  /// 0 without TLS.
  package var security = 0.0
  var firstByte = 0.0
  package var total = 0.0

  /// All of it for a person.
  ///
  /// - Parameter firstToken: When the first piece of a streamed answer came; `nil` for never.
  /// - Returns: One line.
  package func text(firstToken: Double?) -> String {
    var parts = [
      "DNS \(Self.text(name))", "connect \(Self.text(max(0, connection - name)))",
    ]
    if security > 0 { parts.append("TLS \(Self.text(max(0, security - connection)))") }
    parts.append("first byte after \(Self.text(firstByte))")
    if let firstToken { parts.append("first token after \(Self.text(firstToken))") }
    return "timings: " + (parts + ["total \(Self.text(total))"]).joined(separator: ", ")
  }

  private static func text(_ seconds: Double) -> String { "\(Int((seconds * 1000).rounded())) ms" }
}
