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

  /// The rows by name, and what may stand within each name.
  private static let table: (rows: [String: ConfigurationKey], parts: [String: [String]]) = {
    var (rows, parts): ([String: ConfigurationKey], [String: [String]]) = ([:], [:])
    for row in ConfigurationKey.all {
      rows[row.name] = row
      var pattern = ""
      for part in row.parts {
        if parts[pattern]?.contains(part) != true { parts[pattern, default: []].append(part) }
        pattern = joined(pattern, part)
      }
    }
    return (rows, parts)
  }()

  private static func joined(_ name: String, _ part: String) -> String {
    name.isEmpty || part == ConfigurationKey.element ? name + part : "\(name).\(part)"
  }

  /// Where the walk is.
  private struct Position {
    /// The row's name so far, such as `providers.ID`; empty for the document.
    var pattern = ""
    /// The same in the file's words, such as `providers.work`.
    var place = ""
    /// The user's parts of it.
    var names: [String] = []
    /// The number of the element that it is in.
    var index = 0

    func child(_ part: String, named name: String) -> Position {
      let isChosen = ConfigurationKey.isPlaceholder(part)
      return Position(
        pattern: ConfigurationReader.joined(pattern, part),
        place: ConfigurationReader.joined(place, name), names: isChosen ? names + [name] : names,
        index: index)
    }

    func element(_ index: Int) -> Position {
      Position(
        pattern: pattern + ConfigurationKey.element, place: "\(place)[\(index)]", names: names,
        index: index)
    }

    /// The parts that may follow.
    var parts: [String] { ConfigurationReader.table.parts[pattern] ?? [] }

    var row: ConfigurationKey? { ConfigurationReader.table.rows[pattern] }
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
        .usage, "budget counts what the usage log notes, but log is false",
        hint: "byok config unset budget, or byok config unset log")
      throw locate(error, log?.start ?? document.range.lowerBound)
    }
  }

  /// Reads a value that is to stand at `path`.
  ///
  /// - Throws: A usage error that says what it should be.
  package mutating func read(_ node: JSON5Node, at path: ConfigurationPath) throws(ByokError) {
    var position = Position()
    for (part, name) in zip(path.pattern, path.names) {
      position = position.child(part, named: name)
    }
    try walk(node, position)
  }

  private mutating func walk(_ node: JSON5Node, _ position: Position) throws(ByokError) {
    let parts = position.parts
    let row = position.row
    let isList = parts == [ConfigurationKey.element]
    if isList {
      for (index, element) in (node.elements ?? []).enumerated() {
        try walk(element, position.element(index))
      }
    } else if !parts.isEmpty, let members = node.members {
      try checkNames(of: members, position)
      for member in members { try read(member, position, among: parts) }
    }
    let entry = ConfigurationEntry(
      place: position.place, names: position.names, index: position.index, value: node.value)
    do throws(ByokError) {
      if !parts.isEmpty, !isList, node.members == nil, row?.shape != .valueOrGroup {
        throw entry.wrong("must be an object, not \(entry.value.shown)")
      }
      try row?.read(&configuration, entry)
    } catch {
      throw locate(error, node.range.lowerBound)
    }
  }

  private mutating func read(
    _ member: JSON5Node.Member, _ position: Position, among parts: [String]
  ) throws(ByokError) {
    let placeholder = parts.first(where: ConfigurationKey.isPlaceholder)
    let isFixed = parts.contains(member.name) && member.name != placeholder
    guard let part = isFixed ? member.name : placeholder else {
      let prefix = position.place.isEmpty ? "" : position.place + "."
      let error = ByokError.unknownKey(prefix + member.name, among: parts.map { prefix + $0 })
      throw locate(error, member.start)
    }
    try walk(member.value, position.child(part, named: member.name))
  }

  private func checkNames(
    of members: [JSON5Node.Member], _ position: Position
  ) throws(ByokError) {
    var seen: Set<String> = []
    for member in members where !seen.insert(member.name).inserted {
      let place = position.child("", named: member.name).place
      let error = ByokError(.usage, "\(Sanitizer.oneLine(place)) is there twice")
      throw locate(error, member.start)
    }
  }
}

extension ByokError {
  /// No row has that name.
  package static func unknownKey(_ name: String, among names: [String]) -> Self {
    let hint = Suggestion.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
    return Self(
      .usage, "\(Sanitizer.oneLine(name)) is not known",
      hint: hint ?? "known are \(names.joined(separator: ", "))")
  }
}
