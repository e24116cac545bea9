/// `NAME=VALUE` with a secret for a value, in locked memory.
@safe package final class VariableLine: LentText {
  /// The variable.
  package let name: String
  private let line: Secret

  /// - Throws: A failure when memory is out.
  package init(_ name: String, _ value: borrowing Secret) throws(ByokError) {
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
  package convenience init(_ name: String, text: String) throws(ByokError) {
    try self.init(name, Secret(copying: Array(text.utf8).span))
  }

  /// The line, ended by a zero byte, for as long as this lives.
  package var text: UnsafeMutablePointer<CChar> {
    unsafe line.withPointer { base in
      unsafe UnsafeMutableRawPointer(base).assumingMemoryBound(to: CChar.self)
    }
  }
}
