internal import Glibc

/// A list of texts as C functions take it, ended by a null pointer.
@safe package final class CPointers {
  package private(set) var base: [UnsafeMutablePointer<CChar>?] = unsafe []
  /// What is lent and must live as long.
  private let lines: [any LentText]
  private let owns: Bool

  package init(copying texts: [String]) {
    (owns, lines) = (true, [])
    for text in texts { unsafe base.append(strdup(text)) }
    unsafe base.append(nil)
  }

  /// The variables that this process was given, lent in place: some hold keys, of which no copy
  /// is made.
  ///
  /// - Parameters:
  ///   - withheld: Beginnings of variables that are left out.
  ///   - lines: Variables that are added.
  package init(environmentWithout withheld: [String], adding lines: [any LentText] = []) {
    (owns, self.lines) = (false, lines)
    unsafe LibraryVariable.forEachLine { text in unsafe base.append(text) }
    var next = unsafe environ
    while let text = unsafe next.pointee {
      let isWithheld = withheld.contains { unsafe strncmp(text, $0, $0.utf8.count) == 0 }
      if !isWithheld { unsafe base.append(text) }
      unsafe next += 1
    }
    for line in lines { unsafe base.append(line.text) }
    unsafe base.append(nil)
  }

  /// The variables of this process that are wanted, lent in place, and others.
  ///
  /// - Parameters:
  ///   - lines: Variables that are added, and take the place of those of the same name.
  ///   - isWanted: Whether a variable of that name is wanted.
  package init(adding lines: [any LentText], _ isWanted: (String) -> Bool) {
    (owns, self.lines) = (false, lines)
    let names = Set(lines.map { unsafe Self.name($0.text) })
    func isKept(_ line: UnsafePointer<CChar>) -> Bool {
      let name = unsafe Self.name(line)
      return !names.contains(name) && isWanted(name)
    }
    unsafe LibraryVariable.forEachLine { text in
      if unsafe isKept(text) { unsafe base.append(text) }
    }
    var next = unsafe environ
    while let text = unsafe next.pointee {
      if unsafe isKept(text) { unsafe base.append(text) }
      unsafe next += 1
    }
    for line in lines { unsafe base.append(line.text) }
    unsafe base.append(nil)
  }

  /// What precedes the first `=`.
  private static func name(_ line: UnsafePointer<CChar>) -> String {
    let count = unsafe Int(strcspn(line, "="))
    let bytes = unsafe UnsafeRawBufferPointer(start: line, count: count)
    return unsafe String(decoding: bytes, as: UTF8.self)
  }

  deinit {
    guard owns else { return }
    while let text = unsafe base.popLast() { unsafe free(text) }
  }
}

/// Text for C functions in memory of its own.
package protocol LentText: AnyObject {
  /// The text, ended by a zero byte, for as long as its owner lives.
  var text: UnsafeMutablePointer<CChar> { get }
}
