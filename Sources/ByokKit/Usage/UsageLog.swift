/// The log of requests: what keys were used for, never what was said.
///
/// One JSON object a line, appended by a single `write`, so that the lines of many processes never
/// mix.
///
/// Source: CONTRACT.md part 5.
struct UsageLog {
  /// One line.
  struct Record: Encodable {
    var time: String
    var provider: String
    var model: String
    var key: String?
    var inputTokens: Int?
    var outputTokens: Int?
    var cost: Double?
    var status: Int32
    var milliseconds: Int

    private enum CodingKeys: String, CodingKey {
      case time, provider, model, key, status
      case inputTokens = "input_tokens"
      case outputTokens = "output_tokens"
      case cost = "cost_usd"
      case milliseconds = "ms"
    }
  }

  let path: FilePath

  /// Appends a line.
  ///
  /// - Throws: `damaged` when the file or its folder is not safe; a failure when it cannot be written.
  func append(_ record: Record) throws(ByokError) {
    let line = try record.json() + [UInt8(ascii: "\n")]
    guard let folder = try SafeFolder.open(holding: path, create: true) else { return }
    let file: OpenFile
    do {
      file = try OpenFile(appendingTo: path.name, below: folder)
    } catch {
      throw failure(error)
    }
    try SafeFolder.check(file, path: path.text, privacy: .notWritable)
    do {
      try file.writeAll(line.span)
    } catch {
      throw failure(error)
    }
  }

  private func failure(_ error: Errno) -> ByokError {
    ByokError(.failure, "cannot write the usage log '\(path.text)': \(error.text)")
  }
}
