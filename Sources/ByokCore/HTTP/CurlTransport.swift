internal import CCurl

/// The network, by libcurl.
///
/// HTTPS with certificate checks and TLS 1.2 or newer, HTTP/1.1, no redirects, cookies or compression.
/// The key's header line is lent to libcurl from locked memory, and libcurl wipes its own buffers.
///
/// Source: <https://curl.se/libcurl/c/curl_easy_setopt.html>.
package struct CurlTransport: Transport {
  /// Which authorities are trusted, and whether there is a proxy.
  package var network: NetworkEnvironment

  package func trusting(_ authorities: ExtraAuthorities) -> any Transport {
    var transport = self
    transport.network.extra = authorities
    return transport
  }

  package func details(for request: HTTPRequest) -> [String] {
    let route = network.text(of: network.route(to: request.base))
    guard request.base.isSecure else { return [route] }
    let trust = network.trust(for: request)
    var details = [route, "authorities: \(trust.text)"]
    if let ignored = trust.ignored { details.append(ignored) }
    return details
  }

  package func send(
    _ request: HTTPRequest, keyLine: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    try CurlConnection(network).send(request, keyLine: keyLine, to: receiver)
  }

  package func send(
    _ request: HTTPRequest, secretBody body: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    try CurlConnection(network).send(request, secretBody: body, to: receiver)
  }

  package func keptOpen() -> any Transport { CurlConnection(network) }
  package func prepare() { ccurl_load_ahead() }
}

/// The network by one handle of libcurl, which keeps its connections open between requests.
///
/// `@unchecked`: one thread at a time uses it.
private final class CurlConnection: Transport, @unchecked Sendable {
  private let network: NetworkEnvironment
  private var handle: CurlHandle?

  init(_ network: NetworkEnvironment) { self.network = network }

  func keptOpen() -> any Transport { CurlConnection(network) }

  func trusting(_ authorities: ExtraAuthorities) -> any Transport {
    CurlTransport(network: network).trusting(authorities).keptOpen()
  }

  func details(for request: HTTPRequest) -> [String] {
    CurlTransport(network: network).details(for: request)
  }

  func send(
    _ request: HTTPRequest, keyLine: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    let count = keyLine.count
    guard count == 0 || request.base.mayCarryKey else { throw .keyInTheClear }
    try unsafe keyLine.withPointer { (key) throws(TransportFailure) in
      let lines = unsafe UnsafeRawBufferPointer(start: key, count: count)
      try unsafe send(request, keyLines: lines, body: request.body.span, to: receiver)
    }
  }

  func send(
    _ request: HTTPRequest, secretBody body: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    try body.withBytes { (body) throws(TransportFailure) in
      let none = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
      try unsafe send(request, keyLines: none, body: body, to: receiver)
    }
  }

  private func send(
    _ request: HTTPRequest, keyLines: UnsafeRawBufferPointer, body: Span<UInt8>,
    to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    if handle == nil { handle = try CurlHandle() }
    try unsafe handle?.exchange(request, keyLines: keyLines, body: body, to: receiver, network)
  }
}

/// One libcurl handle, freed when its owner ends.
@safe private struct CurlHandle: ~Copyable {
  private let easy: OpaquePointer
  /// What runs transfers that end with a socket; made when there is one.
  private var multi: OpaquePointer?
  private let errorText: UnsafeMutablePointer<CChar>
  /// Set to 1 when an address was not to be reached.
  private let isRefused: UnsafeMutablePointer<CInt>
  /// What the handle is set to: many requests differ in nothing but their bodies.
  private var settings: CurlSettings?
  private var lists: CurlLists?

  init() throws(TransportFailure) {
    if let problem = unsafe ccurl_load() {
      let reason = unsafe String(cString: problem)
      throw TransportFailure(
        cause: .missingLibrary, message: "cannot use the network: \(reason)")
    }
    guard let easy = unsafe ccurl_easy_make() else { throw .outOfMemory }
    unsafe self.easy = easy
    unsafe errorText = .allocate(capacity: CCURL_ERROR_SIZE)
    unsafe errorText.initialize(repeating: 0, count: CCURL_ERROR_SIZE)
    unsafe isRefused = .allocate(capacity: 1)
    unsafe isRefused.initialize(to: 0)
  }

  deinit {
    unsafe ccurl_easy_free(easy)
    if let multi = unsafe multi { unsafe ccurl_multi_free(multi) }
    unsafe errorText.deallocate()
    unsafe isRefused.deallocate()
  }

