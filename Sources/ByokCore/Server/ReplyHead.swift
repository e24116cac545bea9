/// The first part of a reply, as bytes.
package enum ReplyHead {
  private static let reasons = [
    100: "Continue", 200: "OK", 201: "Created", 202: "Accepted", 204: "No Content",
    400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout",
    413: "Content Too Large", 415: "Unsupported Media Type", 417: "Expectation Failed",
    422: "Unprocessable Content", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 500: "Internal Server Error", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout", 505: "HTTP Version Not Supported",
  ]

  /// The bytes of a head, with the empty line at its end.
  ///
  /// - Parameters:
  ///   - status: The status.
  ///   - fields: The header fields; what could end a line is left out of their values.
  /// - Returns: The bytes.
  static func bytes(_ status: Int, _ fields: [ResponseHead.Field]) -> [UInt8] {
    var bytes = Array("HTTP/1.1 \(status) \(reasons[status] ?? "Status")\r\n".utf8)
    for field in fields {
      bytes += field.name.utf8
      bytes += ": ".utf8
      bytes += field.value.utf8.filter { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
      bytes += "\r\n".utf8
    }
    return bytes + "\r\n".utf8
  }

  /// Whether a status never has a body.
  ///
  /// Source: RFC 9112, section 6.3.
  static func isBodiless(_ status: Int) -> Bool {
    status == 204 || status == 304 || (100..<200).contains(status)
  }
}
