internal import ByokCore

/// A text of another program's settings, with its references as byok writes them.
struct ImportedText: Equatable {
  /// The text for `config.json`.
  private(set) var text = ""
  /// The labels of keys that byok cannot get by itself, with what to say of each.
  private(set) var openKeys: [(label: String, reason: String)] = []

  static func == (first: Self, second: Self) -> Bool { first.text == second.text }

  /// Why a text cannot be taken over, as the end of a sentence.
  struct Flaw: Error, Equatable {
    let reason: String
  }

  /// - Parameters:
  ///   - source: The text as it is there.
  ///   - program: Whose it is.
  ///   - label: The label of a key that replaces the whole string, if it must be one.
  /// - Throws: Why it cannot be taken over.
  init(_ source: String, of program: ServerSource, label: String) throws(Flaw) {
    var rest = source[...]
    while let first = rest.first {
      if let (inside, tail) = Self.braces("${", rest) {
        try take(inside, label)
        rest = tail
      } else if let (inside, tail) = Self.braces("{env:", rest) {
        text += try Self.variable(inside, in: "{env:\(inside)}")
        rest = tail
      } else if let (inside, tail) = Self.braces("{file:", rest) {
        addKey(label, "it was read from the file \(inside.quoted): --file-ref does the same")
        rest = tail
      } else if program.hasBareVariables, let (name, tail) = Self.bareVariable(rest) {
        text += "${\(name)}"
        rest = tail
      } else {
        text.append(first)
        rest = rest.dropFirst()
      }
    }
  }

  /// Whether a text refers to something.
  static func hasReference(_ bytes: Span<UInt8>, of program: ServerSource) -> Bool {
    let marks = ["${", "{env:", "{file:"]
    if bytes.indices.contains(where: { place in marks.contains { bytes.holds($0, at: place) } }) {
      return true
    }
    guard program.hasBareVariables else { return false }
    let text = String(decoding: Array(copying: bytes), as: UTF8.self)
    return text.indices.contains { bareVariable(text[$0...]) != nil }
  }

  /// What is between a mark and the brace that closes it, and what follows.
  private static func braces(_ mark: String, _ text: Substring) -> (String, Substring)? {
    guard text.hasPrefix(mark), let end = text.firstIndex(of: "}") else { return nil }
    let inside = text[text.index(text.startIndex, offsetBy: mark.count)..<end]
    return (String(inside), text[text.index(after: end)...])
  }

  /// `$NAME` or `%NAME%`.
  private static func bareVariable(_ text: Substring) -> (String, Substring)? {
    guard let mark = text.first, mark == "$" || mark == "%" else { return nil }
    let name = text.dropFirst().prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    guard let first = name.first, !first.isNumber else { return nil }
    let tail = text[name.endIndex...]
    if mark == "$" { return (String(name), tail) }
    return tail.first == "%" ? (String(name), tail.dropFirst()) : nil
  }

  private mutating func addKey(_ label: String, _ reason: String) {
    text += ReferenceText.key(label)
    openKeys.append((label, reason))
  }

  /// Takes what is between `${` and `}`.
  private mutating func take(_ inside: String, _ label: String) throws(Flaw) {
    let whole = "${\(inside)}"
    if inside.hasPrefix("env:") {
      text += try Self.variable(String(inside.dropFirst(4)), in: whole)
    } else if inside.hasPrefix("input:") {
      let id = String(inside.dropFirst(6))
      guard let label = KeyImport.label(from: id) else {
        throw Flaw(reason: "\(whole.quoted) cannot be the label of a key")
      }
      addKey(label, "the editor asks for it")
    } else if inside == "userHome" {
      text += "${HOME}"
    } else if inside == "pathSeparator" || inside == "/" {
      text += "/"
    } else if inside.hasPrefix("workspaceFolder") || inside == "fileWorkspaceFolder" {
      throw Flaw(
        reason: "\(whole.quoted) is the folder that the editor has open: byok knows none (set cwd)")
    } else {
      text += try Self.variable(inside, in: whole)
    }
  }

  /// A variable, with or without a default.
  private static func variable(_ inside: String, in whole: String) throws(Flaw) -> String {
    let written = "${\(inside)}"
    guard let read = try? ReferenceText(written), read.keys.isEmpty else {
      throw Flaw(reason: "byok does not know the reference \(whole.quoted)")
    }
    return written
  }
}