  /// Sends a request, and keeps the connection.
  mutating func exchange(
    _ request: HTTPRequest, keyLines: UnsafeRawBufferPointer, body: Span<UInt8>,
    to receiver: any ResponseReceiver, _ network: NetworkEnvironment
  ) throws(TransportFailure) {
    let trust = network.trust(for: request)
    let certificates = request.base.isSecure ? try trust.certificates() : []
    let wanted = unsafe CurlSettings(
      request, hasBody: body.count > 0 || request.upload != nil,
      hasCertificates: !certificates.isEmpty, keyLines: keyLines)
    if wanted != settings {
      settings = nil
      unsafe ccurl_easy_reset(easy)
      lists = unsafe CurlLists(request, keyLines: keyLines)
      try configure(request, network, trust)
      settings = wanted
    }
    unsafe errorText.pointee = 0
    unsafe isRefused.pointee = 0
    let transfer = CurlTransfer(
      receiver, upload: request.upload,
      proxyVariable: network.route(to: request.base).variable)
    if let upload = request.upload { try install(upload) }
    if request.watched != nil, unsafe multi == nil {
      guard let made = unsafe ccurl_multi_make() else { throw .outOfMemory }
      unsafe multi = made
    }
    do throws(TransportFailure) {
      try run(transfer, body: body, certificates: certificates, watching: request.watched)
    } catch {
      throw error.cause == .untrusted ? trust.explain(error) : error
    }
  }

  /// Lets libcurl read the body while it sends it.
  private borrowing func install(_ upload: any BodySource) throws(TransportFailure) {
    upload.rewind()
    try check(unsafe ccurl_set_long(easy, CInt(CCURL_OPT_POST), 1))
    try check(unsafe ccurl_set_pointer(easy, CInt(CCURL_OPT_POSTFIELDS), nil))
    try check(
      unsafe ccurl_set_offset(
        easy, CInt(CCURL_OPT_POSTFIELDSIZE_LARGE), Int64(upload.count ?? -1)))
    try check(
      unsafe ccurl_set_send(easy, CInt(CCURL_OPT_READFUNCTION)) { bytes, _, count, context in
        let room = unsafe UnsafeMutableRawBufferPointer(start: bytes, count: count)
        return unsafe CurlTransfer.at(context).sendBody(into: room) ?? Int(CCURL_READ_ABORT)
      })
    try check(
      unsafe ccurl_set_seek(easy, CInt(CCURL_OPT_SEEKFUNCTION)) { context, offset, _ in
        unsafe CInt(
          CurlTransfer.at(context).restartBody(at: offset) ? CCURL_SEEK_OK : CCURL_SEEK_FAIL)
      })
  }

  private borrowing func configure(
    _ request: HTTPRequest, _ network: NetworkEnvironment, _ trust: TrustedAuthorities
  ) throws(TransportFailure) {
    let numbers = [
      CCURL_OPT_NOSIGNAL: 1, CCURL_OPT_FOLLOWLOCATION: 0, CCURL_OPT_TCP_KEEPALIVE: 1,
      CCURL_OPT_PROTOCOLS: CCURL_PROTOCOL_HTTP | CCURL_PROTOCOL_HTTPS,
      CCURL_OPT_HTTP_VERSION: CCURL_HTTP_1_1, CCURL_OPT_SSLVERSION: CCURL_TLS_1_2,
      CCURL_OPT_SSL_VERIFYPEER: 1, CCURL_OPT_SSL_VERIFYHOST: 2,
      CCURL_OPT_SUPPRESS_CONNECT_HEADERS: 1, CCURL_OPT_NOPROGRESS: 0,
      CCURL_OPT_CONNECTTIMEOUT_MS: Int(CurlTransfer.connectTimeout * 1000),
      CCURL_OPT_TIMEOUT_MS: Int((request.timeout * 1000).rounded(.up)),
    ]
    for (option, value) in numbers { try check(unsafe ccurl_set_long(easy, CInt(option), value)) }
    var texts = [CCURL_OPT_URL: request.url, CCURL_OPT_ACCEPT_ENCODING: "identity"]
    if request.method == "DELETE" { texts[CCURL_OPT_CUSTOMREQUEST] = request.method }
    // Of proxies, libcurl reads the address alone.
    let usesProxy = network.route(to: request.base).variable != nil
    texts[usesProxy ? CCURL_OPT_NOPROXY : CCURL_OPT_PROXY] = ""
    for (option, value) in texts { try check(unsafe ccurl_set_text(easy, CInt(option), value)) }
    if trust.decidesFolder {
      try check(unsafe ccurl_set_text(easy, CInt(CCURL_OPT_CAPATH), trust.folder))
    }
    try check(unsafe ccurl_set_list(easy, CInt(CCURL_OPT_HTTPHEADER), lists?.headers))
    try check(unsafe ccurl_set_list(easy, CInt(CCURL_OPT_RESOLVE), lists?.pins))
    if request.isPublicOnly { try check(unsafe ccurl_set_public_only(easy, isRefused)) }
    try installCallbacks()
  }

