import ByokTestSupport
import Foundation

extension Bench {
  /// An index of 10,000 files with 100 MB of made-up words, beside FTS5 of Python's SQLite; a search that
  /// starts cold, beside ripgrep, which reads all of the files.
  func index() throws -> [Row] {
    let (tree, folder) = (try TemporaryFolder(), try TemporaryFolder())
    let size = try fillTree(tree)
    let home = ["BYOK_HOME": folder.path]
    let add = Timed(byok, ["index", "add", "big", tree.path, "-q"], home)
    let remove = Timed(byok, ["index", "rm", "big", "-q"], home)
    let script = try write(Self.fullTextSearch, to: "fts5.py")
    let words = ["python3", script, tree.path, folder.path("fts5")]
    let table = Timed("/usr/bin/env", words, variables)
    let pairs = try Pairs(
      1, warmUps: 0, { try add.milliseconds() }, { try table.milliseconds() })
    var time = Row(times: pairs, "byok index add, 100 MB", "SQLite FTS5, the same")
    time.set(budget: pairs.second.median, "ms", value: pairs.first.median)
    let bytes = try Double(Self.size(of: folder.path + "/index"))
    var share = Row(what: "size of that index", value: (bytes / size * 100).with("%"))
    share.set(budget: 25, "%", value: bytes / size * 100)
    let update = Timed(byok, ["index", "update", "-q"], home)
    let updates = try Pairs(5, warmUps: 1, update.milliseconds, bare.milliseconds)
    var updateRow = Row(times: updates, "byok index update, nothing new", "byok --version")
    updateRow.set(budget: 400, "ms", value: updates.first.median)
    let search = Timed(byok, ["search", Self.words[7], Self.words[3000]], home)
    let searches = try Pairs(runs, warmUps: 3, search.milliseconds, bare.milliseconds)
    var searchRow = Row(times: searches, "byok search, two words", "byok --version")
    searchRow.set(budget: 25, "ms", value: searches.first.median)
    let plain = try besideRipgrep(tree, home)
    _ = try remove.milliseconds()
    let peak = try add.peakMegabytes()
    var memory = Row(what: "memory of byok index add", value: peak.with("MB"))
    memory.set(budget: 300, "MB", value: peak)
    return [time, share, memory, updateRow, searchRow, plain]
  }

  /// A search for one word, beside ripgrep's of the same files, where that is installed.
  private func besideRipgrep(_ tree: TemporaryFolder, _ home: [String: String]) throws -> Row {
    let (what, word) = ("byok search, one word", Self.words[3000])
    guard let program = Rival.path(of: "rg") else {
      return Row(what: what, value: "-", yardstick: "rg: not installed")
    }
    let search = Timed(byok, ["search", word], home)
    let grep = Timed(program, ["--files-with-matches", word, tree.path], variables)
    let pairs = try Pairs(runs, warmUps: 3, search.milliseconds, grep.milliseconds)
    return Row(times: pairs, what, "rg, the same files")
  }

  private var bare: Timed { Timed(byok, ["--version"]) }
  private var variables: [String: String] {
    ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]
  }

  /// What makes the table, and the index of it.
  private static let fullTextSearch = """
    import os, sqlite3, sys
    table = sqlite3.connect(sys.argv[2])
    table.execute("create virtual table files using fts5(path, text, tokenize = 'porter unicode61')")
    for folder, _, names in os.walk(sys.argv[1]):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, encoding="utf-8") as file:
                table.execute("insert into files values (?, ?)", (path, file.read()))
    table.commit()

    """

  /// Words of syllables, the same in every run.
  private static let words: [String] = {
    let syllables = [
      "an", "ber", "col", "den", "er", "fin", "gra", "hol", "jo", "kel", "lim", "mo",
    ]
    return (0..<20_000).map { number in
      var (word, rest) = ("", number + 12)
      while rest > 0 {
        word += syllables[rest % 12]
        rest /= 12
      }
      return word
    }
  }()

  /// Writes the files; answers how many bytes they have.
  private func fillTree(_ tree: TemporaryFolder) throws -> Double {
    var (state, size): (UInt64, Int) = (88_172_645_463_325_252, 0)
    /// Small numbers are more frequent, as words of a language are.
    func next() -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      let part = Double(state >> 11) / Double(1 << 53)
      return Int(part * part * part * Double(Self.words.count))
    }
    for number in 0..<10_000 {
      let folder = tree.path + "/d\(number / 100)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      var text = "# \(Self.words[number])\n\n"
      while text.utf8.count < 10_000 {
        text += (0..<60).map { _ in Self.words[next()] }.joined(separator: " ") + ".\n\n"
      }
      size += text.utf8.count
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/f\(number).md"))
    }
    return Double(size)
  }

  private static func size(of folder: String) throws -> Int {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return try names.reduce(0) { sum, name in
      let facts = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      let isFile = facts[.type] as? FileAttributeType == .typeRegular
      return sum + (isFile ? (facts[.size] as? Int ?? 0) : 0)
    }
  }
}
