import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore

@Suite struct LocationsTests {
  /// What the environment says, and where keystore, unlock key, configuration and log lie then.
  struct Row: Sendable {
    let variables: [String: String]
    let files: [String]

    init(_ variables: [String: String], _ files: String...) {
      (self.variables, self.files) = (variables, files)
    }
  }

  static let rows = [
    Row(
      ["HOME": "/home/u"], "/home/u/.config/byok/keystore", "/home/u/.local/state/byok/unlock.key",
      "/home/u/.config/byok/config.json", "/home/u/.local/state/byok/usage.jsonl"),
    Row(
      ["HOME": "/home/u", "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s"], "/c/byok/keystore",
      "/s/byok/unlock.key", "/c/byok/config.json", "/s/byok/usage.jsonl"),
    Row(
      ["XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s/"], "/c/byok/keystore",
      "/s/byok/unlock.key", "/c/byok/config.json", "/s/byok/usage.jsonl"),
    Row(
      ["HOME": "/home/u", "XDG_CONFIG_HOME": "c", "XDG_STATE_HOME": "./s"],
      "/home/u/.config/byok/keystore", "/home/u/.local/state/byok/unlock.key",
      "/home/u/.config/byok/config.json", "/home/u/.local/state/byok/usage.jsonl"),
    Row(
      ["HOME": "/home/u", "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": ""],
      "/home/u/.config/byok/keystore", "/home/u/.local/state/byok/unlock.key",
      "/home/u/.config/byok/config.json", "/home/u/.local/state/byok/usage.jsonl"),
    Row(
      ["BYOK_HOME": "/b", "HOME": "/home/u", "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s"],
      "/b/keystore", "/b/unlock.key", "/b/config.json", "/b/usage.jsonl"),
    Row(
      ["BYOK_HOME": "/b//./c/"], "/b/c/keystore", "/b/c/unlock.key", "/b/c/config.json",
      "/b/c/usage.jsonl"),
    Row(
      ["BYOK_HOME": "/b", "BYOK_STORE": "/team/keys"], "/team/keys", "/b/unlock.key",
      "/b/config.json", "/b/usage.jsonl"),
    Row(
      ["HOME": "/home/u", "BYOK_STORE": "/team/keys"], "/team/keys",
      "/home/u/.local/state/byok/unlock.key", "/home/u/.config/byok/config.json",
      "/home/u/.local/state/byok/usage.jsonl"),
  ]

  @Test(arguments: rows) func `files are where the environment says`(row: Row) throws {
    let locations = Locations(Environment(row.variables))
    let files = [
      try locations.keystore(), try locations.unlockKey(), try locations.configuration(),
      try locations.usageLog(),
    ]
    #expect(files.map(\.text) == row.files)
  }

  @Test(arguments: [
    (["HOME": "/home/u"], "/home/u/.cache/byok/models/groq.json"),
    (["HOME": "/home/u", "XDG_CACHE_HOME": "/c"], "/c/byok/models/groq.json"),
    (["BYOK_HOME": "/b", "XDG_CACHE_HOME": "/c"], "/b/models/groq.json"),
  ])
  func `lists of models are in the cache`(_ variables: [String: String], _ file: String) throws {
    #expect(try Locations(Environment(variables)).modelList(of: "groq").text == file)
  }

  @Test(arguments: [[:], ["HOME": ""], ["HOME": "u"], ["XDG_CONFIG_HOME": "c"]])
  func `without a home folder there is no place`(variables: [String: String]) throws {
    let locations = Locations(Environment(variables))
    #expect(try !locations.hasKeystore)
    #expect(try !locations.hasPlace(for: .state))
    #expect(throws: ByokError.noHome) { _ = try locations.keystore() }
    #expect(throws: ByokError.noHome) { _ = try locations.unlockKey() }
    #expect(throws: ByokError.noHome) { _ = try locations.configuration() }
    #expect(throws: ByokError.noHome) { _ = try locations.usageLog() }
    #expect(ByokError.noHome.kind == .usage)
  }

  @Test(arguments: [
    (["HOME": "/home/u"], true, true), (["BYOK_HOME": "/b"], true, true),
    (["BYOK_STORE": "/s"], true, false), (["XDG_STATE_HOME": "/s"], false, true),
    (["XDG_CONFIG_HOME": "/c"], true, false),
  ])
  func `a variable is a place for its own files`(
    _ variables: [String: String], _ hasKeystore: Bool, _ hasState: Bool
  ) throws {
    let locations = Locations(Environment(variables))
    #expect(try locations.hasKeystore == hasKeystore)
    #expect(try locations.hasPlace(for: .state) == hasState)
  }

  @Test func `a home that is given counts before every variable`() throws {
    let environment = Environment(["BYOK_HOME": "/b", "BYOK_STORE": "/s", "HOME": "/home/u"])
    let locations = Locations(environment, home: "/given")
    #expect(try locations.keystore().text == "/given/keystore")
    #expect(try locations.unlockKey().text == "/given/unlock.key")
    #expect(throws: ByokError(.usage, "the home of the keystore must be an absolute path, not 'g'"))
    {
      _ = try Locations(environment, home: "g").keystore()
    }
  }

