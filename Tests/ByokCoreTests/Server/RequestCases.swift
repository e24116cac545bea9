/// Requests as they may arrive, and what becomes of each.
///
/// The classes of defects are those that HTTP/1.1 servers of the field had: two lengths, codings that
/// are read differently, line ends, blanks, numbers, targets, versions, chunks.
enum RequestCases {
  /// What a request that is accepted is taken for: method, target, and the body.
  struct Reading: Equatable {
    var target: String
    var body: String
  }

  private static let host = "Host: 127.0.0.1\r\n"
  private static let post = "POST /a HTTP/1.1\r\n" + host
  private static let chunked = post + "Transfer-Encoding: chunked\r\n\r\n"

  /// Requests that are taken, with what follows them on the connection left alone.
  static let accepted: [(name: String, bytes: String, reading: Reading)] = [
    ("get", "GET /a HTTP/1.1\r\n\(host)\r\n", .init(target: "/a", body: "")),
    ("old", "GET /a HTTP/1.0\r\n\(host)\r\n", .init(target: "/a", body: "")),
    ("query", "GET /a?b=c&d HTTP/1.1\r\n\(host)\r\n", .init(target: "/a?b=c&d", body: "")),
    ("length", post + "Content-Length: 3\r\n\r\nabc", .init(target: "/a", body: "abc")),
    ("length 0", post + "Content-Length: 0\r\n\r\n", .init(target: "/a", body: "")),
    ("no length", post + "\r\n", .init(target: "/a", body: "")),
    ("capitals", post + "CONTENT-LENGTH: 1\r\n\r\na", .init(target: "/a", body: "a")),
    ("no blank", post + "Content-Length:1\r\n\r\na", .init(target: "/a", body: "a")),
    ("tabs", post + "Content-Length:\t1\t \r\n\r\na", .init(target: "/a", body: "a")),
    ("empty value", post + "X:\r\n\r\n", .init(target: "/a", body: "")),
    ("utf-8 value", post + "X: ä\r\n\r\n", .init(target: "/a", body: "")),
    ("token name", post + "!#$%&'*+-.^_`|~: x\r\n\r\n", .init(target: "/a", body: "")),
    ("chunk", chunked + "3\r\nabc\r\n0\r\n\r\n", .init(target: "/a", body: "abc")),
    ("chunks", chunked + "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", .init(target: "/a", body: "abc")),
    ("no chunks", chunked + "0\r\n\r\n", .init(target: "/a", body: "")),
    ("zeros", chunked + "0001\r\na\r\n000\r\n\r\n", .init(target: "/a", body: "a")),
    ("hex", chunked + "A\r\n0123456789\r\n0\r\n\r\n", .init(target: "/a", body: "0123456789")),
    ("hex a", chunked + "a\r\n0123456789\r\n0\r\n\r\n", .init(target: "/a", body: "0123456789")),
    ("crlf in data", chunked + "4\r\na\r\nb\r\n0\r\n\r\n", .init(target: "/a", body: "a\r\nb")),
    ("trailer", chunked + "0\r\nX: y\r\n\r\n", .init(target: "/a", body: "")),
    ("trailers", chunked + "0\r\nX: y\r\nZ: w\r\n\r\n", .init(target: "/a", body: "")),
    (
      "chunked in capitals", post + "Transfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n",
      .init(target: "/a", body: "")
    ),
    ("next request", post + "\r\nGET /b HTTP/1.1\r\n", .init(target: "/a", body: "")),
    ("length and more", post + "Content-Length: 1\r\n\r\nabc", .init(target: "/a", body: "a")),
    ("chunks and more", chunked + "0\r\n\r\nGET", .init(target: "/a", body: "")),
  ]

  /// Requests that are refused, with the status; each breaks one rule.
  static let refused: [(name: String, bytes: String, status: Int)] =
    lines + names + values + lengths + codings + chunks + limits

