/// Reads a regular expression and writes its program.
struct PatternParser {
  typealias Step = SchemaPattern.Step

  /// The deepest nesting of groups.
  private static let depthLimit = 100

  private let scalars: [Unicode.Scalar]
  private let stepLimit: Int
  private var depth = 0
  /// The index of the next scalar.
  var position = 0
  /// The sets that steps refer to, each of them once.
  private(set) var sets: [ScalarSet] = []
  private var setNumbers: [ScalarSet: Int] = [:]

  init(_ text: String, stepLimit: Int) {
    scalars = Array(text.unicodeScalars)
    self.stepLimit = stepLimit
  }

  /// - Throws: What is wrong with the expression.
  mutating func parse() throws(PatternFlaw) -> [Step] {
    let steps = try alternatives()
    guard isAtEnd else { throw flaw("this ')' closes no group") }
    return steps
  }

  // MARK: Scalars

  var isAtEnd: Bool { position == scalars.count }

  /// The scalar that many further; `nil` past the end.
  func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    position + offset < scalars.count ? scalars[position + offset] : nil
  }

  mutating func next() -> Unicode.Scalar? {
    defer { if !isAtEnd { position += 1 } }
    return peek()
  }

  /// Takes `text` if it is next.
  mutating func take(_ text: String) -> Bool {
    guard scalars[position...].starts(with: text.unicodeScalars) else { return false }
    position += text.unicodeScalars.count
    return true
  }

  /// The scalars as long as they are wanted.
  mutating func take(while isWanted: (Unicode.Scalar) -> Bool) -> String {
    let taken = scalars[position...].prefix(while: isWanted)
    position = taken.endIndex
    return String(String.UnicodeScalarView(taken))
  }

  func flaw(_ reason: String, at index: Int? = nil, hint: String? = nil) -> PatternFlaw {
    PatternFlaw(character: (index ?? position) + 1, reason: reason, hint: hint)
  }

  // MARK: Grammar

  private mutating func alternatives() throws(PatternFlaw) -> [Step] {
    let start = position
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    // Each but the last has a fork before it and a jump to the end behind it.
    var rest = branches.reduce(0) { $0 + $1.count } + 2 * (branches.count - 1)
    try checkSize(rest, at: start)
    var steps: [Step] = []
    for (index, branch) in branches.enumerated() {
      let isLast = index == branches.count - 1
      if !isLast { steps.append(.fork(branch.count + 2)) }
      steps += branch
      rest -= branch.count + (isLast ? 0 : 2)
      if !isLast { steps.append(.jump(rest + 1)) }
    }
    return steps
  }

  private mutating func sequence() throws(PatternFlaw) -> [Step] {
    var steps: [Step] = []
    while let scalar = peek(), scalar != "|", scalar != ")" {
      let start = position
      let term = try term()
      try checkSize(steps.count + term.count, at: start)
      steps += term
    }
    return steps
  }

  /// One thing, as often as its quantifier says.
  private mutating func term() throws(PatternFlaw) -> [Step] {
    let start = position
    if try quantifier() != nil { throw flaw("there is nothing to repeat", at: start) }
    let atom = try atom()
    let end = position
    guard let count = try quantifier() else { return atom }
    if case .require = atom.first, scalars[start] != "(" {
      throw flaw("there is nothing to repeat", at: end)
    }
    _ = take("?")
    let behind = position
    guard try quantifier() == nil else {
      throw flaw("a quantifier follows another", at: behind)
    }
    return try repeated(atom, count, at: start)
  }

  private mutating func atom() throws(PatternFlaw) -> [Step] {
    let start = position
    switch next() {
    case "(": return try group(at: start)
    case "[": return [one(try characterClass(at: start))]
    case "^": return [.require(.start)]
    case "$": return [.require(.end)]
    case ".": return [one(.anyButLineEnds)]
    case "\\":
      switch try escape(at: start) {
      case .scalar(let value): return [one(ScalarSet(value...value))]
      case .set(let set): return [one(set)]
      case .assertion(let assertion): return [.require(assertion)]
      }
    case let scalar?: return [one(ScalarSet(scalar.value...scalar.value))]
    case nil: return []
    }
  }

  private mutating func group(at start: Int) throws(PatternFlaw) -> [Step] {
    try checkGroup(at: start)
    depth += 1
    guard depth <= Self.depthLimit else { throw flaw("groups are nested too deeply", at: start) }
    let steps = try alternatives()
    guard take(")") else { throw flaw("this group is not closed", at: start) }
    depth -= 1
    return steps
  }

  /// Skips what follows the parenthesis, and refuses other kinds of groups.
  private mutating func checkGroup(at start: Int) throws(PatternFlaw) {
    guard take("?"), !take(":") else { return }
    if take("=") || take("!") {
      throw flaw(
        "lookahead is not supported", at: start,
        hint: "write the condition as a pattern of its own, under allOf or under not")
    }
    if take("<=") || take("<!") { throw flaw("lookbehind is not supported", at: start) }
    if take("P<") { throw flaw("a named group is written (?<name>…)", at: start) }
    if take(">") { throw flaw("atomic groups are not supported", at: start) }
    guard take("<") else {
      let isFlag = peek().map { "imsux-".unicodeScalars.contains($0) } ?? false
      throw flaw(
        isFlag ? "flags are not supported" : "this kind of group is unknown", at: start)
    }
    let name = take { $0 == "_" || $0 == "$" || $0.properties.isIDContinue }
    let isName = name.unicodeScalars.first.map { !("0"..."9" ~= $0) } ?? false
    guard isName, take(">") else { throw flaw("the group's name is invalid", at: start) }
  }

  // MARK: Quantifiers

  /// How often something may occur; without an end where there is no most.
  private typealias Repetition = (least: Int, most: Int?)

  private mutating func quantifier() throws(PatternFlaw) -> Repetition? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    let start = position
    guard let first = peek(1), first == "," || "0"..."9" ~= first, take("{") else { return nil }
    let least = number()
    var most = least
    if take(",") { most = number() }
    guard let least, take("}") else {
      throw flaw("the quantifier is not written {n}, {n,} or {n,m}", at: start)
    }
    if let most, most < least {
      throw flaw("the quantifier's numbers are in the wrong order", at: start)
    }
    return (least, most)
  }

  /// A number; one that is too large for any use becomes one that still is.
  private mutating func number() -> Int? {
    let digits = take { "0"..."9" ~= $0 }
    return digits.isEmpty ? nil : min(Int(digits) ?? .max, 1_000_000)
  }

  private func repeated(
    _ atom: [Step], _ count: Repetition, at start: Int
  ) throws(PatternFlaw) -> [Step] {
    guard !atom.isEmpty else { return [] }
    let options = count.most.map { $0 - count.least } ?? 1
    try checkSize(atom.count * count.least + (atom.count + 1) * options, at: start)
    var steps: [Step] = []
    for _ in 0..<count.least { steps += atom }
    if let most = count.most {
      // Each of the rest can be left out with all that follow it.
      for left in (0..<most - count.least).reversed() {
        steps.append(.fork((left + 1) * (atom.count + 1)))
        steps += atom
      }
    } else if count.least > 0 {
      steps.append(.fork(-atom.count))
    } else {
      steps = [.fork(atom.count + 2)] + atom + [.jump(-atom.count - 1)]
    }
    return steps
  }

  private func checkSize(_ count: Int, at start: Int) throws(PatternFlaw) {
    guard count > stepLimit else { return }
    throw flaw(
      "it repeats too much: the patterns of a schema may have "
        + "\(SchemaPattern.stepLimit) steps in all", at: start)
  }

  /// The step that takes one scalar of a set.
  private mutating func one(_ set: ScalarSet) -> Step {
    if let number = setNumbers[set] { return .scalar(number) }
    setNumbers[set] = sets.count
    sets.append(set)
    return .scalar(sets.count - 1)
  }
}
