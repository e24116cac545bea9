internal import CCurl

/// One libcurl handle, freed when its owner ends.
@safe struct CurlHandle: ~Copyable {
  private let easy: OpaquePointer
  /// What ends transfers with the program that they are for; made when there is one.
  private var watch: CurlWatch?
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
    unsafe errorText.deallocate()
    unsafe isRefused.deallocate()
  }

  /// Sends a request, and keeps the connection.
  mutating func exchange(
    _ request: HTTPRequest, keyLines: UnsafeRawBufferPointer, body: Span<UInt8>,
    to receiver: any ResponseReceiver, _ network: NetworkEnvironment
  ) throws(TransportFailure) {
    let certificates = try Self.certificates(for: request, network)
    try unsafe prepare(
      request, keyLines: keyLines, hasBody: body.count > 0 || request.upload != nil,
      hasCertificates: !certificates.isEmpty, network)
    let transfer = CurlTransfer(
      receiver, upload: request.upload, watch: request.watched == nil ? nil : watch,
      proxyVariable: network.route(to: request.base).variable)
    if let upload = request.upload { try install(upload) }
    do throws(TransportFailure) {
      try run(transfer, body: body, certificates: certificates, watching: request.watched)
    } catch {
      throw error.cause == .untrusted ? network.trust(for: request).explain(error) : error
    }
  }

  // Functions of their own: their values are large, and would be on a thousand stacks while replies
  // are waited for.
  @inline(never) private static func certificates(
    for request: HTTPRequest, _ network: NetworkEnvironment
  ) throws(TransportFailure) -> [UInt8] {
    request.base.isSecure ? try network.trust(for: request).certificates() : []
  }

  /// Sets what is not set yet.
  @inline(never) private mutating func prepare(
    _ request: HTTPRequest, keyLines: UnsafeRawBufferPointer, hasBody: Bool, hasCertificates: Bool,
    _ network: NetworkEnvironment
  ) throws(TransportFailure) {
    let wanted = unsafe CurlSettings(
      request, hasBody: hasBody, hasCertificates: hasCertificates, keyLines: keyLines)
    if request.watched != nil, watch == nil {
      watch = try CurlWatch()
      settings = nil
    }
    if wanted != settings {
      settings = nil
      unsafe ccurl_easy_reset(easy)
      lists = unsafe CurlLists(request, keyLines: keyLines)
      try configure(request, network, network.trust(for: request))
      settings = wanted
    }
    unsafe errorText.pointee = 0
    unsafe isRefused.pointee = 0
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
    var numbers = [
      CCURL_OPT_NOSIGNAL: 1, CCURL_OPT_FOLLOWLOCATION: 0, CCURL_OPT_TCP_KEEPALIVE: 1,
      CCURL_OPT_PROTOCOLS: CCURL_PROTOCOL_HTTP | CCURL_PROTOCOL_HTTPS,
      CCURL_OPT_HTTP_VERSION: CCURL_HTTP_1_1, CCURL_OPT_SSLVERSION: CCURL_TLS_1_2,
      CCURL_OPT_SSL_VERIFYPEER: 1, CCURL_OPT_SSL_VERIFYHOST: 2,
      CCURL_OPT_SUPPRESS_CONNECT_HEADERS: 1, CCURL_OPT_NOPROGRESS: 0,
      CCURL_OPT_CONNECTTIMEOUT_MS: Int(CurlTransfer.connectTimeout * 1000),
      CCURL_OPT_TIMEOUT_MS: Int((request.timeout * 1000).rounded(.up)),
    ]
    if watch != nil { numbers[CCURL_OPT_BUFFERSIZE] = CurlWatch.bufferSize }
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
    if let watch { try check(unsafe watch.install(in: easy)) }
    if request.isPublicOnly { try check(unsafe ccurl_set_public_only(easy, isRefused)) }
    try installCallbacks()
  }

  borrowing func run(
    _ transfer: CurlTransfer, body: Span<UInt8>, certificates: [UInt8],
    watching watched: ConnectionHandle?
  ) throws(TransportFailure) {
    try install(transfer)
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
        guard let watched, let watch else { return unsafe ccurl_easy_run(easy) }
        return try watch.during(watched) { unsafe ccurl_easy_run(easy) }
      }
    }
    guard unsafe isRefused.pointee == 0 else { throw .privateAddress }
    if code != CInt(CCURL_OK), watched != nil, watch?.hasGone ?? false { transfer.stop() }
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
  fileprivate static let privateAddress = Self(
    cause: .network, message: "its address is in a private network")
}
