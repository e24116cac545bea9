// The fuzz targets are compiled together with what they compare with.
#if canImport(ByokKitTestSupport)
import ByokKitTestSupport
#endif
@testable import ByokCore
@testable import ByokKit

/// What must hold of any input; a promise that is broken traps.
///
/// `Tests/fuzz/run` looks for such an input, and `swift test` replays those that were of interest.
enum FuzzOracles {
  /// F3: an event stream is the same however it is cut, and nothing of it is over the limits; so are
  /// documents that follow each other.
  ///
  /// The first byte of the input says which of the two it is, and where it is cut in two.
  static func events(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let parse = first & 1 == 0 ? events(of:) : documents(of:)
    let bytes = Array(input.dropFirst())
    let whole = parse([bytes])
    precondition(parse(cut(bytes, at: Int(first / 2), of: 128)) == whole, "cut in two")
    precondition(parse(bytes.map { single[Int($0)] }) == whole, "byte by byte")
    precondition(whole.reduce(0) { $0 + $1.data.count } <= bytes.count, "no byte from nowhere")
  }

  /// Each byte as a piece of its own; made once, as making them anew costs most of a run.
  private static let single: [[UInt8]] = (0...UInt8.max).map { [$0] }

  private static func events(of pieces: [[UInt8]]) -> [ServerSentEvent] {
    var parser = EventStreamParser()
    var events: [ServerSentEvent] = []
    do throws(ReplyFailure) {
      for piece in pieces { events += try parser.consume(piece) }
      while let last = try parser.finish() { events.append(last) }
    } catch {
      preconditionFailure("an input of the fuzzer is far below the limits")
    }
    return events
  }

  /// The documents, and the first byte that is of none.
  private static func documents(of pieces: [[UInt8]]) -> [ServerSentEvent] {
    var stream = DocumentStream(limit: 1 << 20)
    var documents: [[UInt8]] = []
    do throws(ReplyFailure) {
      for piece in pieces {
        let step = try stream.consume(piece)
        documents += step.documents
        guard let rest = step.rest?.first else { continue }
        return (documents + [[rest]]).map { ServerSentEvent(data: $0) }
      }
    } catch {
      preconditionFailure("an input of the fuzzer is far below the limits")
    }
    return (documents + [stream.open]).map { ServerSentEvent(data: $0) }
  }

  /// The bytes in two pieces.
  private static func cut(_ bytes: [UInt8], at step: Int, of steps: Int) -> [[UInt8]] {
    let place = step * (bytes.count + 1) / steps
    return [Array(bytes[..<place]), Array(bytes[place...])]
  }

  /// F5: a reply of any dialect comes to the same however it is cut, and nothing in it traps.
  ///
  /// The first byte of the input says which dialect, and what the server calls it.
  static func replies(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let dialect = Dialects.all[Int(first) % Dialects.all.count]
    let types = ["text/event-stream", "application/json", "application/x-ndjson", ""]
    let type = types[Int(first) / Dialects.all.count % types.count]
    let bytes = Array(input.dropFirst())
    let whole = Outcome([bytes], as: dialect, type: type)
    let halves = cut(bytes, at: Int(bytes.first ?? 0), of: 256)
    precondition(Outcome(halves, as: dialect, type: type) == whole, "cut in two")
    precondition(
      whole.failure != nil || whole.isComplete, "what has not said that it is complete is not")
    values(bytes)
  }

  /// What is JSON to a strict reader is the same to a lossy one, to Foundation, and written again.
  private static func values(_ bytes: [UInt8]) {
    guard let value = try? JSONValue(strict: bytes) else { return }
    precondition(JSONValue(bytes) == value, "a lossy reader takes what is JSON")
    precondition((try? JSONValue(strict: value.json())) == value, "it is written otherwise")
    // Foundation drops a byte-order mark at the beginning of a text and behind an escape, and takes
    // the first of two members of a name.
    let text = String(decoding: bytes, as: UTF8.self)
    if text.contains("\u{FEFF}") || text.lowercased().contains("\\ufeff") { return }
    guard bytes.hasEachNameOnce else { return }
    precondition(ReferenceJSON.value(bytes) == value, "a value is read otherwise")
  }

  struct Outcome: Equatable {
    var text = ""
    var others: [StreamEvent] = []
    var failure: ReplyFailure?
    var isComplete = false

    init(_ pieces: [[UInt8]], as dialect: any Dialect.Type, type: String) {
      var (text, others): (String, [StreamEvent]) = ("", [])
      let receiver = ReplyReceiver(dialect.init()) { (events) throws(ByokError) in
        for event in events {
          if case .text(let piece) = event { text += piece } else { others.append(event) }
        }
      }
      let head = ResponseHead(status: 200, headers: [.init(name: "content-type", value: type)])
      var goesOn = receiver.receive(head)
      for piece in pieces where goesOn { goesOn = receiver.receive(piece) }
      do throws(ReplyFailure) {
        try receiver.finish()
        isComplete = true
      } catch {
        failure = error
      }
      (self.text, self.others) = (text, others)
    }
  }

  /// F6: no text commands a terminal behind the sanitiser, and it may be cut anywhere.
  static func sanitiser(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let scalars = Array(text.unicodeScalars)
    let place = scalars.isEmpty ? 0 : Int(bytes[0]) % (scalars.count + 1)
    let halves = [scalars[..<place], scalars[place...]].map { half in
      half.reduce(into: "") { $0.unicodeScalars.append($1) }
    }
    let clean = clean([text])
    precondition(Array(self.clean(halves).utf8) == Array(clean.utf8), "cut in two")
    precondition(!clean.unicodeScalars.contains(where: isHarmful), "it commands a terminal")
    let line = Sanitizer.oneLine(text, limit: 100)
    precondition(line.count <= 101 && !line.utf8.contains(UInt8(ascii: "\n")), "one line")
    precondition(!line.unicodeScalars.contains(where: isHarmful), "it commands a terminal")
  }

  private static func clean(_ pieces: [String]) -> String {
    var sanitizer = Sanitizer()
    return pieces.map { sanitizer.clean($0) }.joined() + sanitizer.finish()
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 9, 10: false
    case 0..<32, 127..<160, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xE0000...0xE007F:
      true
    default: false
    }
  }
}
