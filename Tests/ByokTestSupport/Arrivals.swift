internal import ByokCore
internal import Foundation
internal import Glibc

/// What has arrived from a descriptor, read by a thread of its own as it comes.
final class Arrivals: Sendable {
  private struct State {
    var bytes: [UInt8] = []
    var matched = 0
    var ended = false
  }

  private let state = Condition(State())

  /// Begins to read `descriptor` to its end, and closes it then; `nil` ends at once.
  init(_ descriptor: Int32?) {
    collect(descriptor)
  }

  /// Nothing yet; ``collect(_:)`` is to follow.
  init() {}

  /// Begins to read `descriptor` to its end, and closes it then; `nil` ends at once.
  func collect(_ descriptor: Int32?) {
    guard let descriptor else { return state.update { $0.ended = true } }
    Thread.detachNewThread { [state] in
      while true {
        let bytes = Descriptor.read(descriptor)
        if bytes.isEmpty { break }
        state.update { $0.bytes += bytes }
      }
      close(descriptor)
      state.update { $0.ended = true }
    }
  }

  /// All bytes so far.
  var bytes: [UInt8] { state.update { $0.bytes } }

  /// Waits for the end of the stream; false when it has not come within `seconds`.
  func waitForEnd(_ seconds: TimeInterval) -> Bool {
    state.wait(atMost: seconds) { $0.ended ? true : nil } ?? false
  }

  /// Waits for `text` to arrive after the previous text waited for.
  func wait(for text: String, _ seconds: TimeInterval) throws {
    let found = state.wait(atMost: seconds) { state -> Bool? in
      if let range = state.bytes[state.matched...].firstRange(of: Array(text.utf8)) {
        state.matched = range.upperBound
        return true
      }
      return state.ended ? false : nil
    }
    guard found != true else { return }
    let reason = found == nil ? "did not arrive within \(seconds) s" : "never came"
    throw SupportFailure("'\(text)' \(reason); got:\n\(String(decoding: bytes, as: UTF8.self))")
  }
}
