package import ByokTestSupport
import Foundation
import Synchronization

package import ByokCore

/// A keystore and its unlock key in a folder of their own.
package struct StoreFixture {
  package let folder: TemporaryFolder
  /// `BYOK_HOME` and what a test adds.
  package let environment: Environment
  package let clock = SteppingClock()

  package init(_ variables: [String: String] = [:]) throws {
    let folder = try TemporaryFolder()
    self.init(in: folder, variables)
  }

  /// A second store in the folder of another.
  package init(in folder: TemporaryFolder, _ variables: [String: String]) {
    self.folder = folder
    environment = Environment(["BYOK_HOME": folder.path].merging(variables) { $1 })
  }

  /// A store that holds those keys, `PROVIDER/LABEL` and secret.
  package init(holding keys: KeyValuePairs<String, String>) throws {
    try self.init()
    for (name, secret) in keys { try add(name, secret) }
  }

  package var locations: Locations { Locations(environment) }

  /// A fresh process's access to the store, which never asks.
  package var access: KeystoreAccess { access() }

  package func access(_ options: UnlockOptions = UnlockOptions(), clock: Clock? = nil)
    -> KeystoreAccess
  {
    .silent(environment, clock: clock ?? self.clock.clock, options: options)
  }

  package var path: String {
    get throws { try locations.keystore().text }
  }

  package var unlockKeyPath: String {
    get throws { try locations.unlockKey().text }
  }

  /// Changes the store, making it if need be.
  package func update(
    create: Bool = true, _ change: (inout Keystore) throws(ByokError) -> Void
  ) throws(ByokError) {
    try Keystore.update(access, create: create, change: change)
  }

  /// Seals a key, as `keys add` does.
  package func add(
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
  package func open(_ name: String) throws -> String? {
    let name = try Self.name(name)
    guard let store = try Keystore.open(access), let entry = store[name] else { return nil }
    return Self.text(try store.unseal(entry).secret)
  }

  /// What opening the store and all its entries fails with.
  package func failure() -> ByokError? {
    do throws(ByokError) {
      guard let store = try Keystore.open(access) else { return nil }
      for entry in store.entries { _ = try store.unseal(entry) }
      return nil
    } catch {
      return error
    }
  }

  /// What an edit of the store fails with.
  package func updateFailure() -> ByokError? {
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
  package func bytes() throws -> [UInt8] { try Self.bytes(path) }

  /// The store's lines, without their ends.
  package func lines() throws -> [String] {
    String(decoding: try bytes(), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Writes the store's file without byok.
  package func write(_ bytes: [UInt8]) throws { try Self.write(bytes, to: path) }

  package func write(_ lines: [String]) throws {
    try write(Array(lines.map { $0 + "\n" }.joined().utf8))
  }

  package static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  /// Replaces what a file holds, and leaves its mode.
  package static func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(filePath: path))
  }

  package static func setMode(_ mode: Int, of path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  package static func mode(of path: String) throws -> Int? {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? NSNumber)?.intValue
  }

  package static func name(_ text: String) throws -> KeyName {
    guard let reference = KeyReference(argument: text) else {
      throw SupportFailure("'\(text)' is no name")
    }
    return reference.name
  }

  package static func secret(_ text: String) throws(ByokError) -> Secret {
    try Secret(copying: Array(text.utf8).span)
  }

  package static func bytes(of secret: borrowing Secret) -> [UInt8] {
    secret.withBytes { Array(copying: $0) }
  }

  package static func text(_ secret: borrowing Secret) -> String {
    String(decoding: bytes(of: secret), as: UTF8.self)
  }
}

/// A clock that only moves when somebody waits.
package final class SteppingClock: Sendable {
  private let elapsed = Mutex(0.0)

  package init() {}

  /// The seconds waited so far.
  package var waited: Double { elapsed.withLock { $0 } }

  package var clock: Clock {
    Clock(
      now: { 1_700_000_000 + self.waited }, monotonic: { self.waited },
      sleep: { seconds in self.elapsed.withLock { $0 += seconds } },
      wait: { seconds, _ in self.elapsed.withLock { $0 += seconds } })
  }
}

extension KeystoreAccess {
  /// A fresh process's access to the keystore of an environment, which never asks.
  package static func silent(
    _ environment: Environment, clock: Clock = .system, options: UnlockOptions = UnlockOptions()
  ) -> Self {
    var console = Console.silent
    console.mayAsk = false
    return Self(
      locations: Locations(environment), environment: environment, clock: clock, console: console,
      options: options, memory: UnlockMemory(environment))
  }
}
