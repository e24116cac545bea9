internal import ByokCore

/// A pattern of names and paths, as a line of `.gitignore` has it.
///
/// Source: gitignore(5), and git's `wildmatch.c` with `WM_PATHNAME`: bytes are compared, `*`, `?` and
/// classes do not match `/`.
struct IgnorePattern: Sendable {
  /// Whether what it matches is taken after all.
  private(set) var isNegated = false
  /// Whether it matches folders only.
  private(set) var isForFolders = false
  /// Whether it is compared with the path below the folder of its file, and not with the name alone.
  private(set) var isOfPath = false
  private var steps: [Step] = []
  /// The bytes, where it has nothing else; what a name ends with, where it is `*` and these bytes.
  private var literal: [UInt8]?
  private var ending: [UInt8]?

  private enum Step: Sendable, Equatable {
    case byte(UInt8)
    /// Any byte but `/`.
    case any
    case oneOf(Set<UInt8>)
    /// Any bytes but `/`.
    case star
    /// Any bytes, between slashes: no folder, or several.
    case folders
    /// Any bytes.
    case rest
  }

  /// `nil` where the line is empty, a comment, or can match nothing.
  ///
  /// - Parameter line: The line, without its end.
  init?(_ line: some Collection<UInt8>) {
    var text = Array(line)
    if text.last == UInt8(ascii: "\r") { text.removeLast() }
    if text.first == UInt8(ascii: "#") { return nil }
    if text.first == UInt8(ascii: "!") {
      isNegated = true
      text.removeFirst()
    }
    Self.trimSpaces(&text)
    if text.last == UInt8(ascii: "/") {
      isForFolders = true
      text.removeLast()
    }
    isOfPath = text.contains(UInt8(ascii: "/"))
    if text.first == UInt8(ascii: "/") { text.removeFirst() }
    guard !text.isEmpty, let steps = Self.steps(text) else { return nil }
    self.steps = steps
    let bytes = steps.compactMap { step -> UInt8? in
      guard case .byte(let byte) = step else { return nil }
      return byte
    }
    if bytes.count == steps.count {
      literal = bytes
    } else if !isOfPath, steps.first == .star, bytes.count == steps.count - 1 {
      ending = bytes
    }
  }

  /// Removes spaces at the end that are not quoted by a backslash.
  private static func trimSpaces(_ text: inout [UInt8]) {
    var end = 0
    var index = 0
    while index < text.count {
      if text[index] == UInt8(ascii: "\\") {
        index += 2
        end = min(index, text.count)
      } else {
        if text[index] != UInt8(ascii: " ") { end = index + 1 }
        index += 1
      }
    }
    text.removeLast(text.count - end)
  }

  private static func steps(_ text: [UInt8]) -> [Step]? {
    var steps: [Step] = []
    var index = 0
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "?"):
        steps.append(.any)
        index += 1
      case UInt8(ascii: "*"):
        let start = index
        while index < text.count, text[index] == UInt8(ascii: "*") { index += 1 }
        let isAtStart = start == 0 || text[start - 1] == UInt8(ascii: "/")
        let isBeforeSlash = index < text.count && text[index] == UInt8(ascii: "/")
        if index - start >= 2, isAtStart, isBeforeSlash {
          steps.append(.folders)
          index += 1
        } else if index - start >= 2, isAtStart, index == text.count {
          steps.append(.rest)
        } else {
          steps.append(.star)
        }
      case UInt8(ascii: "["):
        guard let set = PatternClass.read(text, &index) else { return nil }
        steps.append(.oneOf(set))
      case UInt8(ascii: "\\"):
        guard index + 1 < text.count else { return nil }
        steps.append(.byte(text[index + 1]))
        index += 2
      default:
        steps.append(.byte(text[index]))
        index += 1
      }
    }
    return steps
  }

  /// Whether it matches.
  ///
  /// - Parameters:
  ///   - path: The path below the folder of the pattern's file.
  ///   - isFolder: Whether that is a folder.
  /// - Returns: Whether it does.
  func matches(_ path: ArraySlice<UInt8>, isFolder: Bool) -> Bool {
    if isForFolders, !isFolder { return false }
    var text = path
    if !isOfPath, let slash = path.lastIndex(of: UInt8(ascii: "/")) { text = path[(slash + 1)...] }
    if let literal { return text.elementsEqual(literal) }
    if let ending {
      return text.count >= ending.count && text.suffix(ending.count).elementsEqual(ending)
    }
    return matchesSteps(text)
  }

  private func matchesSteps(_ text: ArraySlice<UInt8>) -> Bool {
    var place = Place(index: text.startIndex)
    while true {
      if place.step == steps.count, place.index == text.endIndex { return true }
      if place.step < steps.count {
        if steps[place.step] == .rest { return true }
        if place.takes(steps[place.step], of: text) { continue }
      }
      guard place.retries(text) else { return false }
    }
  }

  /// How far a pattern has matched a text.
  ///
  /// Of each kind of step that takes any number of bytes, the last one is tried again with more: what those
  /// before it took is then as short as can be.
  private struct Place {
    var step = 0
    var index: Int
    private var star: (step: Int, index: Int)?
    private var folders: (step: Int, index: Int)?
    private static let slash = UInt8(ascii: "/")

    init(index: Int) { self.index = index }

    /// Moves past a step if the text has it here.
    mutating func takes(_ next: Step, of text: ArraySlice<UInt8>) -> Bool {
      let byte = index < text.endIndex ? text[index] : nil
      switch next {
      case .rest: return true
      case .star:
        step += 1
        star = (step, index)
        return true
      case .folders:
        step += 1
        folders = (step, index)
        star = nil
        return true
      case .byte(let wanted): guard byte == wanted else { return false }
      case .any: guard let byte, byte != Self.slash else { return false }
      case .oneOf(let set):
        guard let byte, byte != Self.slash, set.contains(byte) else { return false }
      }
      (step, index) = (step + 1, index + 1)
      return true
    }

    /// Lets the last step that takes any number of bytes take more; `false` where none can.
    mutating func retries(_ text: ArraySlice<UInt8>) -> Bool {
      if let last = star, last.index < text.endIndex, text[last.index] != Self.slash {
        star = (last.step, last.index + 1)
        (step, index) = (last.step, last.index + 1)
      } else if let last = folders, let next = text[last.index...].firstIndex(of: Self.slash) {
        folders = (last.step, next + 1)
        star = nil
        (step, index) = (last.step, next + 1)
      } else {
        return false
      }
      return true
    }
  }
}
