internal import CSodium

/// Sealing of what is private, but no key: it is in ordinary memory before and after.
extension Sealing {
  /// Bytes of a keyed name or digest of a record.
  package static let nameBytes = 16
  /// Records are padded to a multiple of this, so that their sizes say little.
  package static let recordBlock = 64

  /// Seals with XChaCha20-Poly1305, padded to a multiple of ``recordBlock``.
  ///
  /// - Parameters:
  ///   - plain: What to seal.
  ///   - key: 32 bytes.
  ///   - context: What the sealed text is bound to: it opens with the same context only.
  /// - Returns: Nonce, ciphertext, tag.
  static func sealPadded(
    _ plain: [UInt8], with key: borrowing Secret, binding context: [UInt8]
  ) -> [UInt8] {
    var padded = plain
    padded.append(0x80)
    let rest = padded.count % recordBlock
    if rest > 0 { padded += repeatElement(0, count: recordBlock - rest) }
    let nonce = randomBytes(nonceBytes)
    let room = nonceBytes + padded.count + tagBytes
    return unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      count = room
      guard let base = buffer.baseAddress else { return }
      for index in nonce.indices { unsafe base[index] = nonce[index] }
      unsafe key.withPointer { key in
        _ = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
          base + nonceBytes, nil, padded, UInt64(padded.count), context, UInt64(context.count), nil,
          nonce, key)
      }
    }
  }

  /// Opens what ``sealPadded(_:with:binding:)`` made.
  ///
  /// - Parameters:
  ///   - bytes: What the sealed text is part of.
  ///   - range: Where nonce, ciphertext and tag are.
  ///   - key: 32 bytes.
  ///   - context: What the text was bound to.
  /// - Returns: The text, or `nil` when the key, the context or the bytes are not the same.
  static func openPadded(
    _ bytes: [UInt8], _ range: Range<Int>, with key: borrowing Secret, binding context: [UInt8]
  ) -> [UInt8]? {
    let room = range.count - nonceBytes - tagBytes
    guard room > 0, range.lowerBound >= 0, range.upperBound <= bytes.count else { return nil }
    var isGenuine = false
    let plain = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      unsafe key.withPointer { key in
        unsafe bytes.withUnsafeBufferPointer { bytes in
          guard let start = bytes.baseAddress else { return }
          let nonce = unsafe start + range.lowerBound
          let code = unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
            base, nil, nil, nonce + nonceBytes, UInt64(range.count - nonceBytes), context,
            UInt64(context.count), nonce, key)
          guard code == 0 else { return }
          var length = room
          while length > 0, unsafe base[length - 1] == 0 { length -= 1 }
          guard length > 0, unsafe base[length - 1] == 0x80 else { return }
          (count, isGenuine) = (length - 1, true)
        }
      }
    }
    return isGenuine ? plain : nil
  }

  /// A key for one purpose, from a master and public bytes of any length.
  ///
  /// - Parameters:
  ///   - key: The 32-byte master.
  ///   - purpose: What the key is for, with what distinguishes it from others of its kind.
  ///   - old: A key that is no longer needed, whose memory may be used.
  /// - Returns: A 32-byte key: the keyed BLAKE2b-256 of the purpose.
  /// - Throws: A failure when memory is out.
  static func derive(
    from key: borrowing Secret, for purpose: [UInt8], reusing old: consuming Secret? = nil
  ) throws(ByokError) -> Secret {
    let keyCount = key.count
    return try unsafe Secret(capacity: keyBytes, reusing: old) { base in
      unsafe key.withPointer { key in
        _ = unsafe crypto_generichash(
          base, keyBytes, purpose, UInt64(purpose.count), key, keyCount)
      }
      return keyBytes
    }
  }

  /// A name for bytes that says nothing of them to whoever does not have the key, as 32 hex digits.
  static func name(of bytes: [UInt8], with key: borrowing Secret) -> String {
    var digest = [UInt8](repeating: 0, count: nameBytes)
    let keyCount = key.count
    unsafe key.withPointer { key in
      _ = unsafe crypto_generichash(
        &digest, nameBytes, bytes, UInt64(bytes.count), key, keyCount)
    }
    return hexadecimal(digest[...])
  }
}
