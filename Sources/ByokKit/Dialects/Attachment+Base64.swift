internal import ByokCore

extension Attachment {
  /// The bytes in base64; `nil` where only their address is known.
  var base64: String? {
    guard case .bytes(let bytes) = source else { return nil }
    return Base64.encodeStandard(bytes)
  }

  /// An address that holds the bytes themselves (RFC 2397), or the one where they are.
  var address: String {
    switch source {
    case .bytes(let bytes): "data:\(mediaType);base64,\(Base64.encodeStandard(bytes))"
    case .url(let url): url
    }
  }
}
