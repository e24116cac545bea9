internal import ByokCore
internal import CCatalogue

/// Rows of models, one a line, in ascending order of their names (`PROVIDER/MODEL-ID`, as bytes).
///
/// They stay bytes: what is looked for is found by halving, and only its line is read.
package struct ModelTable: Sendable {
  /// Where the rows are; `nil` for those that are built in.
  private let bytes: [UInt8]?

  /// The rows that are built into the program.
  package static let builtIn = Self(bytes: nil)

  private init(bytes: [UInt8]?) { self.bytes = bytes }

  /// Rows that were read from a file.
  ///
  /// - Parameter rows: Lines, each with its end, in the right order.
  package init(rows: [UInt8]) { bytes = rows }

  private static let newline = UInt8(ascii: "\n")
  /// What is before the name in each line.
  private static let head = "{\"model\":\"".utf8.count

  private func read<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    if let bytes { return body(bytes.span) }
    let rows = unsafe UnsafeBufferPointer(start: ccatalogue_rows(), count: ccatalogue_size())
    return unsafe body(rows.span)
  }

  /// The row of a model; `nil` if there is none of that very id.
  func find(provider: String, id: String) -> Model? {
    let name = Array("\(provider)/\(id)".utf8)
    return read { bytes in
      let start = Self.position(of: name, in: bytes)
      let line = bytes.extracting(start..<Self.end(of: start, in: bytes))
      guard Self.order(line, name) == 0 else { return nil }
      return Model(row: line)
    }
  }

  /// The row that describes a model: its own, or for a dated version that of the id without the
  /// date.
  package func described(provider: String, id: String) -> Model? {
    find(provider: provider, id: id)
      ?? Catalogue.undated(id).flatMap { find(provider: provider, id: $0) }
  }

  /// The rows of one id, or of several, in ascending order of their providers.
  ///
  /// One pass over all rows, which is less than looking at each provider's.
  func rows(of ids: [String]) -> [Model] {
    let ids = ids.map { Array("/\($0)\"".utf8) }
    return read { bytes in
      var models: [Model] = []
      var start = 0
      while start < bytes.count {
        let line = bytes.extracting(start..<Self.end(of: start, in: bytes))
        if let slash = Self.slash(in: line), ids.contains(where: { line.holds($0, at: slash) }),
          let model = Model(row: line)
        {
          models.append(model)
        }
        start += line.count + 1
      }
      return models
    }
  }

  /// The rows of a provider, in ascending order of their ids.
  package func models(of provider: String) -> [Model] {
    var models: [Model] = []
    forEach(of: provider) { models.append($0) }
    return models
  }

  /// Hands out the rows of a provider, in ascending order of their ids.
  func forEach(of provider: String, _ body: (consuming Model) -> Void) {
    let name = Array("\(provider)/".utf8)
    read { bytes in
      var shared = Model.SharedTexts()
      var start = Self.position(of: name, in: bytes)
      while start < bytes.count {
        let end = Self.end(of: start, in: bytes)
        let line = bytes.extracting(start..<end)
        guard Self.begins(line, with: name) else { break }
        var model = Model(id: "", provider: "", name: "")
        if model.read(line, &shared) { body(consume model) }
        start = end + 1
      }
    }
  }

  /// The ids of the providers that have rows, in ascending order.
  package var providers: [String] {
    read { bytes in
      var ids: [String] = []
      var start = Self.position(of: [], in: bytes)
      while start < bytes.count {
        let line = bytes.extracting(start..<Self.end(of: start, in: bytes))
        guard let slash = Self.slash(in: line) else { break }
        let id = Array(copying: line.extracting(Self.head..<slash))
        ids.append(String(decoding: id, as: UTF8.self))
        // The byte that follows the slash in ASCII comes after every id of this provider.
        start = Self.position(of: id + [UInt8(ascii: "/") + 1], in: bytes)
      }
      return ids
    }
  }

  /// What public tables of models call byok's providers, by these.
  package static var providerNames: JSONValue? {
    let text = unsafe UnsafeBufferPointer(
      start: ccatalogue_provider_names(), count: ccatalogue_provider_names_size())
    return unsafe JSONValue(Array(text))
  }

  /// What the first line says of the table: `{"day":"2026-11-29","sources":[{"name","day"}]}`.
  package var about: JSONValue? {
    read { bytes in
      let line = bytes.extracting(0..<Self.end(of: 0, in: bytes))
      return JSONValue(Array(copying: line))?["about"]
    }
  }

  /// Where the first line begins whose name is not before `name`.
  private static func position(of name: [UInt8], in bytes: Span<UInt8>) -> Int {
    // Both are where lines begin.
    var (low, high) = (0, bytes.count)
    while low < high {
      let middle = low + (high - low) / 2
      var start = middle == low ? low : end(of: middle - 1, in: bytes) + 1
      // None begins between the middle and `high`.
      if start >= high { start = low }
      let end = end(of: start, in: bytes)
      if order(bytes.extracting(start..<end), name) < 0 {
        low = Swift.min(end + 1, bytes.count)
      } else {
        high = start
      }
    }
    return low
  }

  /// Where the line ends that the byte there belongs to.
  private static func end(of start: Int, in bytes: Span<UInt8>) -> Int {
    bytes.position(of: newline, from: start) ?? bytes.count
  }

  /// How a line's name compares to another in their order: below 0 before it, 0 the same, else
  /// after it.
  private static func order(_ line: Span<UInt8>, _ name: [UInt8]) -> Int {
    // The line that says what the table is has no name, and is before all.
    guard line.count > head, line[2] == UInt8(ascii: "m") else { return -1 }
    for index in name.indices {
      let byte = head + index < line.count ? line[head + index] : 0
      // No name holds a quotation mark.
      if byte == UInt8(ascii: "\"") { return -1 }
      if byte != name[index] { return Int(byte) - Int(name[index]) }
    }
    let next = head + name.count
    return next < line.count && line[next] == UInt8(ascii: "\"") ? 0 : 1
  }

  private static func begins(_ line: Span<UInt8>, with name: [UInt8]) -> Bool {
    line.holds(name, at: head)
  }

  private static func slash(in line: Span<UInt8>) -> Int? {
    guard line.count > head else { return nil }
    return line.position(of: UInt8(ascii: "/"), from: head)
  }
}