  private static let lines: [(name: String, bytes: String, status: Int)] = [
    ("empty line first", "\r\nGET /a HTTP/1.1\r\n\(host)\r\n", 400),
    ("lf", "GET /a HTTP/1.1\n\(host)\r\n", 400),
    ("lf in head", "GET /a HTTP/1.1\r\nHost: a\n\r\n", 400),
    ("lf at the end", "GET /a HTTP/1.1\r\n\(host)\n", 400),
    ("cr in line", "GET /a\r HTTP/1.1\r\n\(host)\r\n", 400),
    ("cr for a line end", "GET /a HTTP/1.1\rHost: a\r\n\r\n", 400),
    ("cr in value", post + "X: a\rb\r\n\r\n", 400),
    ("cr before name", post + "\rX: a\r\n\r\n", 400),
    ("two cr", post + "X: a\r\r\n\r\n", 400),
    ("nul in line", "GET /\0 HTTP/1.1\r\n\(host)\r\n", 400),
    ("nul in name", post + "X\0: a\r\n\r\n", 400),
    ("nul in value", post + "X: a\0\r\n\r\n", 400),
    ("one word", "GET\r\n\(host)\r\n", 400),
    ("two words", "GET /a\r\n\(host)\r\n", 400),
    ("four words", "GET /a b HTTP/1.1\r\n\(host)\r\n", 400),
    ("blank first", " GET /a HTTP/1.1\r\n\(host)\r\n", 400),
    ("blank last", "GET /a HTTP/1.1 \r\n\(host)\r\n", 400),
    ("two blanks", "GET  /a HTTP/1.1\r\n\(host)\r\n", 400),
    ("two blanks later", "GET /a  HTTP/1.1\r\n\(host)\r\n", 400),
    ("tab", "GET\t/a\tHTTP/1.1\r\n\(host)\r\n", 400),
    ("vertical tab", "GET\u{0B}/a HTTP/1.1\r\n\(host)\r\n", 400),
    ("method in quotes", "\"GET\" /a HTTP/1.1\r\n\(host)\r\n", 400),
    ("method with a colon", "GE:T /a HTTP/1.1\r\n\(host)\r\n", 400),
    ("long method", "GETGETGETGETGETGET /a HTTP/1.1\r\n\(host)\r\n", 400),
    ("no method", " /a HTTP/1.1\r\n\(host)\r\n", 400),
    ("method not ASCII", "GÉT /a HTTP/1.1\r\n\(host)\r\n", 400),
    ("absolute target", "GET http://127.0.0.1/a HTTP/1.1\r\n\(host)\r\n", 400),
    ("absolute https", "GET https://api.openai.com/ HTTP/1.1\r\n\(host)\r\n", 400),
    ("authority", "CONNECT a:443 HTTP/1.1\r\n\(host)\r\n", 400),
    ("asterisk", "OPTIONS * HTTP/1.1\r\n\(host)\r\n", 400),
    ("no slash", "GET a HTTP/1.1\r\n\(host)\r\n", 400),
    ("fragment", "GET /a#b HTTP/1.1\r\n\(host)\r\n", 400),
    ("quote in target", "GET /a\"b HTTP/1.1\r\n\(host)\r\n", 400),
    ("angle in target", "GET /a<b> HTTP/1.1\r\n\(host)\r\n", 400),
    ("backslash", "GET /a\\b HTTP/1.1\r\n\(host)\r\n", 400),
    ("brace", "GET /{a} HTTP/1.1\r\n\(host)\r\n", 400),
    ("pipe", "GET /a|b HTTP/1.1\r\n\(host)\r\n", 400),
    ("caret", "GET /a^b HTTP/1.1\r\n\(host)\r\n", 400),
    ("backtick", "GET /a`b HTTP/1.1\r\n\(host)\r\n", 400),
    ("del", "GET /a\u{7F} HTTP/1.1\r\n\(host)\r\n", 400),
    ("not ASCII", "GET /ä HTTP/1.1\r\n\(host)\r\n", 400),
    ("http/0.9", "GET /a HTTP/0.9\r\n\(host)\r\n", 505),
    ("http/1.2", "GET /a HTTP/1.2\r\n\(host)\r\n", 505),
    ("http/2", "PRI /a HTTP/2.0\r\n\(host)\r\n", 505),
    ("http/2 without minor", "GET /a HTTP/2\r\n\(host)\r\n", 400),
    ("http/1", "GET /a HTTP/1\r\n\(host)\r\n", 400),
    ("http/1.10", "GET /a HTTP/1.10\r\n\(host)\r\n", 400),
    ("http/01.1", "GET /a HTTP/01.1\r\n\(host)\r\n", 400),
    ("http/1,1", "GET /a HTTP/1,1\r\n\(host)\r\n", 400),
    ("small http", "GET /a http/1.1\r\n\(host)\r\n", 400),
    ("other protocol", "GET /a ICY/1.1\r\n\(host)\r\n", 400),
    ("http/+1.1", "GET /a HTTP/+1.1\r\n\(host)\r\n", 400),
    ("no version", "GET /a HTTP\r\n\(host)\r\n", 400),
  ]

