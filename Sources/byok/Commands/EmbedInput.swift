internal import ByokCore
internal import ByokKit

/// The texts that a command line of `embed` names.
struct EmbedInput: Sendable {
  var words: [String] = []
  var isEachLine = false
  /// The file whose lines are JSON; `-` for standard input.
  var objects: String?

  /// Reads them all, so that what is wrong with any of them is found before one is paid for.
  ///
  /// - Throws: A usage error that names the text which is empty or none; a failure when something
  ///   cannot be read.
  func read(_ console: Console) throws(ByokError) -> [EmbeddingText] {
    if isEachLine, objects != nil { throw .conflict("--each-line", "--jsonl") }
    if let option = isEachLine ? "--each-line" : objects.map({ _ in "--jsonl" }) {
      guard words.isEmpty else {
        throw ByokError(
          .usage, "\(option) reads the texts, and there are arguments, too", hint: "keep one")
      }
      return try lines(console)
    }
    guard words.isEmpty else {
      return try words.enumerated().map { (index, word) throws(ByokError) in
        try text(index, word, place: "text \(index + 1)")
      }
    }
    guard !console.stdinIsTerminal else {
      throw ByokError(
        .usage, "there is no text",
        hints: ["byok embed 'a text'", "byok embed --each-line < texts.txt"])
    }
    return [try text(0, try console.readText(), place: "standard input")]
  }

  private func text(
    _ index: Int, id: JSONValue? = nil, _ text: String, place: String
  ) throws(ByokError) -> EmbeddingText {
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw ByokError(
        .usage, "\(place) is empty", hint: "an empty text has no embedding: remove it")
    }
    return EmbeddingText(index: index, id: id, text: text, place: place)
  }

  private func lines(_ console: Console) throws(ByokError) -> [EmbeddingText] {
    var texts: [EmbeddingText] = []
    var number = 0
    do throws(LineFailure) {
      var reader = try Self.reader(objects, console)
      while let line = try Self.next(&reader) {
        number += 1
        texts.append(try read(line, number, index: texts.count))
      }
    } catch {
      switch error {
      case .system(let error):
        let name = objects.flatMap { $0 == "-" ? nil : $0.quoted } ?? "standard input"
        throw ByokError(.failure, "cannot read \(name): \(error.text)")
      case .line(let error): throw error
      }
    }
    guard !texts.isEmpty else { throw ByokError(.usage, "there is no text") }
    return texts
  }

  /// Why there is no next text.
  private enum LineFailure: Error {
    case system(Errno)
    case line(ByokError)
  }

  private static func reader(
    _ path: String?, _ console: Console
  ) throws(LineFailure) -> LineReader {
    guard let path, path != "-" else { return LineReader(descriptor: console.input) }
    do throws(Errno) { return try LineReader(path: path) } catch { throw .system(error) }
  }

  private static func next(_ reader: inout LineReader) throws(LineFailure) -> LineReader.Line? {
    do throws(Errno) { return try reader.next() } catch { throw .system(error) }
  }

  private func read(
    _ line: LineReader.Line, _ number: Int, index: Int
  ) throws(LineFailure) -> EmbeddingText {
    do throws(ByokError) {
      return try understand(line, place: "line \(number)", index: index)
    } catch {
      throw .line(error)
    }
  }

  private func understand(
    _ line: LineReader.Line, place: String, index: Int
  ) throws(ByokError) -> EmbeddingText {
    guard case .bytes(let bytes) = line else {
      throw ByokError(.usage, "\(place) is over \(LineReader.limit >> 20) MiB")
    }
    guard let words = String(validating: bytes, as: UTF8.self) else {
      throw ByokError(
        .usage, "\(place) is not UTF-8 text", hint: "iconv -f LATIN1 -t UTF-8 FILE converts it")
    }
    guard objects != nil else { return try text(index, words, place: place) }
    let value: JSONValue
    do throws(JSONFlaw) {
      value = try JSONValue(strict: bytes)
    } catch {
      throw ByokError(.usage, "\(place) is not JSON: \(error.rule)")
    }
    guard let content = value.string ?? value["text"]?.string else {
      throw ByokError(
        .usage, "\(place) has no text", hint: #"write {"text": "…", "id": "…"}, or a string"#)
    }
    let id = value["id"]
    guard id == nil || id?.string != nil || id?.integer != nil else {
      throw ByokError(.usage, "\(place): 'id' must be a string or a whole number")
    }
    return try text(index, id: id, content, place: place)
  }
}
