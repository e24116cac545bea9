internal import ByokCore
internal import ByokKit

/// Completion for GNU bash.
///
/// The table is one function of `case` branches; what reads it is the same for every command.
enum BashCompletion {
  static func script(_ table: CommandIndex) -> String {
    let groups = table.groups.map { group in
      "  \(group)) verbs='\(table.verbs(of: group).map(\.word).joined(separator: " "))' ;;"
    }
    return """
      # Completion of byok's words in bash 4.4 or later; rendered by 'make generate'.

      # What a command takes: options without a value, options with one and its kind, operands' kinds.
      _byok_command() {
        case $1 in
      \(table.infos.map { branch([$0.name], $0) }.joined(separator: "\n"))
      \(alone(table).joined(separator: "\n"))
        *) return 1 ;;
        esac
      }

      # The words that may follow the first one.
      _byok_verbs() {
        case $1 in
      \(groups.joined(separator: "\n"))
        esac
      }

      _byok_first='\(table.firstWords.map(\.word).joined(separator: " "))'

      \(engine)
      """
  }

  /// The branches of groups whose word alone is a command.
  private static func alone(_ table: CommandIndex) -> [String] {
    table.defaultCommands.keys.sorted().compactMap { group in
      guard !table.infos.contains(where: { $0.name == group }) else { return nil }
      return table.command(alone: group).map { branch([group], $0, operands: "") }
    }
  }

  private static func branch(
    _ names: [String], _ info: CommandInfo, operands: String? = nil
  ) -> String {
    let options = info.completedOptions
    let switches = options.filter { $0.metavariable == nil }.flatMap(\.spellings)
    let values = options.filter { $0.metavariable != nil }.flatMap { option in
      option.spellings.map { "\($0)=\(kind(option.words))" }
    }
    let kinds = info.operands.map { kind($0.words) + ($0.repeats ? "..." : "") }
    return """
        \(names.map { "'\($0)'" }.joined(separator: " | ")))
          switches='\(switches.joined(separator: " "))'
          values='\(values.joined(separator: " "))'
          operands='\(operands ?? kinds.joined(separator: " "))' ;;
      """
  }

  private static func kind(_ kind: WordKind) -> String {
    switch kind {
    case .text: "text"
    case .file: "file"
    case .textOrFile: "text-or-file"
    case .command: "command"
    case .choices(let words): "choices:" + words.joined(separator: ",")
    case .names(let kind): kind.rawValue
    }
  }