  private static let names: [(name: String, bytes: String, status: Int)] = [
    ("blank before colon", post + "X : a\r\n\r\n", 400),
    ("tab before colon", post + "X\t: a\r\n\r\n", 400),
    ("length with a blank", post + "Content-Length : 3\r\n\r\nabc", 400),
    ("coding with a blank", post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
    ("blank before name", "GET /a HTTP/1.1\r\n Host: a\r\n\r\n", 400),
    ("folded", post + "X: a\r\n b\r\n\r\n", 400),
    ("folded by tab", post + "X: a\r\n\tb\r\n\r\n", 400),
    ("folded coding", post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", 400),
    ("no name", post + ": a\r\n\r\n", 400),
    ("no colon", post + "X\r\n\r\n", 400),
    ("name with a slash", post + "X/Y: a\r\n\r\n", 400),
    ("name with a comma", post + "X,Y: a\r\n\r\n", 400),
    ("name in parentheses", post + "(X): a\r\n\r\n", 400),
    ("name in quotes", post + "\"X\": a\r\n\r\n", 400),
    ("name not ASCII", post + "Xä: a\r\n\r\n", 400),
    ("name with del", post + "X\u{7F}: a\r\n\r\n", 400),
    ("name with an escape", post + "X\u{1B}: a\r\n\r\n", 400),
  ]

  private static let values: [(name: String, bytes: String, status: Int)] = [
    ("escape in value", post + "X: \u{1B}[2J\r\n\r\n", 400),
    ("bell in value", post + "X: \u{07}\r\n\r\n", 400),
    ("del in value", post + "X: \u{7F}\r\n\r\n", 400),
    ("form feed in value", post + "X: a\u{0C}b\r\n\r\n", 400),
    ("backspace in value", post + "X: a\u{08}\r\n\r\n", 400),
  ]

  private static let lengths: [(name: String, bytes: String, status: Int)] = [
    ("two lengths", post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
    ("the same twice", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400),
    ("list of lengths", post + "Content-Length: 3, 3\r\n\r\nabc", 400),
    ("list of two", post + "Content-Length: 3,4\r\n\r\nabc", 400),
    ("plus", post + "Content-Length: +3\r\n\r\nabc", 400),
    ("minus", post + "Content-Length: -3\r\n\r\nabc", 400),
    ("minus 0", post + "Content-Length: -0\r\n\r\n", 400),
    ("hex length", post + "Content-Length: 0x3\r\n\r\nabc", 400),
    ("octal length", post + "Content-Length: 03\r\n\r\nabc", 400),
    ("many zeros", post + "Content-Length: 00\r\n\r\n", 400),
    ("exponent", post + "Content-Length: 1e1\r\n\r\n", 400),
    ("fraction", post + "Content-Length: 3.0\r\n\r\nabc", 400),
    ("blank within", post + "Content-Length: 1 0\r\n\r\n0123456789", 400),
    ("words", post + "Content-Length: three\r\n\r\nabc", 400),
    ("empty length", post + "Content-Length:\r\n\r\n", 400),
    ("quoted length", post + "Content-Length: \"3\"\r\n\r\nabc", 400),
    ("underscore", post + "Content-Length: 1_0\r\n\r\n", 400),
    ("other digits", post + "Content-Length: ３\r\n\r\nabc", 400),
    ("too many digits", post + "Content-Length: 10000000000000000000\r\n\r\n", 400),
    ("beyond 64 bits", post + "Content-Length: 18446744073709551619\r\n\r\nabc", 400),
    ("too large", post + "Content-Length: 9223372036854775807\r\n\r\n", 413),
    ("just too large", post + "Content-Length: 1025\r\n\r\n", 413),
    ("semicolon", post + "Content-Length: 3;a\r\n\r\nabc", 400),
  ]

  private static func coded(_ fields: String) -> String { post + fields + "\r\n\r\n0\r\n\r\n" }

  private static let codings: [(name: String, bytes: String, status: Int)] = [
    ("length and coding", coded("Content-Length: 3\r\nTransfer-Encoding: chunked"), 400),
    ("coding and length", coded("Transfer-Encoding: chunked\r\nContent-Length: 3"), 400),
    ("coding and length 0", coded("Transfer-Encoding: chunked\r\nContent-Length: 0"), 400),
    ("two codings", coded("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400),
    ("chunked, identity", coded("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"), 400),
    ("list", coded("Transfer-Encoding: chunked, chunked"), 400),
    ("gzip, chunked", coded("Transfer-Encoding: gzip, chunked"), 400),
    ("chunked, gzip", coded("Transfer-Encoding: chunked, gzip"), 400),
    ("gzip", coded("Transfer-Encoding: gzip"), 400),
    ("identity", coded("Transfer-Encoding: identity"), 400),
    ("xchunked", coded("Transfer-Encoding: xchunked"), 400),
    ("chunkedx", coded("Transfer-Encoding: chunkedx"), 400),
    ("chunked;a", coded("Transfer-Encoding: chunked;a=b"), 400),
    ("quoted", coded("Transfer-Encoding: \"chunked\""), 400),
    ("comma first", coded("Transfer-Encoding: ,chunked"), 400),
    ("comma last", coded("Transfer-Encoding: chunked,"), 400),
    ("no coding", coded("Transfer-Encoding:"), 400),
    ("vertical tab coding", coded("Transfer-Encoding: \u{0B}chunked"), 400),
    ("kelvin", coded("Transfer-Encoding: chun\u{212A}ed"), 400),
    ("coding of 1.0", "POST /a HTTP/1.0\r\n\(host)Transfer-Encoding: chunked\r\n\r\n", 400),
  ]

  private static let chunks: [(name: String, bytes: String, status: Int)] = [
    ("extension", chunked + "1;a=b\r\na\r\n0\r\n\r\n", 400),
    ("bare extension", chunked + "1;\r\na\r\n0\r\n\r\n", 400),
    ("extension with lf", chunked + "1;\na\r\n0\r\n\r\n", 400),
    ("last extension", chunked + "0;a\r\n\r\n", 400),
    ("lf behind size", chunked + "1\na\r\n0\r\n\r\n", 400),
    ("cr alone", chunked + "1\ra\r\n0\r\n\r\n", 400),
    ("blank behind size", chunked + "1 \r\na\r\n0\r\n\r\n", 400),
    ("blank before size", chunked + " 1\r\na\r\n0\r\n\r\n", 400),
    ("0x", chunked + "0x1\r\na\r\n0\r\n\r\n", 400),
    ("plus size", chunked + "+1\r\na\r\n0\r\n\r\n", 400),
    ("minus size", chunked + "-1\r\na\r\n0\r\n\r\n", 400),
    ("underscore size", chunked + "1_0\r\n", 400),
    ("no size", chunked + "\r\na\r\n0\r\n\r\n", 400),
    ("word for a size", chunked + "g\r\na\r\n0\r\n\r\n", 400),
    ("long size", chunked + "00000000000000001\r\na\r\n0\r\n\r\n", 400),
    ("huge size", chunked + "ffffffffffffffff\r\n", 413),
    ("2^63", chunked + "8000000000000000\r\n", 413),
    ("2^63 - 1", chunked + "7fffffffffffffff\r\n", 413),
    ("too large a chunk", chunked + "401\r\n", 413),
    ("too large together", chunked + "1\r\na\r\n400\r\n", 413),
    ("no crlf behind data", chunked + "1\r\nab\r\n0\r\n\r\n", 400),
    ("lf behind data", chunked + "1\r\na\n0\r\n\r\n", 400),
    ("cr behind data", chunked + "1\r\na\rb0\r\n\r\n", 400),
    ("data too short", chunked + "3\r\na\r\n0\r\n\r\n", 400),
    ("trailer with lf", chunked + "0\r\nX: y\n\r\n", 400),
    ("lf for the end", chunked + "0\r\n\n", 400),
    ("trailer without colon", chunked + "0\r\nX\r\n\r\n", 400),
    ("folded trailer", chunked + "0\r\nX: y\r\n z\r\n\r\n", 400),
    ("trailer with a blank", chunked + "0\r\nX : y\r\n\r\n", 400),
    ("long trailer", chunked + "0\r\nX: " + String(repeating: "a", count: 9000) + "\r\n\r\n", 431),
  ]

  private static let limits: [(name: String, bytes: String, status: Int)] = [
    ("long target", "GET /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\n", 431),
    ("long line", post + "X: " + String(repeating: "a", count: 9000) + "\r\n\r\n", 431),
    ("line without end", String(repeating: "G", count: 9000), 431),
    ("many fields", post + String(repeating: "X: a\r\n", count: 100) + "\r\n", 431),
    (
      "long head",
      post + String(repeating: "X: " + String(repeating: "a", count: 7000) + "\r\n", count: 10), 431
    ),
  ]
}
