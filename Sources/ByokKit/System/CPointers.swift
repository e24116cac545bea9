internal import Glibc

/// A list of texts as C functions take it, ended by a null pointer.
@safe final class CPointers {
  private(set) var base: [UnsafeMutablePointer<CChar>?] = unsafe []
  /// What is lent and must live as long.
  private let lines: [VariableLine]
  private let owns: Bool

  init(copying texts: [String]) {
    (owns, lines) = (true, [])
    for text in texts { unsafe base.append(strdup(text)) }
    unsafe base.append(nil)
  }

  /// The variables of this process, lent where they lie: some hold keys, of which no copy is made.
  ///
  /// - Parameters:
  ///   - withheld: Beginnings of variables that are left out.
  ///   - lines: Variables that are added.
  init(environmentWithout withheld: [String], adding lines: [VariableLine] = []) {
    (owns, self.lines) = (false, lines)
    var next = unsafe environ
    while let text = unsafe next.pointee {
      let isWithheld = withheld.contains { unsafe strncmp(text, $0, $0.utf8.count) == 0 }
      if !isWithheld { unsafe base.append(text) }
      unsafe next += 1
    }
    for line in lines { unsafe base.append(line.text) }
    unsafe base.append(nil)
  }

  deinit {
    guard owns else { return }
    while let text = unsafe base.popLast() { unsafe free(text) }
  }
}

/// `NAME=VALUE` with a secret for a value, in locked memory.
@safe final class VariableLine {
  /// The variable.
  let name: String
  private let line: Secret

  /// - Throws: A failure when memory is out.
  init(_ name: String, _ value: borrowing Secret) throws(ByokError) {
    let head = Array("\(name)=".utf8)
    self.name = name
    line = try value.withBytes { (value) throws(ByokError) in
      try unsafe Secret(capacity: head.count + value.count + 1) { base in
        for (index, byte) in head.enumerated() { unsafe base[index] = byte }
        for index in value.indices { unsafe base[head.count + index] = value[index] }
        unsafe base[head.count + value.count] = 0
        return head.count + value.count + 1
      }
    }
  }

  /// A variable whose value is no secret.
  ///
  /// - Throws: A failure when memory is out.
  convenience init(_ name: String, text: String) throws(ByokError) {
    try self.init(name, Secret(copying: Array(text.utf8).span))
  }

  /// The line, ended by a zero byte, for as long as this lives.
  fileprivate var text: UnsafeMutablePointer<CChar> {
    unsafe line.withPointer { base in
      unsafe UnsafeMutableRawPointer(base).assumingMemoryBound(to: CChar.self)
    }
  }
}
