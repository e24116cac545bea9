internal import ByokCore
internal import ByokKit

/// Every command as documents see it: help, manual, completions and README are rendered from it.
struct CommandIndex: Sendable {
  /// The commands, in the order help lists them.
  let infos: [CommandInfo]
  /// The same by what they are for.
  let sections: [Section]
  /// Groups whose word alone means one of their commands: that one's name.
  let defaultCommands: [String: String]
  /// The options that every command has.
  let commonOptions: [OptionInfo]

  /// Commands that belong together, by their names.
  struct Section: Sendable {
    let title: String
    let usual: [String]
    /// Those that the help of their group lists.
    let rare: [String]
  }
}
