/// Gets a keystore's data key out of its slots, and into them.
///
/// From the key that somebody keeps, two keys are derived: one wraps the data key, the other is
/// stored beside it in part, so that a wrong key can be told from a damaged slot.
///
/// Source: SECURITY.md B.4.
enum KeystoreUnlock {
  /// The data key, by the key file.
  ///
  /// - Throws: `locked` when there is no key file or it opens no slot; `damaged` when a slot is.
  static func dataKey(
    of document: KeystoreDocument, path: FilePath, unlockKey: FilePath
  ) throws(ByokError) -> Secret {
    guard let key = try UnlockKey.read(unlockKey) else {
      throw .locked(path.text, unlockKey: unlockKey.text)
    }
    let check = try Sealing.derive(from: key, 2, "byok-chk", count: KeystoreSlot.checkBytes)
    for slot in document.slots {
      guard case .keyFile = slot.method, check.withBytes({ equal($0, slot.check) }) else {
        continue
      }
      let wrapKey = try Sealing.derive(from: key, 1, "byok-kek")
      let context = context(of: slot.head, in: document)
      guard let dataKey = try Sealing.open(slot.wrap, with: wrapKey, binding: context) else {
        throw .slotDamaged(slot.number, path: path.text)
      }
      return dataKey
    }
    throw .wrongUnlockKey(path.text, unlockKey: unlockKey.text)
  }

  /// A slot that a key file opens.
  ///
  /// - Throws: A failure when memory is out.
  static func keyFileSlot(
    _ number: Int, wrapping dataKey: borrowing Secret, with key: borrowing Secret,
    in document: KeystoreDocument
  ) throws(ByokError) -> KeystoreSlot {
    let check = try Sealing.derive(from: key, 2, "byok-chk", count: KeystoreSlot.checkBytes)
    let id = try keyFileID(of: key)
    let head =
      "slot \(number) keyfile \(id) \(Base64.encode(check.withBytes { Array(copying: $0) })) "
    let wrapKey = try Sealing.derive(from: key, 1, "byok-kek")
    let context = context(of: Array(head.utf8)[...], in: document)
    let wrap = Sealing.seal(dataKey, with: wrapKey, binding: context)
    let line = Array((head + Base64.encode(wrap)).utf8)
    do throws(KeystoreFlaw) {
      return try KeystoreSlot(line: line[...])
    } catch {
      throw ByokError(.failure, "cannot make a slot: \(error.rule)")
    }
  }

  /// By which a person recognises a key file: 4 bytes derived from its key, as 8 hex digits.
  private static func keyFileID(of key: borrowing Secret) throws(ByokError) -> String {
    let bytes = try Sealing.derive(from: key, 3, "byok-kid", count: 16)
    return bytes.withBytes { bytes in
      Array(copying: bytes).prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }

  private static func equal(_ first: Span<UInt8>, _ second: [UInt8]) -> Bool {
    Sealing.areEqual(Array(copying: first), second)
  }

  private static func context(
    of head: ArraySlice<UInt8>, in document: KeystoreDocument
  ) -> [UInt8] {
    Array("byok/1/slot\0".utf8) + document.storeLine + head
  }
}
