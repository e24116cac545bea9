internal import ByokCore
internal import ByokKit

/// Every command as documents see it: help, manual, completions and README are rendered from it.
struct CommandIndex: Sendable {
  /// The commands, in the order help lists them.
  let infos: [CommandInfo]
  /// Groups whose word alone means one of their commands: that one's name.
  let defaultCommands: [String: String]
  /// The options that every command has.
  let commonOptions: [OptionInfo]
}
