package import ByokCore

extension ReplyReceiver {
  /// Refuses a reply of which too much would have to be kept to its end.
  ///
  /// - Parameters:
  ///   - count: The bytes so far.
  ///   - hint: What does not keep it.
  /// - Throws: `provider`.
  package static func checkKept(_ count: Int, hint: String) throws(ByokError) {
    guard count > keptLimit else { return }
    throw ByokError(
      .provider, "the reply exceeds \(keptLimit >> 20) MiB", hint: hint)
  }
}
