/// A request of other programs that a broker passes on.
package struct BrokeredRequest: Sendable {
  /// What its reply is paid for.
  package enum Metering: Sendable {
    /// Nothing: lists, counts.
    case free
    /// The tokens of a reply, which the dialect's decoder counts.
    case reply
    /// The tokens that a member `usage` of one JSON document counts.
    case document
    /// Something that no tokens count: images, sound.
    case unknown
  }

  package let method: String
  /// The parts of the path below the provider's address.
  ///
  /// `*` stands for one part, which may have to end with what follows the star, and `**` at the end
  /// for one or more.
  let path: [String]
  package let metering: Metering
  /// Whether the body may be a form with files, which is not looked into.
  package let isForm: Bool
  /// Whether it is of files and batches, which outlive the request.
  private(set) package var isOfFiles = false

  private init(_ method: String, _ path: String, _ metering: Metering, isForm: Bool = false) {
    self.method = method
    self.path = path.split(separator: "/").map(String.init)
    (self.metering, self.isForm) = (metering, isForm)
  }

  static func get(_ path: String) -> Self { Self("GET", path, .free) }

  static func delete(_ path: String) -> Self { Self("DELETE", path, .free) }

  static func post(_ path: String, _ metering: Metering, isForm: Bool = false) -> Self {
    Self("POST", path, metering, isForm: isForm)
  }

  /// Whether it costs nothing.
  package var isFree: Bool { if case .free = metering { true } else { false } }

  /// The same for tokens that may use files.
  static func ofFiles(_ requests: [Self]) -> [Self] {
    requests.map { request in
      var request = request
      request.isOfFiles = true
      return request
    }
  }

  /// Whether it has that method and path.
  package func matches(_ method: String, _ parts: ArraySlice<String>) -> Bool {
    // A question for the head alone is one for all of it.
    guard (method == "HEAD" ? "GET" : method) == self.method else { return false }
    let isOpen = path.last == "**"
    guard isOpen ? parts.count >= path.count : parts.count == path.count else { return false }
    return zip(path, parts).allSatisfy { pattern, part in
      guard pattern.hasPrefix("*") else { return pattern == part }
      let ending = pattern.drop { $0 == "*" }
      return part.utf8.count > ending.utf8.count && part.hasSuffix(ending)
    }
  }

  /// The model that the path names: the part of a star with an ending, without that.
  package func model(in parts: ArraySlice<String>) -> String? {
    for (pattern, part) in zip(path, parts) where pattern.hasPrefix("*:") {
      return String(part.dropLast(pattern.utf8.count - 1))
    }
    return nil
  }
}
