/// The first part of a request, in which everything has one reading.
package struct RequestHead: Equatable, Sendable {
  package let method: String
  /// The target as it was sent: a path, and a query if there is one.
  package let target: String
  /// Whether it is HTTP/1.0.
  package let isOld: Bool
  /// The header fields in their order, names as they were sent.
  package internal(set) var fields: [Field] = []

  /// A header field.
  package struct Field: Equatable, Sendable {
    package let name: String
    package let value: String

    package init(name: String, value: String) { (self.name, self.value) = (name, value) }

    /// Whether it has that name, which must be in lower case.
    package func isNamed(_ wanted: String) -> Bool {
      name.utf8.count == wanted.utf8.count
        && zip(name.utf8, wanted.utf8).allSatisfy { ASCII.lower($0) == $1 }
    }
  }

  /// Where the body ends.
  package enum Framing: Equatable, Sendable {
    /// So many bytes follow; 0 for no body.
    case length(Int)
    /// Chunks follow.
    case chunked
  }

  package init(method: String, target: String, isOld: Bool = false, fields: [Field] = []) {
    (self.method, self.target, self.isOld, self.fields) = (method, target, isOld, fields)
  }

  /// The values of the fields of a name, which must be in lower case.
  package subscript(name: String) -> [String] {
    fields.filter { $0.isNamed(name) }.map(\.value)
  }

  /// Whether a field of comma-separated words has a word, which must be in lower case.
  package func has(_ word: String, in name: String) -> Bool {
    self[name].contains { value in
      value.split(separator: ",").contains {
        ASCII.lowercased(ASCII.trimmed($0)) == word
      }
    }
  }

  /// Whether it asks for the reply's head alone.
  package var isHead: Bool { method == "HEAD" }

  /// Whether no other request follows on the connection.
  ///
  /// Source: RFC 9112, section 9.3.
  package var isLast: Bool {
    has("close", in: "connection") || isOld && !has("keep-alive", in: "connection")
  }

  /// Where the body ends.
  ///
  /// Source: RFC 9112, section 6.3; what it lets a server repair is refused.
  ///
  /// - Throws: Why that has no one answer.
  package func framing() throws(RequestFlaw) -> Framing {
    let lengths = self["content-length"]
    let codings = self["transfer-encoding"]
    guard lengths.count + codings.count <= 1 else {
      throw .bad("the length of the request's body is given more than once")
    }
    if let coding = codings.first {
      guard !isOld, ASCII.lowercased(coding) == "chunked" else {
        throw .bad("the only transfer coding that is understood is chunked, of HTTP/1.1")
      }
      return .chunked
    }
    guard let text = lengths.first else { return .length(0) }
    let isNumber = (1...19).contains(text.utf8.count) && text.utf8.allSatisfy(ASCII.isDigit)
    let isPlain = text == "0" || text.utf8.first != UInt8(ascii: "0")
    guard isNumber, isPlain, let length = Int(text) else {
      throw .bad("Content-Length is not a number")
    }
    return .length(length)
  }

  /// Whether the client waits for the word to send the body.
  ///
  /// - Throws: That it expects something else.
  package func expectsContinue() throws(RequestFlaw) -> Bool {
    let expectations = self["expect"]
    guard let expectation = expectations.first else { return false }
    guard expectations.count == 1, ASCII.lowercased(expectation) == "100-continue" else {
      throw .unknownExpectation
    }
    return !isOld
  }
}
