internal import ByokCore

/// How a provider takes requests together, and gives the results back.
///
/// It does no input or output: what is here makes requests and reads answers.
protocol BatchShape: Sendable, SendableMetatype {
  /// What is between two requests of a part.
  static var separator: [UInt8] { get }

  /// Whether requests are uploaded as a file before the batch is created.
  static var uploads: Bool { get }

  /// Whether the provider's list shows for certain which batch is whose.
  static var hasMark: Bool { get }

  /// One request of a part.
  ///
  /// - Parameters:
  ///   - id: What the result is found by.
  ///   - body: The request's JSON, not streamed.
  ///   - endpoint: The path that it is for.
  /// - Returns: The line without its end.
  static func line(id: String, _ body: [UInt8], endpoint: String) -> [UInt8]

  /// The request that uploads a file, with what goes before and after the lines.
  static func upload(name: String) -> BatchUpload

  /// The id of an uploaded file.
  static func fileID(in document: JSONValue) -> String?

  /// The request that creates a batch, with what goes before and after the lines where it carries them.
  static func creation(_ part: BatchPart, intent: String, window: String) -> BatchUpload

  /// The path of a batch.
  static func path(of id: String) -> String

  /// The path of a file at the provider.
  static func filePath(of id: String) -> String

  /// The method and path that cancel a batch.
  static func cancellation(of id: String) -> (method: String, path: String)

  /// The path of the list of batches, and the page of it.
  static func list(after cursor: String?) -> String

  /// The batches of a page, and the cursor of the next; `nil` at the end.
  static func page(
    _ document: JSONValue, after cursor: String?
  ) -> (jobs: [BatchJob], next: String?)

  /// What a document says of a batch; `nil` where it is none.
  static func job(_ document: JSONValue) -> BatchJob?

  /// Where the results are.
  static func results(of job: BatchJob) -> [BatchResultPlace]

  /// What a line of the results says; `nil` where it cannot be understood.
  static func answer(_ line: [UInt8]) -> (id: String, answer: BatchAnswer)?
}

extension BatchShape {
  static var separator: [UInt8] { [UInt8(ascii: "\n")] }
  static var uploads: Bool { true }
  static var hasMark: Bool { true }

  static func fileID(in document: JSONValue) -> String? { document["id"]?.text }
  static func filePath(of id: String) -> String { "/files/\(id)" }

  /// A part of a form with one file of lines, as `multipart/form-data`.
  ///
  /// Source: RFC 7578.
  static func form(_ path: String, name: String) -> BatchUpload {
    let boundary = BatchUpload.boundary
    let head =
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
      + "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n"
      + "Content-Type: application/jsonl\r\n\r\n"
    return BatchUpload(
      path: path, type: "multipart/form-data; boundary=\(boundary)", before: head,
      behind: "\n\r\n--\(boundary)--\r\n")
  }
}

/// A request whose body has the lines of a part in its middle.
struct BatchUpload {
  let path: String
  var type = "application/json"
  let before: String
  var behind = ""
  /// Whether the lines are in it at all.
  var hasLines = true

  /// What no JSON has at the start of a line.
  static let boundary = "byok-7c1f0a9be24d4c5f8d36"
}

/// A batch as the provider describes it.
struct BatchJob: Equatable, Sendable {
  var id: String
  /// The provider's word.
  var status = ""
  /// Whether nothing more will happen to it.
  var isEnded = false
  var isExpired = false
  var isCancelled = false
  /// What failed it as a whole.
  var failure: String?
  /// The codes of that.
  var codes: [String] = []
  var total: Int?
  var completed: Int?
  var failed: Int?
  /// In seconds since 1970.
  var created: Int?
  var finished: Int?
  var expires: Int?
  /// Ids of files or addresses with results.
  var outputs: [String] = []
  /// What tells whose it is: marks, names, the uploaded file.
  var marks: [String] = []
}

/// Where results are.
enum BatchResultPlace: Equatable {
  /// A path below the provider's address, answered by lines.
  case lines(String)
  /// An address, which must be of the provider's own origin.
  case address(String)
  /// A path whose document has the results in a member, as an array.
  case member(String, String)
}

/// What came of one request of a batch.
enum BatchAnswer: Equatable {
  /// A reply, or a failure, as the request alone would have been answered.
  case reply(status: Int, body: Range<Int>)
  /// A failure of which only words are known; the range is of an object that says so.
  case failure(status: Int, body: Range<Int>)
  /// It was not asked before the batch ended.
  case expired
  case cancelled
}

/// The shapes by their words.
enum BatchShapes {
  static func of(_ shape: BatchTerms.Shape) -> any BatchShape.Type {
    switch shape {
    case .files, .offline: FilesBatch.self
    case .messages: MessagesBatch.self
    case .operations: OperationsBatch.self
    case .jobs: JobsBatch.self
    case .requests: RequestsBatch.self
    }
  }
}

/// Reads a line of results without making a tree of what is in it.
struct RawMembers {
  private(set) var text: [String: String] = [:]
  private(set) var numbers: [String: Int] = [:]
  private(set) var ranges: [String: Range<Int>] = [:]

  /// - Parameters:
  ///   - line: An object.
  ///   - inner: The members whose own members are read, too, by names with a dot.
  init?(_ line: [UInt8], entering inner: Set<String>) {
    let bytes = line.span
    var reader = JSONReader(bytes, .lossy)
    do throws(JSONFlaw) {
      guard try reader.openObject(bytes) else { return nil }
      try read(&reader, bytes, "", inner)
      try reader.finish(bytes)
    } catch {
      return nil
    }
  }

  private mutating func read(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>, _ prefix: String, _ inner: Set<String>
  ) throws(JSONFlaw) {
    while try reader.nextMember(bytes) {
      let name = prefix + (try bytes.text(reader.name, .lossy))
      let first = reader.peek(bytes)
      let start = reader.position
      if inner.contains(name), first == UInt8(ascii: "{"), try reader.openObject(bytes) {
        try read(&reader, bytes, name + ".", inner)
        ranges[name] = start..<reader.position
        continue
      }
      if first == UInt8(ascii: "\"") {
        text[name] = try reader.text(bytes)
      } else if first.map(JSONReader.beginsNumber) == true {
        numbers[name] = try reader.integer(bytes)
      } else {
        try reader.skip(bytes)
      }
      if first != UInt8(ascii: "n") { ranges[name] = start..<reader.position }
    }
  }
}