  borrowing func run(
    _ transfer: CurlTransfer, body: Span<UInt8>, certificates: [UInt8],
    watching watched: ConnectionHandle?
  ) throws(TransportFailure) {
    try install(transfer)
    var hasGone: CInt = 0
    let code = try unsafe body.withUnsafeBytes { (body) throws(TransportFailure) in
      try unsafe certificates.span.withUnsafeBytes { (certificates) throws(TransportFailure) in
        if body.count > 0 {
          try check(unsafe ccurl_set_long(easy, CInt(CCURL_OPT_POST), 1))
          try check(
            unsafe ccurl_set_offset(easy, CInt(CCURL_OPT_POSTFIELDSIZE_LARGE), Int64(body.count)))
          try check(unsafe ccurl_set_pointer(easy, CInt(CCURL_OPT_POSTFIELDS), body.baseAddress))
        }
        if certificates.count > 0 {
          try check(
            unsafe ccurl_set_blob(
              easy, CInt(CCURL_OPT_CAINFO_BLOB), certificates.baseAddress, certificates.count))
        }
        guard let watched, let multi = unsafe multi else { return unsafe ccurl_easy_run(easy) }
        return unsafe ccurl_easy_run_watching(easy, multi, watched.descriptor, &hasGone)
      }
    }
    guard unsafe isRefused.pointee == 0 else { throw .privateAddress }
    if hasGone != 0 { transfer.stop() }
    transfer.end(times)
    let sent = count(CCURL_INFO_SIZE_UPLOAD_T)
    let isWhole = body.count > 0 && sent >= Int64(body.count)
    let wasSent = transfer.hasHead || transfer.hasUploaded || isWhole
    let text = unsafe String(cString: errorText)
    if let failure = transfer.failure(code: code, text: text, wasSent: wasSent) { throw failure }
  }

  private var times: TransferTimes {
    TransferTimes(
      name: seconds(CCURL_INFO_NAMELOOKUP_TIME_T), connection: seconds(CCURL_INFO_CONNECT_TIME_T),
      security: seconds(CCURL_INFO_APPCONNECT_TIME_T),
      firstByte: seconds(CCURL_INFO_STARTTRANSFER_TIME_T), total: seconds(CCURL_INFO_TOTAL_TIME_T))
  }

  private borrowing func seconds(_ info: Int) -> Double { Double(count(info)) / 1_000_000 }

  private borrowing func count(_ info: Int) -> Int64 {
    var value: Int64 = 0
    unsafe ccurl_get_offset(easy, CInt(info), &value)
    return value
  }

  private borrowing func installCallbacks() throws(TransportFailure) {
    try check(unsafe ccurl_set_pointer(easy, CInt(CCURL_OPT_ERRORBUFFER), errorText))
    try check(
      unsafe ccurl_set_receive(easy, CInt(CCURL_OPT_WRITEFUNCTION)) { bytes, _, count, context in
        unsafe CurlTransfer.at(context).receiveBody(
          UnsafeRawBufferPointer(start: bytes, count: count))
          ? count : 0
      })
    try check(
      unsafe ccurl_set_receive(easy, CInt(CCURL_OPT_HEADERFUNCTION)) { bytes, _, count, context in
        unsafe CurlTransfer.at(context).receiveHeader(
          UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
      })
    try check(
      unsafe ccurl_set_progress(easy, CInt(CCURL_OPT_XFERINFOFUNCTION)) { context, _, _, _, _ in
        unsafe CurlTransfer.at(context).mayGoOn() ? 0 : 1
      })
  }

  private borrowing func install(_ transfer: CurlTransfer) throws(TransportFailure) {
    let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
    let options = [
      CCURL_OPT_WRITEDATA, CCURL_OPT_HEADERDATA, CCURL_OPT_XFERINFODATA, CCURL_OPT_READDATA,
      CCURL_OPT_SEEKDATA,
    ]
    for option in options {
      try check(unsafe ccurl_set_pointer(easy, CInt(option), context))
    }
  }

  private borrowing func check(_ code: CInt) throws(TransportFailure) {
    guard code != CInt(CCURL_OK) else { return }
    let reason = unsafe String(cString: ccurl_error_text(code))
    throw TransportFailure(
      cause: .unusable, message: "this libcurl lacks functions that byok needs: \(reason)")
  }
}

extension TransportFailure {
  fileprivate static let outOfMemory = Self(
    cause: .unusable, message: "cannot use the network: out of memory")
  fileprivate static let keyInTheClear = Self(
    cause: .unusable, message: "a key is sent over plain http only to this machine")
  fileprivate static let privateAddress = Self(
    cause: .network, message: "its address is in a private network")
}
