package import ByokCore

/// Takes the events of a reply as a ``ReplyReceiver`` reads them.
package protocol ReplyTaker: AnyObject {
  /// Whether anything of the answer has come, after which the request must not be sent again.
  var hasOutput: Bool { get }
  /// Whether more is wanted.
  var wantsMore: Bool { get }

  /// Takes events, in order.
  ///
  /// - Throws: A failure of whoever they are for, which ends the attempt.
  func take(_ events: [StreamEvent]) throws(ByokError)

  /// Begins an attempt.
  func begin()

  /// Goes on waiting.
  func idle()

  /// Ends the attempt, before anything is said about it.
  ///
  /// - Parameter times: How long its parts took; `nil` where there was no network.
  func end(_ times: TransferTimes?)
}
