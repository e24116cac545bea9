package import ByokCore

/// How models are asked, whichever they are: the options on key, address, time and tries.
package struct RequestOptions: Sendable {
  package var api: DialectWord?
  /// The labels of the keys to ask with, in turn.
  package var keys: LabelList?
  package var baseURL: String?
  package var timeout: Seconds?
  package var retries: Int?
  /// Whether the reply is asked for in one piece.
  package var isWhole = false
  /// Whether what the models think is shown.
  package var showsReasoning = false
  /// Whether requests are left out of the usage log.
  package var isUnlogged = false

  package init(
    api: DialectWord? = nil, keys: LabelList? = nil, baseURL: String? = nil,
    timeout: Seconds? = nil,
    retries: Int? = nil, isWhole: Bool = false,
    isUnlogged: Bool = false
  ) {
    self.api = api
    self.keys = keys
    self.baseURL = baseURL
    self.timeout = timeout
    self.retries = retries
    self.isWhole = isWhole
    self.isUnlogged = isUnlogged
  }
}
