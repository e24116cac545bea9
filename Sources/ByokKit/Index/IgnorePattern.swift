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

  /// - Parameter line: The line, without its end.
  /// - Returns: `nil` where it is empty, a comment, or can match nothing.
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

  /// Of each kind of step that takes any number of bytes, the last one is tried again with more: what it
  /// took before is then as short as can be.
  private func matchesSteps(_ text: ArraySlice<UInt8>) -> Bool {
    let slash = UInt8(ascii: "/")
    var (step, index) = (0, text.startIndex)
    var star: (step: Int, index: Int)?
    var folders: (step: Int, index: Int)?
    while true {
      if step < steps.count {
        switch steps[step] {
        case .rest: return true
        case .star:
          step += 1
          star = (step, index)
          continue
        case .folders:
          step += 1
          folders = (step, index)
          star = nil
          continue
        case .byte(let byte) where index < text.endIndex && text[index] == byte:
          (step, index) = (step + 1, index + 1)
          continue
        case .any where index < text.endIndex && text[index] != slash:
          (step, index) = (step + 1, index + 1)
          continue
        case .oneOf(let set)
        where index < text.endIndex && text[index] != slash && set.contains(text[index]):
          (step, index) = (step + 1, index + 1)
          continue
        default: break
        }
      } else if index == text.endIndex {
        return true
      }
      if let last = star, last.index < text.endIndex, text[last.index] != slash {
        star = (last.step, last.index + 1)
        (step, index) = (last.step, last.index + 1)
      } else if let last = folders, let next = text[last.index...].firstIndex(of: slash) {
        folders = (last.step, next + 1)
        star = nil
        (step, index) = (last.step, next + 1)
      } else {
        return false
      }
    }
  }
}
