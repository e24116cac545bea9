internal import ByokCore
internal import ByokKit

/// Completion for zsh, by its own `_arguments`.
enum ZshCompletion {
  static func script(_ table: CommandIndex) -> String {
    let branches = table.infos.filter { $0.name != $0.group }.map { branch("'\($0.name)'", $0) }
    return """
      #compdef byok
      # Completion of byok's words in zsh; rendered by 'make generate'.

      \(helpers)
      \(commandWords(table))
      # What follows the words before the cursor; 'specs' is what `_arguments` takes.
      _byok() {
        local -a byok_line=("${(@)words[2,CURRENT-1]}") specs
        local depth=3
        if (( CURRENT == 2 )); then _byok_first_word; return; fi
        if (( CURRENT == 3 )) && [[ $PREFIX != -* ]]; then _byok_verb $words[2] && return; fi
        # Of 'models' and 'models show', the longer one is meant.
        case "$words[2] $words[3]" in
      \(branches.joined(separator: "\n"))
        *)
          depth=2
          case $words[2] in
      \(firstBranches(table).joined(separator: "\n"))
          *) return 1 ;;
          esac
          ;;
        esac
      \(ending)
      """
  }

  private static func commandWords(_ table: CommandIndex) -> String {
    """
    _byok_first_word() {
      local -a words_=(
    \(list(table.firstWords, indent: 4))
      )
      if [[ $PREFIX == -* ]]; then
        words_=('--help:Print the help' '--version:Print the version')
      fi
      _describe -V -t byok-commands command words_
    }

    # Offers the words that may follow the first one, if there are any.
    _byok_verb() {
      local -a words_
      case $1 in
    \(table.groups.map { verbs(of: $0, table) }.joined(separator: "\n"))
      *) return 1 ;;
      esac
      _describe -V -t byok-commands command words_
    }

    """
  }

  private static let helpers = #"""
    # Offers the names of a kind, in the order that byok gives them.
    _byok_names() {
      local -a names
      # Not the program that the line names, which may be one of an unknown folder's.
      names=(${(f)"$(command byok __complete zsh $1 "$PREFIX" $byok_line 2>/dev/null)"})
      # What the user's matchers find counts where nothing begins with the word.
      (( $#names )) ||
        names=(${(f)"$(command byok __complete zsh $1 '' $byok_line 2>/dev/null)"})
      _describe -V -t byok-$1 $1 names
    }

    # Files behind '@'; else the text is free.
    _byok_text_or_file() {
      if compset -P '@'; then _files; else _message 'text, or @file'; fi
    }

    """#

  private static let ending = #"""
      words=(byok "${(@)words[depth+1,-1]}")
      (( CURRENT -= depth - 1 ))
      _arguments -s -S $specs
    }

    # Read by 'source', it registers itself; from a folder of fpath, it is the function's body.
    if [[ $funcstack[1] == _byok ]]; then _byok "$@"; else compdef _byok byok; fi

    """#
}

extension ZshCompletion {
  private static func list(_ words: [CommandIndex.Word], indent: Int) -> String {
    let margin = "".padded(to: indent)
    return words.map { "\(margin)\(quoted("\($0.word):\($0.summary)"))" }.joined(separator: "\n")
  }

  private static func verbs(of group: String, _ table: CommandIndex) -> String {
    "  \(group)) words_=(\n\(list(table.verbs(of: group), indent: 4))\n  ) ;;"
  }

  /// The branches of commands of one word, and of groups whose word alone is a command.
  private static func firstBranches(_ table: CommandIndex) -> [String] {
    let ones = table.infos.filter { $0.name == $0.group }.map { branch($0.name, $0) }
    let alone = table.defaultCommands.keys.sorted().compactMap { group -> String? in
      guard !table.infos.contains(where: { $0.name == group }) else { return nil }
      return table.command(alone: group).map { branch(group, $0, withOperands: false) }
    }
    return ones + alone
  }

  private static func branch(
    _ pattern: String, _ info: CommandInfo, withOperands: Bool = true
  ) -> String {
    var specs = info.completedOptions.map(spec)
    for (number, operand) in info.operands.enumerated() where operand.words != .command {
      let place = operand.repeats ? "*" : "\(number + 1)"
      let mark = operand.isOptional && !operand.repeats ? "::" : ":"
      let message = operand.metavariable.replacing(":", with: "\\:")
      if withOperands { specs.append(quoted("\(place)\(mark)\(message):\(action(operand.words))")) }
    }
    let runs = info.operands.contains { $0.words == .command }
    let lines = specs.map { "    \($0)" }.joined(separator: "\n")
    return "  \(pattern))\n\(runs ? foreign : "")    specs=(\n\(lines)\n    ) ;;"
  }

  /// What follows `--` is completed as the line of the command that it is.
  private static let foreign = """
        if (( $words[(i)--] < CURRENT )); then
          (( CURRENT -= $words[(i)--] ))
          words=("${(@)words[$words[(i)--]+1,-1]}")
          _normal
          return
        fi

    """

  private static func spec(_ option: OptionInfo) -> String {
    let takesValue = option.metavariable != nil
    let long = "--\(option.long)" + (takesValue ? "=" : "")
    let names = option.short.map { "{-\($0)\(takesValue ? "+" : ""),\(long)}" } ?? long
    let others = option.short.map { "'(-\($0) --\(option.long))'" } ?? ""
    var summary = option.summary
    for character in ["\\", "[", "]", ":"] {
      summary = summary.replacing(character, with: "\\" + character)
    }
    var value = ""
    if let metavariable = option.metavariable {
      value = ":\(metavariable.replacing(":", with: "\\:")):\(action(option.words))"
    }
    return (option.repeats ? "'*'" : others) + names + quoted("[\(summary)]\(value)")
  }

  private static func action(_ kind: WordKind) -> String {
    switch kind {
    case .text, .command: " "
    case .file: "_files"
    case .textOrFile: " _byok_text_or_file"
    case .choices(let words): "(\(words.joined(separator: " ")))"
    case .names(let kind): " _byok_names \(kind.rawValue)"
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
