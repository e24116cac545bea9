internal import ByokCore
internal import ByokKit

/// The line on a terminal that says how far an index is; nothing elsewhere.
struct IndexProgress {
  private let line: Spinner?

  init(_ session: Session) {
    line = Spinner(showingProgressOn: session.console, session.clock)
  }

  func show(_ progress: IndexUpdate.Progress) {
    line?.show { Self.text(progress, seconds: $0) }
  }

  func clear() { line?.clear() }

  /// Such as `412 of 10000 files, 12.3 MiB of 98.0 MiB, 4 s left`.
  static func text(_ progress: IndexUpdate.Progress, seconds: Double) -> String {
    guard let all = progress.allFiles else { return "\(progress.files.counted("file")) found" }
    let done = ByteCount.text(progress.bytes)
    var text =
      "\(progress.files) of \(all.counted("file")), \(done) of \(ByteCount.text(progress.allBytes))"
    if progress.bytes > 0, progress.bytes < progress.allBytes {
      let rest = Double(progress.allBytes - progress.bytes) / Double(progress.bytes)
      text += ", \(Int((seconds * rest).rounded(.up))) s left"
    }
    return text
  }
}
