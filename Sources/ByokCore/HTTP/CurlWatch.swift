internal import CCurl

/// Ends the transfers of one handle when the program that they are for hangs up.
///
/// `@unchecked`: C code guards what its threads share. The thread that runs the handle calls the rest.
@safe final class CurlWatch: @unchecked Sendable {
  /// Bytes that are read at once: a broker may have a thousand transfers.
  static let bufferSize = 4 << 10
  private let watch: OpaquePointer

  /// - Throws: That memory is out.
  init() throws(TransportFailure) {
    guard let made = unsafe ccurl_watch_make() else { throw .outOfMemory }
    unsafe watch = made
  }

  deinit { unsafe ccurl_watch_free(watch) }

  /// Tells a handle of it.
  ///
  /// - Returns: libcurl's code.
  func install(in easy: OpaquePointer) -> CInt { unsafe ccurl_set_watch(easy, watch) }

  /// Whether the program has hung up.
  var hasGone: Bool { unsafe ccurl_watch_has_gone(watch) != 0 }

  /// Runs a transfer for a program.
  ///
  /// - Throws: What the transfer throws; that memory is out.
  func during<Result>(
    _ client: ConnectionHandle, _ transfer: () throws(TransportFailure) -> Result
  ) throws(TransportFailure) -> Result {
    guard unsafe ccurl_watch_begin(watch, client.descriptor) == 0 else { throw .outOfMemory }
    defer { unsafe ccurl_watch_end(watch) }
    return try transfer()
  }
}

extension TransportFailure {
  static let outOfMemory = Self(
    cause: .unusable, message: "cannot use the network: out of memory")
}
