internal import Glibc

extension Console {
  /// The most bytes of a prompt.
  static let inputLimit = 64 << 20

  /// Reads standard input to its end as text.
  ///
  /// - Parameters:
  ///   - patience: Milliseconds of silence, also after some text, after which `notice` is printed,
  ///     once; `nil` for never.
  ///   - notice: What is waited for.
  /// - Returns: The text; empty when the stream is closed or holds nothing.
  /// - Throws: A usage error when it is not UTF-8 text or too large; a failure when it cannot be
  ///   read.
  package func readText(patience: CInt? = nil, notice: String = "") throws(ByokError) -> String {
    try Self.text(
      try readInput(limit: Self.inputLimit, patience: patience, notice: notice))
  }

  /// Drops what was typed at the terminal and has not been read.
  ///
  /// The C function is `tcflush`.
  package func dropTypedLine() { tcflush(input, TCIFLUSH) }

  /// Reads standard input to its end, whatever it holds.
  ///
  /// - Parameters:
  ///   - limit: The most bytes; what is larger is read one chunk beyond.
  ///   - patience: As for ``readText(patience:notice:)``.
  ///   - notice: The same.
  /// - Returns: The bytes; none when the stream is closed.
  /// - Throws: A failure when it cannot be read.
  package func readInput(
    limit: Int, patience: CInt? = nil, notice: String = ""
  ) throws(ByokError) -> [UInt8] {
    var (bytes, patience) = ([UInt8](), patience)
    do {
      var chunk = [UInt8](repeating: 0, count: 65_536)
      while bytes.count <= limit {
        if let silence = patience,
          try !wait(for: CShort(POLLIN), on: input, milliseconds: silence)
        {
          note(notice)
          patience = nil
        }
        let count = try readSome(into: &chunk)
        if count == 0 { break }
        bytes.append(contentsOf: chunk[..<count])
      }
    } catch  where error == .badDescriptor {
      return []
    } catch {
      throw .unreadableInput(error)
    }
    return bytes
  }

  /// Hands over what standard input holds to its end, piece by piece.
  ///
  /// - Parameter take: Takes some bytes.
  /// - Throws: A failure when it cannot be read; what `take` throws.
  package func readInput(
    _ take: (Span<UInt8>) throws(ByokError) -> Void
  ) throws(ByokError) {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count: Int
      do throws(Errno) {
        count = try readSome(into: &chunk)
      } catch  where error == .badDescriptor {
        return
      } catch {
        throw .unreadableInput(error)
      }
      guard count > 0 else { return }
      try take(chunk.span.extracting(0..<count))
    }
  }

  /// Whether another program has read a part of the file that standard input is.
  package var inputIsPartlyRead: Bool { lseek(input, 0, SEEK_CUR) > 0 }

  private func readSome(into chunk: inout [UInt8]) throws(Errno) -> Int {
    while true {
      do {
        return try retryingInterrupted { unsafe read(input, &chunk, chunk.count) }
      } catch  where error == .wouldBlock {
        _ = try wait(for: CShort(POLLIN), on: input, milliseconds: -1)
      }
    }
  }

  private static func text(_ bytes: [UInt8]) throws(ByokError) -> String {
    guard bytes.count <= inputLimit else {
      throw ByokError(.tooLong, "standard input is over \(inputLimit >> 20) MiB")
    }
    return try TextEncoding.text(
      bytes, from: "standard input", hints: ["to send an image or a PDF, use -f -"])
  }
}

extension ByokError {
  fileprivate static func unreadableInput(_ reason: Errno) -> Self {
    Self(.failure, "cannot read standard input: \(reason.text)")
  }
}
