import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

/// The files of a store and the folders above them.
@Suite struct KeystoreFileTests {
  private let store: StoreFixture
  private let original: [UInt8]
  private let path: String
  private let unlockKeyPath: String

  init() throws {
    store = try StoreFixture(holding: ["openai": "sk-two-0123456789"])
    original = try store.bytes()
    path = try store.path
    unlockKeyPath = try store.unlockKeyPath
  }

  @Test func `files are for the user alone`() throws {
    #expect(try StoreFixture.mode(of: path) == 0o600)
    #expect(try StoreFixture.mode(of: unlockKeyPath) == 0o600)
  }

  @Test func `missing folders are made for the user alone`() throws {
    let store = StoreFixture(
      in: try TemporaryFolder(), ["BYOK_HOME": "\(self.store.folder.path)/a/b"])
    try store.add("openai", "sk-1")
    #expect(try StoreFixture.mode(of: self.store.folder.path("a")) == 0o700)
    #expect(try StoreFixture.mode(of: self.store.folder.path("a/b")) == 0o700)
    #expect(try store.open("openai") == "sk-1")
  }

  @Test func `keystore and unlock key are in two trees below the home folder`() throws {
    let home = store.folder.path("home")
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: false)
    let store = StoreFixture(in: try TemporaryFolder(), ["BYOK_HOME": "", "HOME": home])
    try store.add("openai", "sk-1")
    #expect(try store.open("openai") == "sk-1")
    let files = FileManager.default
    #expect(files.fileExists(atPath: home + "/.config/byok/keystore"))
    #expect(files.fileExists(atPath: home + "/.local/state/byok/unlock.key"))
    #expect(!files.fileExists(atPath: home + "/.config/byok/unlock.key"))
  }

  @Test func `the folders of XDG variables are used`() throws {
    let folder = try TemporaryFolder()
    let store = StoreFixture(
      in: folder,
      [
        "BYOK_HOME": "", "XDG_CONFIG_HOME": folder.path("c"), "XDG_STATE_HOME": folder.path("s"),
      ])
    try store.add("openai", "sk-1")
    #expect(try store.open("openai") == "sk-1")
    #expect(FileManager.default.fileExists(atPath: folder.path("c/byok/keystore")))
    #expect(FileManager.default.fileExists(atPath: folder.path("s/byok/unlock.key")))
  }

  @Test func `no file holds the secret in clear`() throws {
    let secret = "sk-canary-0123456789abcdefghij"
    try store.add("openai/canary", secret)
    try store.add("groq", "gsk-other")
    let key = Array(secret.utf8)
    // Any three bytes in a row of the secret give four characters of base64, at one offset of
    // three.
    let forms = [key] + (0..<3).map { Array(Base64.encode(Array(key[$0...].prefix(24))).utf8) }
    let files = try FileManager.default.subpathsOfDirectory(atPath: store.folder.path)
    #expect(
      Set(files) == [
        "keystore", "seen", "seen.lock", "unlock.key", "unlock.key.lock",
      ])
    for file in files {
      let text = String(decoding: try StoreFixture.bytes(store.folder.path(file)), as: UTF8.self)
      for form in forms { #expect(!text.contains(String(decoding: form, as: UTF8.self))) }
      let standard = text.replacing("-", with: "+").replacing("_", with: "/")
      for form in forms { #expect(!standard.contains(String(decoding: form, as: UTF8.self))) }
    }
  }

  @Test(arguments: [0o600, 0o400, 0o640, 0o644, 0o444])
  func `a store that others can only read opens`(mode: Int) throws {
    try StoreFixture.setMode(mode, of: path)
    #expect(store.failure() == nil)
  }

  @Test(arguments: [0o666, 0o602, 0o622, 0o606, 0o662])
  func `a store that others can write is refused`(mode: Int) throws {
    try StoreFixture.setMode(mode, of: path)
    let expected = ByokError.writableByOthers(path, mode: mode_t(mode))
    #expect(store.failure() == expected)
    #expect(store.updateFailure() == expected)
    #expect(try store.bytes() == original)
  }

  @Test(arguments: [(12_345, "12345"), (gid_t(1), "'daemon'")])
  func `a store that another group can write is refused by its name`(
    group: gid_t, name: String
  ) throws {
    #expect(unsafe chown(path, 0, group) == 0)
    try StoreFixture.setMode(0o664, of: path)
    let failure = try #require(store.failure())
    #expect(failure == .writableByOthers(path, mode: 0o664, group: name))
    #expect(failure.message == "group \(name) can write '\(path)' (mode 0664)")
    #expect(failure.hints == ["chmod g-w '\(path)'"])
    try StoreFixture.setMode(0o666, of: path)
    #expect(store.failure()?.message == "other users can write '\(path)' (mode 0666)")
    try StoreFixture.setMode(0o644, of: path)
    #expect(store.failure() == nil)
  }

  @Test(arguments: [0o660, 0o664, 0o620])
  func `a store that the user's own group can write opens, as git checks it out`(
    mode: Int
  ) throws {
    try StoreFixture.setMode(mode, of: path)
    #expect(store.failure() == nil)
    #expect(store.updateFailure() == nil)
    #expect(try StoreFixture.mode(of: path) == 0o600)
  }

  @Test func `an access control list that goes beyond the own group does not pass`() throws {
    // Read and write for user 12345, too, in the form of the kernel's attribute.
    let script = """
      import os, struct, sys
      none = 0xFFFFFFFF
      list = [(1, 6, none), (2, 6, 12345), (4, 4, none), (16, 6, none), (32, 0, none)]
      text = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in list)
      os.setxattr(sys.argv[1], "system.posix_acl_access", text)
      """
    let run = try Program("/usr/bin/python3", ["-c", script, path]).run()
    // Not every file system has them.
    guard !run.errors.contains("Errno 95") else { return }
    #expect(run.errors == "")
    #expect(try StoreFixture.mode(of: path) == 0o660)
    #expect(store.failure() == .writableByOthers(path, mode: 0o660))
  }

  @Test func `a store of another user is refused`() throws {
    #expect(unsafe chown(path, 12_345, 12_345) == 0)
    #expect(store.failure() == .foreignOwner(path))
    #expect(store.updateFailure() == .foreignOwner(path))
  }

  @Test func `a link in the store's place is refused and left alone`() throws {
    try FileManager.default.moveItem(atPath: path, toPath: path + ".real")
    try FileManager.default.createSymbolicLink(
      atPath: path, withDestinationPath: path + ".real")
    #expect(store.failure() == .isLink(path))
    #expect(store.updateFailure() == .isLink(path))
    let target = try FileManager.default.destinationOfSymbolicLink(atPath: path)
    #expect(target == path + ".real")
  }

  @Test func `a link to nowhere in the store's place is refused`() throws {
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createSymbolicLink(
      atPath: path, withDestinationPath: store.folder.path("nowhere"))
    #expect(store.failure() == .isLink(path))
    #expect(store.updateFailure() == .isLink(path))
  }

  @Test func `a FIFO in the store's place is refused without waiting`() throws {
    try FileManager.default.removeItem(atPath: path)
    #expect(unsafe mkfifo(path, 0o600) == 0)
    #expect(store.failure() == .notAFile(path))
    #expect(store.updateFailure() == .notAFile(path))
  }

  @Test func `a folder in the store's place is refused`() throws {
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    #expect(store.failure() == .notAFile(path))
    #expect(store.updateFailure() == .notAFile(path))
  }

  @Test func `a store over 32 MiB is refused`() throws {
    #expect(unsafe truncate(path, (32 << 20) + 1) == 0)
    #expect(store.failure() == .keystoreTooLarge(path))
    #expect(store.updateFailure() == .keystoreTooLarge(path))
  }
}

