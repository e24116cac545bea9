internal import ByokCore
internal import ByokKit

/// Completion for fish, by its own `complete`.
enum FishCompletion {
  static func script(_ table: CommandIndex) -> String {
    let words =
      table.firstWords.map { line("__byok_at", "-a \($0.word)", $0.summary) }
      + ["help", "version"].map { line("__byok_at", "-l \($0)", "Print the \($0)") }
      + table.groups.flatMap { group in
        table.verbs(of: group).map { verb in
          line("__byok_at \(group)", "-a \(verb.word)", verb.summary)
        }
      }
    let commands = table.infos.flatMap { info in
      lines(of: info, where: condition(of: info.name, table), depth: info.name.words)
    }
    let alone = table.defaultCommands.keys.sorted().flatMap { group -> [String] in
      guard let info = table.command(alone: group), info.name != group else { return [] }
      return info.completedOptions.map { option(of: $0, where: condition(of: group, table)) }
    }
    return """
      # Completion of byok's words in fish; rendered by 'make generate'.

      \(functions)
      complete -c byok -f
      \((words + commands + alone).joined(separator: "\n"))

      """
  }

  /// True where the command line names the command; of one word, where none of two words is meant.
  private static func condition(of name: String, _ table: CommandIndex) -> String {
    guard name.words == 1 else { return "__byok_in \(name)" }
    let verbs = table.verbs(of: name).map(\.word)
    return (["__byok_in \(name)"] + (verbs.isEmpty ? [] : ["''"] + verbs)).joined(separator: " ")
  }

  private static func lines(
    of info: CommandInfo, where condition: String, depth: Int
  ) -> [String] {
    let values = info.options.filter { $0.metavariable != nil }.flatMap(\.spellings)
    let operands = info.operands.enumerated().compactMap { number, operand -> String? in
      let place = operand.repeats ? "\(number)-" : "\(number)"
      guard let offer = offer(operand.words) else { return nil }
      let names = ([condition + "; and __byok_place \(depth) \(place)"] + values)
      return "complete -c byok -n \(quoted(names.joined(separator: " "))) \(offer)"
    }
    let runs = info.operands.contains { $0.words == .command }
    let foreign = "complete -c byok -n \(quoted("\(condition); and __byok_runs"))"
    return info.completedOptions.map { option(of: $0, where: condition) } + operands
      + (runs ? [foreign + " -x -a '(__byok_foreign)'"] : [])
  }

  private static func option(of option: OptionInfo, where condition: String) -> String {
    let names = "-l \(option.long)" + (option.short.map { " -s \($0)" } ?? "")
    let value = option.metavariable == nil ? "" : " " + (offer(option.words) ?? "-x")
    return line(condition, names + value, option.summary)
  }

  /// What a word of that kind is completed with; `nil` for nothing.
  private static func offer(_ kind: WordKind) -> String? {
    switch kind {
    case .text, .command: nil
    case .file: "-r -F"
    case .textOrFile: "-x -a '(__byok_at_file)'"
    case .choices(let words): "-x -k -a \(quoted(words.joined(separator: " ")))"
    case .names(let kind): "-x -k -a '(__byok_names \(kind.rawValue))'"
    }
  }

  private static func line(_ condition: String, _ words: String, _ summary: String) -> String {
    "complete -c byok -n \(quoted(condition)) \(words) -d \(quoted(summary))"
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }

  private static let functions = #"""
    # True where these words alone stand before the cursor.
    function __byok_at
        set -l words (commandline -opc)
        test "$words[2..]" = "$argv"
    end

    # True where the line names this command of one or two words: of one, none that is excluded.
    function __byok_in --argument-names first second
        set -l words (commandline -opc)
        test "$words[2]" = "$first"; or return
        if test -n "$second"
            test "$words[3]" = "$second"
        else
            not contains -- "$words[3]" $argv[3..]
        end
    end

    # True where the cursor is at that operand (N- at it or behind it) of a command of so many words;
    # then the options that take a value.
    function __byok_place --argument-names depth wanted
        set -l words (commandline -opc)
        set -e words[1..(math $depth + 1)]
        set -e argv[1..2]
        set -l place 0
        set -l skips no
        set -l ended no
        for word in $words
            if test $skips = yes
                set skips no
            else if test $ended = no; and string match -q -- '-?*' $word
                test "$word" = --; and set ended yes
                set -l name $word
                # Of a group of letters, the last may take a value.
                string match -q -- '--*' $word; or set name -(string sub -s -1 -- $word)
                contains -- $name $argv; and set skips yes
            else
                set place (math $place + 1)
            end
        end
        test $skips = no; or return
        string match -q -- '*-' $wanted; and test $place -ge (string trim -rc - $wanted); and return
        test "$place" = "$wanted"
    end

    # Names that byok looks up; fish matches parts of them too.
    function __byok_names
        set -l word ''
        # Of NAME=KEY, the name is the user's.
        test $argv[1] = assignment; and set word (string replace -r '^--[^=]*=' '' -- (commandline -ct))
        # Not the program that the line names, which may be one of an unknown folder's.
        command byok __complete fish $argv[1] "$word" (commandline -opc)[2..] 2>/dev/null
    end

    # Files behind '@'.
    function __byok_at_file
        set -l word (commandline -ct)
        string match -q '*@*' -- $word; or return
        for file in (complete -C "cat "(string replace -r '^[^@]*@' '' -- $word))
            echo @$file
        end
    end

    # True behind the '--' that begins a command line of its own.
    function __byok_runs
        contains -- -- (commandline -opc)
    end

    # Completes that command line.
    function __byok_foreign
        set -l words (commandline -opc)
        set -e words[1..(contains -i -- -- $words)]
        complete -C "$words "(commandline -ct)
    end

    """#
}

extension String {
  /// The number of its words.
  fileprivate var words: Int { split(separator: " ").count }
}
