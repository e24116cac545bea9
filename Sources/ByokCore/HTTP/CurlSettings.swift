internal import CCurl

/// What of a request stays set in a handle, and may serve for the next one.
struct CurlSettings: Equatable {
  private let url: String
  private let base: BaseURL
  private let headers: [ResponseHead.Field]
  private let timeout: Double
  private let isPublicOnly: Bool
  private let obeysTrustVariables: Bool
  private let hasBody: Bool
  private let hasCertificates: Bool
  private let method: String
  /// The addresses of the keys' lines; their content is read anew for each request.
  private let keyLines: [UInt]

  init(
    _ request: HTTPRequest, hasBody: Bool, hasCertificates: Bool, keyLines: UnsafeRawBufferPointer
  ) {
    method = request.method
    (url, base, timeout) = (request.url, request.base, request.timeout)
    headers = request.headers.map { .init(name: $0.name, value: $0.value) }
    (isPublicOnly, obeysTrustVariables) = (request.isPublicOnly, request.obeysTrustVariables)
    self.hasBody = hasBody
    self.hasCertificates = hasCertificates
    self.keyLines = unsafe CurlLists.lines(in: keyLines).map { UInt(bitPattern: $0) }
  }
}

/// The lists of lines that a request hands to libcurl, made by hand.
///
/// The keys' lines are linked in without a copy: `curl_slist_append` would copy it.
@safe final class CurlLists {
  private(set) var headers: UnsafeMutablePointer<ccurl_list>?
  private(set) var pins: UnsafeMutablePointer<ccurl_list>?
  private var copies: [UnsafeMutablePointer<CChar>] = unsafe []

  init(_ request: HTTPRequest, keyLines: UnsafeRawBufferPointer) {
    for (name, value) in request.headers {
      unsafe headers = link(copy("\(name): \(value)"), before: headers)
    }
    // libcurl would wait a second for "100 Continue" before a long body.
    unsafe headers = link(copy("Expect:"), before: headers)
    let lines = unsafe Self.lines(in: keyLines)
    for index in unsafe lines.indices { unsafe headers = link(lines[index], before: headers) }
    if request.base.host == "localhost" {
      unsafe pins = link(copy("localhost:\(request.base.port):127.0.0.1,[::1]"), before: nil)
    }
  }

  /// Where the lines begin that each end with a zero byte.
  static func lines(in bytes: UnsafeRawBufferPointer) -> [UnsafePointer<CChar>] {
    var starts: [UnsafePointer<CChar>] = unsafe []
    var isStart = true
    for index in bytes.indices {
      if isStart, let base = bytes.baseAddress {
        unsafe starts.append((base + index).assumingMemoryBound(to: CChar.self))
      }
      isStart = unsafe bytes[index] == 0
    }
    return unsafe starts
  }

  deinit {
    unsafe Self.release(headers)
    unsafe Self.release(pins)
    while let copy = unsafe copies.popLast() { unsafe copy.deallocate() }
  }

  private static func release(_ list: UnsafeMutablePointer<ccurl_list>?) {
    var next = unsafe list
    while let node = unsafe next {
      unsafe next = node.pointee.next
      unsafe node.deallocate()
    }
  }

  private func copy(_ line: String) -> UnsafePointer<CChar> {
    let text = Array(line.utf8CString)
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
    unsafe copy.initialize(from: text, count: text.count)
    unsafe copies.append(copy)
    return unsafe UnsafePointer(copy)
  }

  private func link(
    _ line: UnsafePointer<CChar>?, before next: UnsafeMutablePointer<ccurl_list>?
  ) -> UnsafeMutablePointer<ccurl_list> {
    let node = UnsafeMutablePointer<ccurl_list>.allocate(capacity: 1)
    unsafe node.initialize(to: ccurl_list(line: line, next: next))
    return unsafe node
  }
}
