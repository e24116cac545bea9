import ByokTestSupport
import Foundation
import Synchronization

@testable import ByokKit

/// A keystore and its unlock key in a folder of their own.
struct StoreFixture {
  let folder: TemporaryFolder
  /// `BYOK_HOME` and what a test adds.
  let environment: Environment
  let clock = SteppingClock()

  init(_ variables: [String: String] = [:]) throws {
    let folder = try TemporaryFolder()
    self.init(in: folder, variables)
  }

  /// A second store in the folder of another.
  init(in folder: TemporaryFolder, _ variables: [String: String]) {
    self.folder = folder
    environment = Environment(["BYOK_HOME": folder.path].merging(variables) { $1 })
  }

  /// A store that holds those keys, `PROVIDER/LABEL` and secret.
  init(holding keys: KeyValuePairs<String, String>) throws {
    try self.init()
    for (name, secret) in keys { try add(name, secret) }
  }

  var locations: Locations { Locations(environment) }

  /// A fresh process's access to the store, which never asks.
  var access: KeystoreAccess { access() }

  func access(_ options: UnlockOptions = UnlockOptions(), clock: Clock? = nil) -> KeystoreAccess {
    .silent(environment, clock: clock ?? self.clock.clock, options: options)
  }

  var path: String {
    get throws { try locations.keystore().text }
  }

  var unlockKeyPath: String {
    get throws { try locations.unlockKey().text }
  }

  /// Changes the store, making it if need be.
  func update(
    create: Bool = true, _ change: (inout Keystore) throws(ByokError) -> Void
  ) throws(ByokError) {
    try Keystore.update(access, create: create, change: change)
  }

  /// Seals a key, as `keys add` does.
  func add(
    _ name: String, _ secret: String, base: String = "https://api.openai.com/v1",
    at seconds: Int = 1_700_000_000
  ) throws {
    let name = try Self.name(name)
    let key = SealedKey(baseURL: base, secret: try Self.secret(secret))
    let origin = try BaseURL(base, from: "a test").origin
    try update { (store) throws(ByokError) in
      try store.seal(key, as: name, origin: origin, kind: .apiKey, now: Timestamp(seconds: seconds))
    }
  }

  /// The secret sealed under that name; `nil` if there is none.
  func open(_ name: String) throws -> String? {
    let name = try Self.name(name)
    guard let store = try Keystore.open(access), let entry = store[name] else { return nil }
    return Self.text(try store.unseal(entry).secret)
  }

  /// What opening the store and all its entries fails with.
  func failure() -> ByokError? {
    do throws(ByokError) {
      guard let store = try Keystore.open(access) else { return nil }
      for entry in store.entries { _ = try store.unseal(entry) }
      return nil
    } catch {
      return error
    }
  }

  /// What an edit of the store fails with.
  func updateFailure() -> ByokError? {
    do throws(ByokError) {
      try update { (_) throws(ByokError) in }
      return nil
    } catch {
      return error
    }
  }
}

extension StoreFixture {
  /// The store's file.
  func bytes() throws -> [UInt8] { try Self.bytes(path) }

  /// The store's lines, without their ends.
  func lines() throws -> [String] {
    String(decoding: try bytes(), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Writes the store's file without byok.
  func write(_ bytes: [UInt8]) throws { try Self.write(bytes, to: path) }

  func write(_ lines: [String]) throws {
    try write(Array(lines.map { $0 + "\n" }.joined().utf8))
  }

  /// Writes lines with a MAC that is right for them; the data key is had from the original.
  func writeAuthenticated(_ lines: [String], original: [UInt8]) throws {
    let path = try locations.keystore()
    let document = try KeystoreDocument.parse(original, path: path.text).document
    let dataKey = try KeystoreUnlock(
      access: access, document: document, path: path.text
    ).dataKey()
    let macKey = try Sealing.derive(from: dataKey, 1, "byok-mac")
    let end = "end \(lines.count { $0.hasPrefix("key ") }) "
    let text = Array((lines.dropLast().map { $0 + "\n" }.joined() + end).utf8)
    let mac = Sealing.authenticate(text, count: text.count, with: macKey)
    try write(text + Array((Base64.encode(mac) + "\n").utf8))
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  /// Replaces what a file holds, and leaves its mode.
  static func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(filePath: path))
  }

  static func setMode(_ mode: Int, of path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  static func mode(of path: String) throws -> Int? {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? NSNumber)?.intValue
  }

  static func name(_ text: String) throws -> KeyName {
    guard let reference = KeyReference(argument: text) else {
      throw SupportFailure("'\(text)' is no name")
    }
    return reference.name
  }

  static func secret(_ text: String) throws(ByokError) -> Secret {
    try Secret(copying: Array(text.utf8).span)
  }

  static func bytes(of secret: borrowing Secret) -> [UInt8] {
    secret.withBytes { Array(copying: $0) }
  }

  static func text(_ secret: borrowing Secret) -> String {
    String(decoding: bytes(of: secret), as: UTF8.self)
  }
}

/// A clock that only moves when somebody waits.
final class SteppingClock: Sendable {
  private let elapsed = Mutex(0.0)

  /// The seconds waited so far.
  var waited: Double { elapsed.withLock { $0 } }

  var clock: Clock {
    Clock(
      now: { 1_700_000_000 + self.waited }, monotonic: { self.waited },
      sleep: { seconds in self.elapsed.withLock { $0 += seconds } })
  }
}

extension KeystoreAccess {
  /// A fresh process's access to the keystore of an environment, which never asks.
  static func silent(
    _ environment: Environment, clock: Clock = .system, options: UnlockOptions = UnlockOptions()
  ) -> Self {
    var console = Console(input: -1, output: -1, errors: -1)
    console.mayAsk = false
    return Self(
      locations: Locations(environment), environment: environment, clock: clock, console: console,
      options: options, memory: UnlockMemory(environment))
  }
}
