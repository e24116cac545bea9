package import ByokCore

/// Turns the document into values, refusing what it does not know.
package struct ConfigurationReader {
  package private(set) var configuration = Configuration()
  /// Adds the place to a failure.
  let locate: (ByokError, Int) -> ByokError

  package init(
    configuration: Configuration = Configuration(), locate: @escaping (ByokError, Int) -> ByokError
  ) {
    self.configuration = configuration
    self.locate = locate
  }

  /// Where the walk is.
  private struct Position {
    /// What the keys say of it.
    var branch = ConfigurationBranch.root
    /// The name so far in the file's words, such as `providers.work`; empty for the document.
    var place = ""
    /// The user's parts of it.
    var names: [String] = []
    /// The number of the element that it is in.
    var index = 0

    func child(_ part: String, _ branch: ConfigurationBranch, named name: String) -> Position {
      var child = self
      child.branch = branch
      child.place = member(name)
      if ConfigurationKey.isPlaceholder(part) { child.names.append(name) }
      return child
    }

    func element(_ index: Int) -> Position {
      var element = self
      element.branch = branch.child(ConfigurationKey.element)
      element.place += "[\(index)]"
      element.index = index
      return element
    }

    /// What a member of it is called.
    func member(_ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }
  }

  /// Reads the whole document.
  ///
  /// - Throws: A usage error about the first part that is wrong.
  package mutating func read(_ document: JSON5Node) throws(ByokError) {
    guard document.members != nil else {
      let error = ByokError(.usage, "the document must be an object: { … }")
      throw locate(error, document.range.lowerBound)
    }
    try walk(document, Position())
    configuration.providers.sort { $0.id < $1.id }
    if configuration.budget.isLimited, !configuration.logs {
      let log = document.members?.first { $0.name == "log" }
      let error = ByokError(
        .usage, "budget needs the usage log, but log is false",
        hint: "byok config unset budget, or byok config unset log")
      throw locate(error, log?.start ?? document.range.lowerBound)
    }
  }

  /// Reads a value for `path`.
  ///
  /// - Throws: A usage error that says what it should be.
  package mutating func read(_ node: JSON5Node, at path: ConfigurationPath) throws(ByokError) {
    var position = Position()
    for (part, name) in zip(path.pattern, path.names) {
      position = position.child(part, position.branch.child(part), named: name)
    }
    try walk(node, position)
  }

  private mutating func walk(_ node: JSON5Node, _ position: Position) throws(ByokError) {
    let branch = position.branch
    let row = branch.key
    if branch.isList {
      for (index, element) in (node.elements ?? []).enumerated() {
        try walk(element, position.element(index))
      }
    } else if branch.isGroup, let members = node.members {
      try checkNames(of: members, position)
      for member in members { try read(member, position) }
    }
    // Nothing is said of the document itself, and of most groups.
    guard row != nil || branch.isGroup && node.members == nil else { return }
    let entry = ConfigurationEntry(
      place: position.place, names: position.names, index: position.index, value: node.value)
    do throws(ByokError) {
      if branch.isGroup, node.members == nil, row?.shape != .valueOrGroup {
        throw entry.wrong("must be an object, not \(entry.value.shown)")
      }
      try row?.read(&configuration, entry)
    } catch {
      throw locate(error, node.range.lowerBound)
    }
  }

  private mutating func read(
    _ member: JSON5Node.Member, _ position: Position
  ) throws(ByokError) {
    guard let (part, branch) = position.branch.child(named: member.name) else {
      let parts = position.branch.parts.map(position.member)
      throw locate(.unknownKey(position.member(member.name), among: parts), member.start)
    }
    try walk(member.value, position.child(part, branch, named: member.name))
  }

  private func checkNames(
    of members: [JSON5Node.Member], _ position: Position
  ) throws(ByokError) {
    var seen = Set<String>(minimumCapacity: members.count)
    for member in members where !seen.insert(member.name).inserted {
      let place = position.member(member.name)
      let error = ByokError(.usage, "duplicate key \(Sanitizer.oneLine(place))")
      throw locate(error, member.start)
    }
  }
}

extension ByokError {
  /// No row has that name.
  package static func unknownKey(_ name: String, among names: [String]) -> Self {
    let hint = Suggestion.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
    return Self(
      .usage, "unknown key \(Sanitizer.oneLine(name))",
      hint: hint ?? "known keys: \(names.joined(separator: ", "))")
  }
}