/// The folders above a store.
@Suite struct KeystoreFolderTests {
  private let outer: TemporaryFolder
  private let folder: String
  private let store: StoreFixture

  init() throws {
    outer = try TemporaryFolder()
    folder = outer.path("home")
    store = StoreFixture(in: outer, ["BYOK_HOME": folder])
    try store.add("openai", "sk-1")
  }

  @Test(arguments: [0o777, 0o707, 0o702])
  func `a folder that others can write is refused`(mode: Int) throws {
    for path in [folder, outer.path] {
      try StoreFixture.setMode(mode, of: path)
      let expected = ByokError.writableByOthers(path, mode: mode_t(mode))
      #expect(store.failure() == expected)
      #expect(store.updateFailure() == expected)
      try StoreFixture.setMode(0o700, of: path)
    }
    #expect(store.failure() == nil)
  }

  @Test func `a folder of the user's own group may be above, and no other group's`() throws {
    for path in [folder, outer.path] {
      try StoreFixture.setMode(0o775, of: path)
      #expect(store.failure() == nil)
      #expect(store.updateFailure() == nil)
      #expect(unsafe chown(path, 0, 1) == 0)
      #expect(store.failure() == .writableByOthers(path, mode: 0o775, group: "'daemon'"))
      #expect(unsafe chown(path, 0, 0) == 0)
    }
  }

  @Test(arguments: [0o1777, 0o1770])
  func `a sticky folder of root may be above`(mode: Int) throws {
    try StoreFixture.setMode(mode, of: outer.path)
    #expect(store.failure() == nil)
    #expect(store.updateFailure() == nil)
  }

  @Test func `a folder of another user is refused, sticky or not`() throws {
    #expect(unsafe chown(outer.path, 12_345, 12_345) == 0)
    for mode in [0o700, 0o1777] {
      try StoreFixture.setMode(mode, of: outer.path)
      #expect(store.failure() == .foreignOwner(outer.path))
      #expect(store.updateFailure() == .foreignOwner(outer.path))
    }
  }

  @Test func `a folder that a link took the place of is refused`() throws {
    try FileManager.default.moveItem(atPath: folder, toPath: outer.path("real"))
    try FileManager.default.createSymbolicLink(
      atPath: folder, withDestinationPath: outer.path("real"))
    for failure in [store.failure(), store.updateFailure()] {
      #expect(failure?.kind == .damaged)
      #expect(failure?.message == "'\(folder)' is not a folder, but a link or a file")
    }
  }

  @Test func `a file in a folder's place is refused`() throws {
    try FileManager.default.removeItem(atPath: folder)
    try outer.write("", to: "home")
    #expect(store.failure()?.kind == .damaged)
    #expect(store.updateFailure()?.kind == .damaged)
  }

  @Test func `the home folder itself may be a link`() throws {
    let target = outer.path("target")
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
    let home = outer.path("link")
    try FileManager.default.createSymbolicLink(atPath: home, withDestinationPath: target)
    let store = StoreFixture(in: outer, ["BYOK_HOME": "", "HOME": home])
    try store.add("openai", "sk-1")
    #expect(try store.open("openai") == "sk-1")
    #expect(FileManager.default.fileExists(atPath: target + "/.config/byok/keystore"))
  }
}
