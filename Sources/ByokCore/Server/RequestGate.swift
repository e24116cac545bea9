/// Which requests are answered at all: those of programs on this machine, not of web pages.
///
/// A page in a browser can reach a port of this machine by a name of its own (DNS rebinding), or send
/// requests there from its own place; a server that fetches addresses for others can be made to.
package struct RequestGate: Sendable {
  /// Names besides this machine's by which it may be asked, in lower case.
  private let hosts: Set<String>

  /// - Parameter hosts: Names besides this machine's by which it may be asked.
  package init(hosts: [String] = []) { self.hosts = Set(hosts.map { $0.lowercased() }) }

  private static let methods = ["GET", "HEAD", "POST", "DELETE"]
  private static let signsOfProxies = ["forwarded", "x-forwarded-for", "x-forwarded-host", "via"]

  /// - Throws: Why a request is not answered.
  package func check(_ head: RequestHead) throws(RequestFlaw) {
    let names = head["host"]
    guard names.count == 1, let name = names.first else {
      throw .bad("the request does not have one Host field")
    }
    guard let (host, _) = Host.split(ASCII.lowercased(name)[...], defaultPort: 80) else {
      throw .bad("the Host field is no host and port")
    }
    guard Host.isLoopback(host) || hosts.contains(host) else {
      throw Self.forbidden("the request is for another host than this machine")
    }
    guard head["origin"].isEmpty, head["sec-fetch-site"].allSatisfy({ $0 == "none" }) else {
      throw Self.forbidden("requests of web pages are not answered")
    }
    for field in Self.signsOfProxies where !head[field].isEmpty {
      throw Self.forbidden("requests that a proxy has passed on are not answered")
    }
    if head.has("websocket", in: "upgrade") {
      throw RequestFlaw(404, "WebSockets are not supported here")
    }
    guard Self.methods.contains(head.method) else {
      throw RequestFlaw(405, "the methods are GET, HEAD, POST and DELETE")
    }
    let framing = try head.framing()
    guard head.method == "POST" || framing == .length(0) else {
      throw .bad("only POST requests may have a body")
    }
  }

  private static func forbidden(_ message: String) -> RequestFlaw { RequestFlaw(403, message) }
}
