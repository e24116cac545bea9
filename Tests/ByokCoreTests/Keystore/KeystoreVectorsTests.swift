import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

/// Opens stores that another program made, right ones and wrong ones.
@Suite struct KeystoreVectorsTests {
  private let store: StoreFixture

  init() throws {
    store = try StoreFixture()
    // For the modes and the folders.
    try store.add("openai", "sk-replaced")
  }

  @Test func `there are vectors of all kinds`() throws {
    let vectors = try KeystoreVector.groups().flatMap(KeystoreVector.group)
    let counts = Dictionary(grouping: vectors, by: \.expect).mapValues(\.count)
    #expect(
      Set(counts.keys) == [
        "ok", "wrong-key", "slot-damaged", "syntax", "integrity", "entry", "too-new", "limits",
        "locked",
      ])
    #expect(vectors.count - (counts["ok"] ?? 0) >= 400)
    #expect((counts["ok"] ?? 0) >= 20)
    #expect(Set(vectors.map(\.name)).count == vectors.count)
  }

  @Test(arguments: try KeystoreVector.groups())
  func `a vector opens, or fails, as it says`(group: String) throws {
    for vector in try KeystoreVector.group(group) { try check(vector) }
  }

  @Test(arguments: try KeystoreVector.groups())
  func `what parses is written back byte for byte`(group: String) throws {
    for vector in try KeystoreVector.group(group) {
      guard let parsed = try? KeystoreDocument.parse(vector.bytes, path: "store") else { continue }
      let text = parsed.document.authenticated
      #expect(text + Array((Base64.encode(parsed.mac) + "\n").utf8) == vector.bytes)
      #expect(text.count == parsed.covered)
    }
  }

  @Test func `limits hold exactly`() throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../interop/make-vectors.py").standardized.path
    let file = store.folder.path("limits.vec")
    let run = try Program("/usr/bin/python3", [script, "--limits", file]).run()
    #expect(run.errors == "")
    let vectors = try KeystoreVector.read(URL(filePath: file))
    #expect(vectors.count == 8)
    for vector in vectors { try check(vector) }
  }

  private func check(_ vector: KeystoreVector) throws {
    let place = "\(vector.name): \(vector.comment)"
    try store.write(vector.bytes)
    let access = try access(by: vector.unlock)
    do throws(ByokError) {
      guard let keystore = try Keystore.open(access) else {
        Issue.record("\(place): there is no store")
        return
      }
      let whole = keystore.entries.allSatisfy { entry in
        opens(entry, of: keystore, as: vector.keys[entry.name.text], place)
      }
      let hasRoots = (try? keystore.formerRoots()) != nil
      #expect((whole && hasRoots ? "ok" : "entry") == vector.expect, "\(place)")
      #expect(Set(vector.keys.keys).isSubset(of: keystore.entries.map { $0.name.text }), "\(place)")
    } catch {
      #expect(outcome(of: error, at: try store.path) == vector.expect, "\(place): \(error.message)")
    }
  }

  /// Whether an entry opens; it must exactly if a key is expected, and to just that.
  private func opens(
    _ entry: KeyEntry, of keystore: borrowing Keystore, as expected: KeystoreVector.Key?,
    _ place: String
  ) -> Bool {
    do throws(ByokError) {
      let key = try keystore.unseal(entry)
      let found = KeystoreVector.Key(
        secret: StoreFixture.bytes(of: key.secret), baseURL: key.baseURL)
      #expect(found == expected, "\(place)")
      return true
    } catch {
      #expect(error == .entryDamaged(entry.name) && expected == nil, "\(place)")
      return false
    }
  }

  /// A way to the store by the key file or the passphrase alone.
  private func access(by unlock: KeystoreVector.Unlock) throws -> KeystoreAccess {
    try? FileManager.default.removeItem(atPath: try store.unlockKeyPath)
    let text: String
    switch unlock {
    case .keyFile(let key): text = "byok-unlock-key 1\nstore \(StoreText.zeros(22))\nkey \(key)\n"
    case .passphrase(let passphrase): text = passphrase + "\n"
    case .none: return store.access
    }
    return store.access(UnlockOptions(file: try store.folder.write(text, to: "unlock")))
  }

  /// The word that vectors have for a failure.
  private func outcome(of error: ByokError, at path: String) -> String {
    switch error {
    case .keystoreTooNew(path): return "too-new"
    case .keystoreTooLarge(path): return "limits"
    case .keystoreChanged(path): return "integrity"
    default: break
    }
    if error.kind == .locked {
      return error.message.contains("does not open") ? "wrong-key" : "locked"
    }
    let syntax = "the keystore '\(path)' is damaged: line "
    if error.kind == .damaged, error.message.hasPrefix(syntax) {
      let isLimit =
        error.message.contains(": more than ") || error.message.hasSuffix("the line is too long")
      return isLimit ? "limits" : "syntax"
    }
    return error.kind == .damaged && error.message.hasPrefix("slot ") ? "slot-damaged" : "unknown"
  }
}
