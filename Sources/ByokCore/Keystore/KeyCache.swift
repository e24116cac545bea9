/// The data key of an unlocked keystore, kept by the kernel for a while.
///
/// Its name changes with the slots, so that a key that no longer opens the store is not found.
package struct KeyCache {
  private let name: String

  package init(_ document: KeystoreDocument) {
    name = "byok:1:\(document.slotsTag)"
  }

  /// The cached key, or `nil` where there is none or the kernel offers no keyrings.
  ///
  /// - Throws: A failure when memory is out.
  package func read() throws(ByokError) -> Secret? {
    guard (try? KernelKeyring.size(name)) == Sealing.keyBytes else { return nil }
    var isFound = false
    let key = try unsafe Secret(capacity: Sealing.keyBytes) { base in
      let count = try? unsafe KernelKeyring.read(name, to: base, room: Sealing.keyBytes)
      isFound = count == Sealing.keyBytes
      return Sealing.keyBytes
    }
    if !isFound { return nil }
    return key
  }

  /// Keeps the key.
  ///
  /// - Throws: A failure where the kernel offers no keyrings.
  package func store(_ key: borrowing Secret, seconds: UInt32) throws(ByokError) {
    let count = key.count
    do {
      try unsafe key.withPointer { (base) throws(Errno) in
        try unsafe KernelKeyring.store(base, count: count, name: name, seconds: seconds)
      }
    } catch {
      throw ByokError(.failure, "the kernel does not keep the key: \(error.text)")
    }
  }

  /// Forgets the key; answers whether there was one.
  package func remove() -> Bool {
    (try? KernelKeyring.remove(name)) != nil
  }
}