  /// What finds the place in the command line, and offers what the table says for it.
  private static let engine = #"""
    # The words up to the cursor, parted at blanks alone: readline also parts them at ':', '=', ….
    _byok_split() {
      local rest=${COMP_LINE:0:COMP_POINT} blank piece i
      for ((i = 0; i <= COMP_CWORD; i++)); do
        blank=${rest%%[![:space:]]*}
        rest=${rest#"$blank"}
        piece=${COMP_WORDS[i]}
        ((i < COMP_CWORD)) || piece=$rest
        rest=${rest#"$piece"}
        if ((i == 0)) || [[ -n $blank ]]; then
          words+=("$piece")
        else
          words[${#words[@]}-1]+=$piece
        fi
      done
    }

    # The kind of an option's value, by one of its names; fails where it takes none.
    _byok_value() {
      [[ " $values" == *" $1="* ]] || return 1
      kind=" $values "
      kind=${kind#*" $1="}
      kind=${kind%% *}
    }

    # Where a group of letters such as -qm ends with an option that takes a value: its kind, and in
    # 'lead' what stands before the value.
    _byok_letters() {
      local i
      for ((i = 1; i < ${#1}; i++)); do
        if _byok_value "-${1:i:1}"; then
          lead=${1:0:i+1}
          return 0
        fi
      done
      return 1
    }

    # The kind of the next operand, behind those that are there.
    _byok_operand() {
      local each number=0
      for each in $operands; do
        if ((number++ == place)) || [[ $each == *... ]]; then
          kind=${each%...}
          return
        fi
      done
    }

    # Files behind '@', which readline would quote as a part of their names.
    _byok_at_files() {
      local file
      while IFS= read -r file; do
        if [[ -d $file ]]; then
          file+=/
          compopt -o nospace 2>/dev/null
        fi
        printf -v file %q "$file"
        COMPREPLY+=("@$file")
      done < <(compgen -f -- "$1")
    }

    # Offers what begins with the word behind 'lead', which stays in front of it.
    _byok_offer() {
      local word=${cur#"$lead"} cut='' quote='' i
      if [[ $word == [\"\']* ]]; then
        quote=${word:0:1}
        word=${word:1}
      fi
      case $1 in
      text | command | '') return ;;
      words:* | choices:*)
        local choices=${1#*:}
        mapfile -t COMPREPLY < <(compgen -W "${choices//,/ }" -- "$word")
        ;;
      file)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        ;;
      text-or-file)
        [[ $word == @* ]] || return
        _byok_at_files "${word:1}"
        ;;
      *)
        # Not the program that the line names, which may be one of an unknown folder's.
        mapfile -t COMPREPLY < <(
          command byok __complete bash "$1" "$word" "${words[@]:1:${#words[@]}-2}" 2>/dev/null)
        ;;
      esac
      # Of a word in open quotes, readline replaces all that follows the quote.
      [[ -z $quote ]] || return
      [[ -z $lead ]] || COMPREPLY=("${COMPREPLY[@]/#/"$lead"}")
      # Readline replaces what follows the last of its word breaks, and an '@' with it.
      word=$lead$word
      for ((i = ${#word}; i > 0; i--)); do
        if [[ $COMP_WORDBREAKS == *"${word:i-1:1}"* ]]; then
          cut=${word:0:i}
          cut=${cut%@}
          break
        fi
      done
      COMPREPLY=("${COMPREPLY[@]#"$cut"}")
    }

    # Completes the line of a command that byok runs.
    _byok_foreign() {
      local i=0
      while [[ ${COMP_WORDS[i++]} != -- ]]; do :; done
      if declare -F _comp_command_offset >/dev/null; then
        _comp_command_offset "$i"
      elif declare -F _command_offset >/dev/null; then
        _command_offset "$i"
      elif ((i == COMP_CWORD)); then
        mapfile -t COMPREPLY < <(compgen -c -- "$cur")
      else
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
      fi
    }

    # Passes a word before the cursor.
    _byok_pass() {
      if [[ -n $kind ]]; then
        kind=''
      elif [[ -n $ended ]]; then
        ((++place))
      elif [[ $1 == -- ]]; then
        ended=1
      elif [[ $1 == --* ]]; then
        _byok_value "$1"
      elif [[ $1 == -?* ]]; then
        # Behind the letter, the value is in the same word.
        _byok_letters "$1" && [[ $lead != "$1" ]] && kind=''
        lead=''
      else
        ((++place))
      fi
    }

    # What the word at the cursor is.
    _byok_cursor() {
      if [[ -n $kind ]]; then
        return
      elif [[ -z $ended && $cur == --*=* ]]; then
        lead=${cur%%=*}=
        _byok_value "${cur%%=*}"
      elif [[ -z $ended && $cur == -[!-]?* ]] && _byok_letters "$cur"; then
        return
      elif [[ -z $ended && $cur == -* ]]; then
        local value
        kind="words:$switches"
        for value in $values; do kind+=" ${value%%=*}"; done
      else
        _byok_operand
      fi
    }

    _byok() {
      COMPREPLY=()
      local -a words=()
      _byok_split
      local switches='' values='' operands='' kind='' lead='' place=0 ended='' verbs='' depth=3 i
      local last=$((${#words[@]} - 1))
      local cur=${words[last]}
      if ((last == 1)); then
        _byok_offer "words:$_byok_first --help --version"
        return
      fi
      # Of 'models' and 'models show', the longer one is meant.
      if ((last == 2)) || ! _byok_command "${words[1]} ${words[2]}"; then
        depth=2
        _byok_command "${words[1]}"
        _byok_verbs "${words[1]}"
      fi
      if ((last == 2)) && [[ -n $verbs && $cur != -* ]]; then
        _byok_offer "words:$verbs"
        return
      fi
      for ((i = depth; i < last; i++)); do
        _byok_pass "${words[i]}"
      done
      if [[ -n $ended && " $operands" == *' command'* ]]; then
        _byok_foreign
        return
      fi
      _byok_cursor
      _byok_offer "$kind"
    }

    complete -o nosort -F _byok byok 2>/dev/null || complete -F _byok byok

    """#
}
