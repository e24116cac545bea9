internal import CCurl

/// One exchange as libcurl reports it: collects the head, hands on the body, watches the limits.
///
/// See byok-security(7), Limits.
@safe package final class CurlTransfer {
  /// Seconds for name look-up, connection and TLS handshake.
  package static let connectTimeout = 10.0
  /// Seconds until the first byte of the answer: reasoning models are silent for minutes.
  package static let firstByteTimeout = 300.0
  /// Seconds without a byte after that.
  package static let idleTimeout = 120.0
  /// The most bytes of all header lines, and of one.
  package static let headLimit = 65_536
  package static let headerLineLimit = 16_384
  /// Seconds between two times that the stack of a thread, of which a broker has many, is made small.
  private static let trimInterval = 0.1
  /// The most interim (1xx) responses.
  package static let interimLimit = 16

  private let receiver: any ResponseReceiver
  /// The variable that may send the request through a proxy, for messages.
  private let proxyVariable: String?
  private let clock: Clock
  /// What knows whether the program that it is for is still there; `nil` where it is for us.
  private let watch: CurlWatch?
  /// What is sent, where it need not fit in memory.
  private let upload: (any BodySource)?
  /// The bytes of it that were handed over.
  private var uploaded = 0
  private var head = ResponseHead(status: 0)
  private var headBytes = 0
  private var interimCount = 0
  private var lastByte: Double
  private var problem: TransportFailure?
  private var isStopped = false
  /// When the thread's stack was last made small.
  private var lastTrim: Double

  /// Whether the final response's head has arrived.
  private(set) var hasHead = false
  /// Whether all of the body has been handed over.
  private(set) var hasUploaded = false

  /// - Parameters:
  ///   - receiver: Who takes the response.
  ///   - upload: A body that is read while it is sent; `nil` where it is in memory.
  ///   - watch: What knows whether the program that it is for is still there; `nil` where it is for us.
  ///   - proxyVariable: The variable that may send the request through a proxy.
  ///   - clock: For the limits of time.
  init(
    _ receiver: any ResponseReceiver, upload: (any BodySource)? = nil, watch: CurlWatch? = nil,
    proxyVariable: String?, clock: Clock = .system
  ) {
    (self.receiver, self.upload, self.watch) = (receiver, upload, watch)
    (self.proxyVariable, self.clock) = (proxyVariable, clock)
    lastByte = clock.monotonic()
    lastTrim = lastByte
  }

  /// The transfer behind a callback's context.
  static func at(_ context: UnsafeMutableRawPointer?) -> CurlTransfer {
    guard let context = unsafe context else { preconditionFailure("libcurl lost its context") }
    return unsafe Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
  }

  /// Takes bytes of the body; answers whether to go on.
  func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    lastByte = clock.monotonic()
    isStopped = unsafe !receiver.receive(lent: bytes.bindMemory(to: UInt8.self).span)
    return !isStopped
  }

  /// Hands over the next bytes of the body, and never more than were announced.
  ///
  /// - Returns: How many; `nil` when they cannot be read.
  func sendBody(into room: UnsafeMutableRawBufferPointer) -> Int? {
    lastByte = clock.monotonic()
    guard let upload else { return 0 }
    do throws(Errno) {
      let left = upload.count.map { min(room.count, $0 - uploaded) } ?? room.count
      let bytes = left > 0 ? try upload.next(atMost: left) : []
      unsafe room.copyBytes(from: bytes)
      uploaded += bytes.count
      hasUploaded = upload.count.map { uploaded == $0 } ?? bytes.isEmpty
      // The server would wait for the rest.
      guard hasUploaded || !bytes.isEmpty else { return abort("the body ends too early") }
      return bytes.count
    } catch {
      return abort(error.text)
    }
  }

  private func abort(_ reason: String) -> Int? {
    problem = TransportFailure(cause: .unusable, message: "cannot read the body: \(reason)")
    return nil
  }

  /// Starts the body again, as libcurl does where a kept connection turns out to be closed.
  ///
  /// - Returns: Whether it can.
  func restartBody(at offset: Int64) -> Bool {
    guard offset == 0, let upload else { return false }
    upload.rewind()
    (uploaded, hasUploaded) = (0, false)
    return true
  }

  /// Takes one header line; answers whether to go on.
  func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
    lastByte = clock.monotonic()
    headBytes += bytes.count
    guard bytes.count <= Self.headerLineLimit else {
      return stop(.tooLarge, Self.longLine)
    }
    guard headBytes <= Self.headLimit else {
      return stop(.tooLarge, "the response header exceeds \(Self.headLimit >> 10) KiB")
    }
    let end = unsafe bytes.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? 0
    guard end > 0 else { return endHead() }
    let line = unsafe UnsafeRawBufferPointer(rebasing: bytes[..<end])
    if unsafe line.starts(with: "HTTP/".utf8) {
      let words = unsafe line.split(separator: UInt8(ascii: " "), maxSplits: 2)
      let status = unsafe words.count > 1 ? String(decoding: words[1], as: UTF8.self) : ""
      head = ResponseHead(status: Int(status) ?? 0)
    } else if let colon = unsafe line.firstIndex(of: UInt8(ascii: ":")) {
      let value = unsafe line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
      unsafe head.headers.append(
        .init(
          name: String(decoding: line[..<colon], as: UTF8.self).lowercased(),
          value: String(decoding: value, as: UTF8.self)))
    }
    return true
  }

  private func endHead() -> Bool {
    // Trailers behind a chunked body end like a head does.
    guard !hasHead else { return true }
    if (100..<200).contains(head.status) {
      interimCount += 1
      guard interimCount <= Self.interimLimit else {
        return stop(.tooLarge, "more than \(Self.interimLimit) interim responses")
      }
      return true
    }
    hasHead = true
    // A stream may be silent after its first bytes.
    if head["content-length"] == nil { lastTrim = 0 }
    isStopped = !receiver.receive(head)
    return !isStopped
  }

  /// Whether no time limit is exceeded; libcurl asks at least once a second.
  func mayGoOn() -> Bool {
    receiver.idle()
    guard receiver.wantsMore else {
      isStopped = true
      return false
    }
    let now = clock.monotonic()
    if let watch {
      // Afterwards its socket is known, and a reply may be whole that its program has taken already.
      if !hasHead, watch.hasGone {
        stop()
        return false
      }
      if now - lastTrim > Self.trimInterval {
        lastTrim = now
        ccurl_trim_stack()
      }
    }
    let silence = now - lastByte
    let limit = hasHead ? Self.idleTimeout : Self.firstByteTimeout
    guard silence > limit else { return true }
    let what = hasHead ? "no more data arrived" : "no response"
    return stop(.timeout, "\(what) for \(Int(limit)) s")
  }

  /// Lets the exchange end early because nobody waits for it.
  func stop() {
    isStopped = true
    receiver.abandon()
  }

  /// Ends the exchange.
  func end(_ times: TransferTimes) { receiver.receive(times) }

  private func stop(_ cause: TransportFailure.Cause, _ message: String) -> Bool {
    problem = TransportFailure(cause: cause, message: message, wasSent: true)
    return false
  }

  /// What to make of libcurl's result; `nil` if all went well or the receiver had enough.
  func failure(code: CInt, text: String, wasSent: Bool) -> TransportFailure? {
    if isStopped { return nil }
    if let problem { return problem }
    guard code != CInt(CCURL_OK) else { return nil }
    if isLongLine(code, wasSent: wasSent) {
      return TransportFailure(cause: .tooLarge, message: Self.longLine, wasSent: true)
    }
    let words = Sanitizer.oneLine(
      text.isEmpty ? unsafe String(cString: ccurl_error_text(code)) : text)
    let cause = cause(of: code)
    let proxy = cause == .network ? proxyVariable.map { " (\($0) is set)" } ?? "" : ""
    return TransportFailure(
      cause: cause, message: Self.asClause(words) + proxy, wasSent: wasSent)
  }

  private static let longLine =
    "a line of the response header exceeds \(headerLineLimit >> 10) KiB"

  /// Whether a header line was longer than libcurl's own limit, which older ones call out of
  /// memory.
  private func isLongLine(_ code: CInt, wasSent: Bool) -> Bool {
    let isSo = [CCURL_E_OUT_OF_MEMORY, CCURL_E_TOO_LARGE].contains(Int(code))
    return isSo && wasSent && !hasHead
  }

  /// A sentence as a part of one: a capital is made small, unless it begins an abbreviation.
  private static func asClause(_ sentence: String) -> String {
    guard sentence.dropFirst().first?.isUppercase != true else { return sentence }
    return sentence.prefix(1).lowercased() + sentence.dropFirst()
  }

  private func cause(of code: CInt) -> TransportFailure.Cause {
    switch Int(code) {
    case CCURL_E_OPERATION_TIMEDOUT: .timeout
    case CCURL_E_PEER_FAILED_VERIFICATION: .untrusted
    case CCURL_E_OUT_OF_MEMORY, CCURL_E_SSL_CACERT_BADFILE: .unusable
    case CCURL_E_PARTIAL_FILE, CCURL_E_RECV_ERROR: hasHead ? .cutOff : .network
    case CCURL_E_WEIRD_SERVER_REPLY: .cutOff
    default: .network
    }
  }
}