  @Test(arguments: ["b", "./b", "~/b", "../b", " /b"])
  func `a relative BYOK_HOME is a usage error`(path: String) {
    let home = #expect(throws: ByokError.self) {
      _ = try Locations(Environment(["BYOK_HOME": path, "HOME": "/home/u"])).unlockKey()
    }
    #expect(home?.kind == .usage)
    #expect(home?.message == "BYOK_HOME must be an absolute path, not '\(path.drop { $0 == " " })'")
  }

  @Test(arguments: [
    ("keystore", "/team/repo/keystore"), ("ci/keystore", "/team/repo/ci/keystore"),
    ("./ci/./k", "/team/repo/ci/k"), ("../k", "/team/k"), (".././../k", "/k"),
    ("../../../k", "/k"), ("~/k", "/team/repo/~/k"), (" /k", "/team/repo/ /k"),
    ("a/../k", "/team/repo/a/../k"), ("/k", "/k"),
  ])
  func `a relative BYOK_STORE is taken from the current folder`(
    path: String, expected: String
  ) throws {
    let locations = Locations(Environment(["BYOK_STORE": path])) { "/team/repo" }
    #expect(try locations.keystore() == FilePath(expected))
  }

  @Test func `the current folder may be the root, or unknown`() throws {
    let environment = Environment(["BYOK_STORE": "k"])
    #expect(try Locations(environment) { "/" }.keystore().text == "/k")
    let unknown = Locations(environment) { () throws(Errno) in throw .notFound }
    let message = "BYOK_STORE is relative to the current folder, which is unknown: "
    #expect(throws: ByokError(.usage, message + Errno.notFound.text)) { _ = try unknown.keystore() }
    let here = try FilePath.currentFolder()
    #expect(try Locations(environment).keystore().text == here + "/k")
  }

  @Test(arguments: ["k/", ".", "..", "../..", "k/.", "/"])
  func `a keystore is a file`(path: String) {
    #expect(throws: ByokError(.usage, "BYOK_STORE must name a file, not '\(path)'")) {
      _ = try Locations(Environment(["BYOK_STORE": path])) { "/team" }.keystore()
    }
  }

  @Test func `only a path below the home folder trusts it`() throws {
    let locations = Locations(Environment(["HOME": "/home/u/", "BYOK_STORE": "/home/u/keys"]))
    #expect(try locations.unlockKey().trusted == "/home/u")
    #expect(try locations.keystore().trusted == "/")
  }
}

@Suite struct FilePathTests {
  @Test(arguments: [
    ("/a/b/c", "/a/b/c", "/a/b", "c"), ("/a", "/a", "/", "a"), ("//a///b/", "/a/b", "/a", "b"),
    ("/./a/./b/.", "/a/b", "/a", "b"), ("/", "/", "/", ""), ("/a/../b", "/a/../b", "/a/..", "b"),
    ("/ä ö/ü", "/ä ö/ü", "/ä ö", "ü"),
  ])
  func `a path has a folder and a name`(
    path: String, text: String, folder: String, name: String
  ) {
    let path = FilePath(path)
    #expect(path.text == text)
    #expect(path.folder == folder)
    #expect(path.name == name)
    #expect(path.trusted == "/")
  }

  @Test(arguments: [
    ("/home/u/.config/byok/k", "/home/u", "/home/u", [".config", "byok"]),
    ("/home/u/.config/byok/k", "/home/u/", "/home/u", [".config", "byok"]),
    ("/home/u/.config/byok/k", "//home/./u", "/home/u", [".config", "byok"]),
    ("/home/u/k", "/home/u", "/home/u", []),
    ("/home/u2/byok/k", "/home/u", "/", ["home", "u2", "byok"]),
    ("/home/u", "/home/u", "/", ["home"]), ("/srv/k", "/home/u", "/", ["srv"]),
    ("/a/b/k", "/", "/", ["a", "b"]), ("/k", "/", "/", []),
  ])
  func `folders are examined from the home folder on`(
    path: String, home: String, trusted: String, folders: [String]
  ) {
    let path = FilePath(path, home: home)
    #expect(path.trusted == trusted)
    #expect(path.foldersBelowTrusted == folders)
  }

  @Test func `a file beside another trusts the same folder`() {
    let path = FilePath("/home/u/.config/byok/keystore", home: "/home/u")
    #expect(path.sibling("x") == FilePath("/home/u/.config/byok/x", home: "/home/u"))
    #expect(path.sibling("x").trusted == "/home/u")
  }

  @Test func `root has no place in somebody else's home folder`() throws {
    let home = try TemporaryFolder()
    if geteuid() == 0 { #expect(unsafe chown(home.path, 12_345, 12_345) == 0) }
    func locations(_ more: [String: String] = [:], user: UInt32 = 0) -> Locations {
      Locations(Environment(["HOME": home.path].merging(more) { $1 }), user: user)
    }
    let error = #expect(throws: ByokError.self) { _ = try locations().keystore() }
    #expect(error?.message == "no place for root's files: '\(home.path)' belongs to another user")
    #expect(error?.hints == ["run byok without sudo, or set BYOK_HOME"])
    #expect(try !locations().hasPlace(for: .state))
    #expect(try !locations(["XDG_STATE_HOME": home.path("state")]).hasPlace(for: .state))
    #expect(try locations(["XDG_STATE_HOME": "/s"]).hasPlace(for: .state))
    #expect(try locations(["BYOK_HOME": "/b"]).configuration().text == "/b/config.json")
    #expect(try locations(user: 12_345).hasPlace(for: .state))
    #expect(Locations(Environment(["HOME": "/"]), user: 0).foreignHome == nil)
  }
}
