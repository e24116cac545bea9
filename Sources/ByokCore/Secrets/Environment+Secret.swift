internal import CLinux
internal import Glibc

extension Environment {
  /// Takes a secret out of the environment: its bytes are overwritten in place, and it is unset.
  ///
  /// Afterwards neither children nor `/proc/PID/environ` show it. `nil` if it is unset or empty, or
  /// memory is out.
  package func take(_ name: String) -> Secret? {
    guard let secret = try? secret(name) else { return nil }
    if fixed == nil, let text = unsafe getenv(name) {
      unsafe memset(text, Int32(UInt8(ascii: "x")), strlen(text))
      unsafe unsetenv(name)
    }
    return secret
  }

  /// The variable's value in locked memory, or `nil` if it is unset or empty.
  ///
  /// - Throws: A failure when memory is out.
  package func secret(_ name: String) throws(ByokError) -> Secret? {
    if let fixed {
      guard let text = fixed[name], !text.isEmpty else { return nil }
      return try Secret(copying: Array(text.utf8).span)
    }
    guard let text = unsafe getenv(name), unsafe text[0] != 0 else { return nil }
    let bytes = unsafe UnsafeRawBufferPointer(start: text, count: strlen(text))
    return try unsafe Secret(copying: bytes.bindMemory(to: UInt8.self).span)
  }

  /// The names of the variables in whose values a secret is, alone or among other text.
  ///
  /// A short secret is a part of many words, and looked for in none.
  package func variables(holding secret: borrowing Secret) -> [String] {
    let count = secret.count
    guard count >= 12 else { return [] }
    if let fixed {
      let text = secret.withBytes { Array(copying: $0) }
      return fixed.filter { Array($0.value.utf8)[...].contains(text) }.keys.sorted()
    }
    return unsafe secret.withPointer { base in
      var names: [String] = []
      var next = unsafe environ
      while let line = unsafe next.pointee {
        let size = unsafe UInt(strlen(line))
        let nameCount = unsafe Int(strcspn(line, "="))
        if unsafe clinux_find(line, size, base, UInt(count)) >= 0 {
          let name = unsafe UnsafeRawBufferPointer(start: line, count: nameCount)
          unsafe names.append(String(decoding: name, as: UTF8.self))
        }
        unsafe next += 1
      }
      return names
    }
  }
}
