/// How models are asked, whichever they are: the options on key, address, time and tries.
struct ChatRoute: Sendable {
  var api: ChatAPI?
  /// The labels of the keys to ask with, in turn.
  var keys: LabelList?
  var baseURL: String?
  var timeout: Seconds?
  var retries: Int?
  /// A file of authorities that are trusted besides the system's.
  var certificates: String?
  /// Whether the reply is asked for in one piece.
  var isWhole = false
  /// Whether requests are left out of the usage log.
  var isUnlogged = false
}
