import Foundation

@testable import ByokCore
@testable import ByokKit

/// F2: the opening of a keystore with a fixed unlock key.
///
/// The first byte of an input is the mode: bit 0 makes the MAC anew over the result, as only somebody
/// with the data key can; bit 1 takes what follows as edits of a valid store, six bytes each (see
/// `Stores.edit`), of which bits 2 and 3 tell the most, else it is the store's text. Then:
/// - Without a new MAC, only the genuine store and its genuine older version open.
/// - With one, whatever opens is an entry of theirs, with its own name, origins and secret.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOpen(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  var bytes = Array(input[1...])
  if input[0] & 2 != 0 { bytes = stores.edited(by: bytes, [1, 2, 4, 16][Int(input[0] >> 2 & 3)]) }
  let isAuthenticated = input[0] & 1 != 0
  if isAuthenticated { bytes = stores.authenticated(bytes) }
  do throws(ByokError) {
    let keystore = try Keystore.open(bytes, path: "store", stores.access)
    precondition(isAuthenticated || stores.isGenuine(bytes), "opened without the data key")
    for entry in keystore.entries {
      guard let key = try? keystore.unseal(entry) else {
        precondition(isAuthenticated, "a genuine store has no damaged entry")
        continue
      }
      let secret = key.secret.withBytes { Array(copying: $0) }
      precondition(
        stores.secrets[Array(entry.line)] == secret, "an entry opened to what it never held")
    }
  } catch {
    precondition([.damaged, .locked].contains(error.kind), error.message)
    precondition(!stores.isGenuine(bytes), "the genuine store does not open")
  }
  return 0
}

private let stores = Stores()

/// The genuine stores, from the folder `FUZZ_DATA`, and what unlocks them.
private struct Stores: ~Copyable {
  let access: KeystoreAccess
  /// What each genuine entry holds, by its whole line.
  private(set) var secrets: [[UInt8]: [UInt8]] = [:]
  /// The store, an older version of it, another store.
  private let texts: [[UInt8]]
  /// Their lines, each as its fields.
  private let fields: [[Line]]
  private let macKey: Secret

  private typealias Line = [[UInt8]]

  init() {
    let folder = ProcessInfo.processInfo.environment["FUZZ_DATA"] ?? "."
    let environment = Environment(["BYOK_HOME": folder])
    var console = Console()
    console.mayAsk = false
    // A source that is named is read once, as no file of the default is.
    access = KeystoreAccess(
      locations: Locations(environment), environment: environment, clock: .system,
      console: console, options: UnlockOptions(file: "\(folder)/unlock.key"),
      memory: UnlockMemory(environment))
    texts = ["main", "older", "other"].map { Self.read("\(folder)/\($0)") }
    fields = texts.map(Self.fields)
    guard let dataKey = try? Secret(copying: Self.read("\(folder)/data.key").span),
      let macKey = try? Sealing.derive(from: dataKey, 1, "byok-mac")
    else { preconditionFailure("no keys") }
    self.macKey = macKey
    for (lines, secret) in zip(fields, ["sk-secret-of-the-vector", "sk-older"]) {
      for line in lines where line[0] == Array("key".utf8) {
        secrets[Array(line.joined(separator: [32]))] = Array(secret.utf8)
      }
    }
    precondition(secrets.count == 4, "two entries of two versions")
  }

  private static func read(_ path: String) -> [UInt8] {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      preconditionFailure("no \(path)")
    }
    return [UInt8](data)
  }

  private static func fields(_ text: [UInt8]) -> [Line] {
    text.split(separator: 10, omittingEmptySubsequences: false).dropLast().map { line in
      line.split(separator: 32, omittingEmptySubsequences: false).map(Array.init)
    }
  }

  /// Whether it is the store or its older version.
  borrowing func isGenuine(_ bytes: [UInt8]) -> Bool { texts[..<2].contains(bytes) }

  /// The text with a MAC that is right for it, made by the data key.
  borrowing func authenticated(_ bytes: [UInt8]) -> [UInt8] {
    guard let space = bytes.lastIndex(of: 32) else { return bytes }
    let mac = Sealing.authenticate(bytes, count: space + 1, with: macKey)
    return bytes[...space] + Array((Base64.encode(mac) + "\n").utf8)
  }

  /// The store with edits made to it, and the count of its keys corrected.
  borrowing func edited(by program: [UInt8], _ limit: Int) -> [UInt8] {
    var lines = fields[0]
    for start in stride(from: 0, to: min(program.count, limit * 6) - 5, by: 6)
    where !lines.isEmpty {
      edit(&lines, by: program[start..<start + 6].map(Int.init))
    }
    if let end = lines.lastIndex(where: { $0[0] == Array("end".utf8) && $0.count > 1 }) {
      let count = lines.count { $0[0] == Array("key".utf8) }
      lines[end][1] = Array(String(count).utf8)
    }
    var text: [UInt8] = []
    text.reserveCapacity(4096)
    for line in lines {
      for field in line {
        text += field
        text.append(32)
      }
      text[text.count - 1] = 10
    }
    return text
  }

  /// One edit: what, the line, the field, the text and the line of the other, a value.
  private borrowing func edit(_ lines: inout [Line], by step: [Int]) {
    let index = step[1] % lines.count
    let others = fields[step[3] % fields.count]
    let other = others[step[4] % others.count]
    let place = step[2] % lines[index].count
    switch step[0] % 8 {
    case 0, 1: lines[index][place] = other[step[2] % other.count]
    case 2:
      guard var bytes = Base64.decode(lines[index][place][...]), !bytes.isEmpty else { return }
      bytes[step[4] % bytes.count] ^= 1 << (step[5] % 8)
      lines[index][place] = Array(Base64.encode(bytes).utf8)
    case 3: lines.remove(at: index)
    case 4: lines.insert(other, at: index)
    case 5: lines.swapAt(index, step[4] % lines.count)
    case 6: lines[index] = other
    default:
      guard !lines[index][place].isEmpty else { return }
      lines[index][place][step[4] % lines[index][place].count] = UInt8(step[5])
    }
  }
}
