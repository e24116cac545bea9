import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// Which files are left out.
@Suite struct IgnoreTests {
  @Test(arguments: [
    ("*.o", "a/b.o", true), ("*.o", "a/b.os", false), ("b", "a/b", true), ("/b", "a/b", false),
    ("/b", "b", true), ("a/b", "a/b", true), ("a/b", "x/a/b", false), ("**/b", "x/a/b", true),
    ("**/a/b", "a/b", true), ("a/**", "a/b/c", true), ("a/**", "a", false),
    ("a/**/c", "a/c", true), ("a/**/c", "a/x/y/c", true), ("a/*/c", "a/x/y/c", false),
    ("a?c", "abc", true), ("a?c", "a/c", false), ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false),
    ("[^a-c]x", "dx", true), ("[]]x", "]x", true), ("[a", "[a", false), (#"\*x"#, "*x", true),
    (#"\*x"#, "ax", false), ("[[:digit:]]", "7", true), ("[[:no:]]", "n", false),
    ("a**b", "axxb", true), ("a**b/c", "ax/b/c", false), ("x  ", "x", true), (#"x\ "#, "x ", true),
    ("*a*b*c", "xxaxxbxxc", true), ("*a*b*c", "xxaxxcxxb", false), ("**", "a/b", true),
    ("a/**/b/**/c", "a/b/b/c", true), ("*/**/x", "a/x", true), ("é?", "éa", true),
  ])
  func `patterns match as git's do`(pattern: String, path: String, matches: Bool) {
    let bytes = Array(path.utf8)
    let found = IgnorePattern(pattern.utf8)?.matches(bytes[...], isFolder: false) ?? false
    #expect(found == matches)
  }

  @Test(arguments: ["", "# comment", "/", "!", "   ", "[", #"x\"#])
  func `some lines are no patterns`(line: String) {
    #expect(IgnorePattern(line.utf8) == nil)
  }

  @Test func `a pattern with many stars takes no time to speak of`() {
    let name = Array(String(repeating: "a", count: 250).utf8)
    let pattern = IgnorePattern(String(repeating: "*a", count: 60).utf8 + Array("b".utf8))
    #expect(pattern?.matches(name[...], isFolder: false) == false)
  }

  /// The files that an index would take, below the tree.
  static func files(_ fixture: IndexFixture, skipsHidden: Bool = true) throws -> [String] {
    var search = FileSearch(fixture.definition, skipsHidden: skipsHidden)
    try search.run()
    return search.found.map { String($0.path.dropFirst(fixture.root.utf8.count + 1)) }
  }

  @Test func `files of rules, hidden files and folders of git are left out`() throws {
    let fixture = try IndexFixture([
      "a.txt": "", "b.o": "", ".hidden/x.txt": "", ".git/config": "",
      "sub/.gitignore": "*.log\n!keep.log\n",
      "sub/x.log": "", "sub/keep.log": "", "out/x.txt": "", ".ignore": "out/\n",
      ".gitignore": "*.o\r\n",
    ])
    #expect(try Self.files(fixture) == ["a.txt", "sub/keep.log"])
  }

  @Test func `the rules of folders above count up to the top of the work tree`() throws {
    let fixture = try IndexFixture([
      ".gitignore": "*.a\n", "in/.git/info/exclude": "*.b\n", "in/.gitignore": "/deep/*.c\n",
      "in/deep/1.a": "", "in/deep/2.b": "", "in/deep/3.c": "", "in/deep/4.d": "",
    ])
    var deep = fixture
    deep.definition.paths = [fixture.root + "/in/deep"]
    #expect(try Self.files(deep) == ["in/deep/1.a", "in/deep/4.d"])
  }

  @Test func `globs choose files`() throws {
    var fixture = try IndexFixture([
      "a.md": "", "b.txt": "", "docs/c.md": "", "docs/old/d.md": "", "src/e.swift": "",
    ])
    fixture.definition.includes = ["*.md", "src"]
    fixture.definition.excludes = ["docs/old"]
    #expect(try Self.files(fixture) == ["a.md", "docs/c.md", "src/e.swift"])
  }

  @Test func `files with the names of secrets are left out unless they are asked for`() throws {
    var fixture = try IndexFixture([
      ".env": "A=1", "x.pem": "", "id_ed25519": "", "id_ed25519.pub": "", "credentials.json": "",
      "prod.env": "", "secrets.yaml": "", "notes.txt": "",
    ])
    #expect(try Self.files(fixture) == ["id_ed25519.pub", "notes.txt"])
    var search = FileSearch(fixture.definition)
    try search.run()
    #expect(search.secretCount == 6)
    fixture.definition.takesSecrets = true
    #expect(try Self.files(fixture).count == 8)
  }

  @Test func `more than is allowed is refused`() throws {
    var fixture = try IndexFixture(["a": "12345", "b": "12345", "c": "12345"])
    fixture.definition.maxFiles = 2
    #expect(throws: ByokError.tooMuchToIndex("more than 2 files", "--max-files")) {
      try Self.files(fixture)
    }
    fixture.definition.maxFiles = 3
    fixture.definition.maxBytes = 14
    #expect(throws: ByokError.self) { try Self.files(fixture) }
    fixture.definition.maxBytes = 15
    #expect(try Self.files(fixture).count == 3)
  }

  @Test func `a path that is gone or no file is an error`() throws {
    var fixture = try IndexFixture()
    fixture.definition.paths = [fixture.root + "/none"]
    #expect(throws: ByokError.pathGone(fixture.root + "/none")) { try Self.files(fixture) }
    fixture.definition.paths = ["/dev/null"]
    #expect(throws: ByokError.notIndexable("/dev/null")) { try Self.files(fixture) }
  }

  @Test func `links and pipes are left out, and loops end`() throws {
    let fixture = try IndexFixture(["a/b.txt": ""])
    try FileManager.default.createSymbolicLink(
      atPath: fixture.root + "/a/loop", withDestinationPath: fixture.root)
    try FileManager.default.createSymbolicLink(
      atPath: fixture.root + "/a/link.txt", withDestinationPath: "b.txt")
    #expect(unsafe mkfifo(fixture.root + "/a/pipe", 0o600) == 0)
    #expect(try Self.files(fixture) == ["a/b.txt"])
  }

  @Test(.enabled(if: geteuid() != 0, "root reads every folder"))
  func `a folder that cannot be read is reported`() throws {
    let fixture = try IndexFixture(["a.txt": "", "shut/b.txt": ""])
    try StoreFixture.setMode(0o000, of: fixture.root + "/shut")
    defer { try? StoreFixture.setMode(0o700, of: fixture.root + "/shut") }
    var search = FileSearch(fixture.definition)
    try search.run()
    #expect(search.unreadable == [fixture.root + "/shut"])
    #expect(search.found.count == 1)
  }
}

/// The same trees, as git lists them.
@Suite struct GitIgnoreTests {
  private static let git = ["/usr/bin/git", "/usr/local/bin/git"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  private static let names = [
    "a", "b", "c", "x.o", "y.o", "z.txt", "ab", "a b", "[x]", "é", "a.b.c",
  ]
  private static let patterns = [
    "a", "/a", "a/", "/a/", "*.o", "!x.o", "!*.o", "a/*", "!a/b", "**/b", "a/**", "b/**/c", "*/c",
    "?", "[ab]",
    "[!a]*", "*b", "# no", "", " ", #"a\ b"#, "a b ", #"\[x\]"#, "**", "!a/", "/*/b", "c/*.o",
    "*.b.c", "é", "!**/c",
    "/**/a", "a**", "[[:alpha:]]", "!z.txt", "*\r",
  ]

  private static func make(_ fixture: IndexFixture) throws {
    for _ in 0..<Int.random(in: 5...25) {
      let depth = Int.random(in: 1...4)
      let path = (0..<depth).map { _ in names.randomElement() ?? "a" }.joined(separator: "/")
      // Where a file has the name of a folder already, there is none.
      try? fixture.write(path, "")
    }
    let found = FileManager.default.enumerator(atPath: fixture.root)?.allObjects ?? []
    let folders =
      [""]
      + found.compactMap { $0 as? String }.filter { path in
        FolderEntry(at: fixture.root + "/" + path)?.kind == .folder
      }.map { $0 + "/" }
    for folder in folders where folder.isEmpty || Int.random(in: 0..<3) == 0 {
      let lines = (0..<Int.random(in: 1...5)).map { _ in patterns.randomElement() ?? "a" }
      try fixture.write(folder + ".gitignore", lines.joined(separator: "\n") + "\n")
    }
  }

  private static func run(_ arguments: [String], in folder: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: git ?? "")
    process.arguments = ["-C", folder] + arguments
    process.environment = ["HOME": folder, "GIT_CONFIG_NOSYSTEM": "1"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
  }

  /// Where git is not installed, this is not checked.
  @Test(.enabled(if: git != nil, "git is not installed: its rules are not compared"))
  func `the files of 200 trees are those that git lists`() throws {
    for _ in 0..<200 {
      let fixture = try IndexFixture()
      try Self.make(fixture)
      _ = try Self.run(["init", "-q"], in: fixture.root)
      let listed = try Self.run(["ls-files", "-co", "--exclude-standard", "-z"], in: fixture.root)
      let theirs = listed.split(separator: "\0").map(String.init).sorted()
      let ours = try IgnoreTests.files(fixture, skipsHidden: false).sorted()
      guard ours != theirs else { continue }
      var rules = ""
      for path in theirs + ours where path.hasSuffix(".gitignore") {
        rules +=
          "\(path): \(try String(contentsOfFile: fixture.root + "/" + path, encoding: .utf8).debugDescription)\n"
      }
      #expect(
        ours == theirs,
        "ours only: \(Set(ours).subtracting(theirs)), git's only: \(Set(theirs).subtracting(ours))\n\(rules)"
      )
      return
    }
  }
}
