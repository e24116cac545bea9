internal import CCurl

extension CurlTransport {
  /// The version of libcurl, or why there is none.
  package static var library: Result<String, TransportFailure> {
    if let problem = unsafe ccurl_load() {
      return .failure(
        TransportFailure(cause: .missingLibrary, message: unsafe String(cString: problem)))
    }
    return .success(unsafe String(cString: ccurl_version_text()))
  }
}
