package import ByokCore

/// The part of the prompts that one of several workers asks.
package struct Shard: Equatable, Sendable {
  /// Which part it is, from 1.
  package let number: Int
  /// How many parts there are.
  package let count: Int

  /// - Returns: `nil` where there is no such part.
  package init?(number: Int, count: Int) {
    guard (1...Self.most).contains(count), (1...count).contains(number) else { return nil }
    (self.number, self.count) = (number, count)
  }

  /// The most parts.
  static let most = 1_000_000

  /// Such as `3/16`.
  package var text: String { "\(number)/\(count)" }

  /// Whether the part has a prompt; neighbours are in different parts, so that all are of one size.
  ///
  /// - Parameter index: The place of the prompt among all, from 0.
  /// - Returns: Whether it is asked.
  package func holds(_ index: Int) -> Bool { index % count == number - 1 }

  /// The name of a file with the number of the part in place of `{shard}`.
  package func fileName(_ pattern: String) -> String {
    let placeholder = "{shard}"
    var (name, rest) = ("", pattern[...])
    while let next = rest.first {
      let isPlace = rest.hasPrefix(placeholder)
      name += isPlace ? String(number) : String(next)
      rest = rest.dropFirst(isPlace ? placeholder.count : 1)
    }
    return name
  }
}

/// Which part of the prompts is meant, as a command line says.
package enum ShardArgument: ArgumentValue, Equatable {
  package static let expectation = "I/N with I from 1 to N, or auto, or auto/N"

  case shard(Shard)
  /// What the scheduler's variables say; the number of parts where they do not.
  case auto(count: Int?)

  package init?(argument: String) {
    let words = argument.split(separator: "/", omittingEmptySubsequences: false)
    let count = words.count == 2 ? Int(argument: String(words[1])) : nil
    guard words.count == 1 || words.count == 2 && count != nil else { return nil }
    if words[0] == "auto" {
      guard count.map({ (1...Shard.most).contains($0) }) ?? true else { return nil }
      self = .auto(count: count)
    } else {
      guard let count, let number = Int(argument: String(words[0])),
        let shard = Shard(number: number, count: count)
      else { return nil }
      self = .shard(shard)
    }
  }

  /// The part that is meant.
  ///
  /// - Parameter environment: The variables that schedulers set.
  /// - Returns: The part.
  /// - Throws: A usage error where they name none, or several.
  package func shard(_ environment: Environment) throws(ByokError) -> Shard {
    switch self {
    case .shard(let shard): return shard
    case .auto(let count): return try ShardVariables.shard(environment, count: count)
    }
  }
}
