internal import CSodium

/// The cryptography of the keystore, all of it libsodium's.
///
/// Source: <https://doc.libsodium.org>; byok-keystore(5), Sealing.
package enum Sealing {
  /// Bytes of every key: data key, wrapping key, MAC key.
  package static let keyBytes = 32
  /// Bytes of a nonce, random each time.
  package static let nonceBytes = 24
  /// Bytes of the tag at the end of a sealed text.
  package static let tagBytes = 16
  /// Bytes of the keyed BLAKE2b over the file.
  package static let macBytes = 32

  /// Seals with XChaCha20-Poly1305.
  ///
  /// - Parameters:
  ///   - plain: What to seal.
  ///   - key: 32 bytes.
  ///   - context: What the sealed text is bound to: it opens with the same context only.
  /// - Returns: Nonce, ciphertext, tag: 24 + n + 16 bytes.
  package static func seal(
    _ plain: borrowing Secret, with key: borrowing Secret, binding context: [UInt8]
  ) -> [UInt8] {
    let nonce = randomBytes(nonceBytes)
    let count = plain.count
    var sealed = [UInt8](repeating: 0, count: count + tagBytes)
    unsafe plain.withPointer { plain in
      unsafe key.withPointer { key in
        _ = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
          &sealed, nil, plain, UInt64(count), context, UInt64(context.count), nil, nonce, key)
      }
    }
    return nonce + sealed
  }

  /// Opens what ``seal(_:with:binding:)`` made.
  ///
  /// - Parameters:
  ///   - sealed: Nonce, ciphertext, tag.
  ///   - key: 32 bytes.
  ///   - context: What the text was bound to.
  ///   - old: A secret that is no longer needed, whose memory may be used.
  /// - Returns: The secret, or `nil` when the key, the context or the bytes are not the same.
  /// - Throws: A failure when memory is out.
  package static func open(
    _ sealed: [UInt8], with key: borrowing Secret, binding context: [UInt8],
    reusing old: consuming Secret? = nil
  ) throws(ByokError) -> Secret? {
    let count = sealed.count - nonceBytes - tagBytes
    guard count >= 0 else { return nil }
    var isGenuine = false
    let secret = try unsafe Secret(capacity: count, reusing: old) { base in
      unsafe key.withPointer { key in
        unsafe sealed.withUnsafeBufferPointer { sealed in
          guard let nonce = sealed.baseAddress else { return }
          let code = unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
            base, nil, nil, nonce + nonceBytes, UInt64(sealed.count - nonceBytes), context,
            UInt64(context.count), nonce, key)
          isGenuine = code == 0
        }
      }
      return count
    }
    if !isGenuine { return nil }
    return secret
  }

  /// Derives a key of its own purpose.
  ///
  /// - Parameters:
  ///   - key: The 32-byte master.
  ///   - number: The subkey's number.
  ///   - context: Eight ASCII characters that name the purpose.
  ///   - count: Bytes wanted, 16 to 64.
  /// - Returns: The subkey.
  /// - Throws: A failure when memory is out.
  static func derive(
    from key: borrowing Secret, _ number: UInt64, _ context: String, count: Int = keyBytes
  ) throws(ByokError) -> Secret {
    precondition(context.utf8.count == Int(crypto_kdf_CONTEXTBYTES), "a context has eight bytes")
    return try unsafe key.withPointer { (key) throws(ByokError) in
      try unsafe Secret(capacity: count) { base in
        _ = unsafe crypto_kdf_derive_from_key(base, count, number, context, key)
        return count
      }
    }
  }

  /// Derives bytes that may be told to anybody, such as the name of a key.
  ///
  /// - Parameters:
  ///   - key: The 32-byte master.
  ///   - number: The number of the derivation.
  ///   - context: Eight ASCII characters that name the purpose.
  ///   - count: Bytes wanted, 16 to 64.
  /// - Returns: The bytes, which say nothing of the key.
  static func derivePublic(
    from key: borrowing Secret, _ number: UInt64, _ context: String, count: Int
  ) -> [UInt8] {
    precondition(context.utf8.count == Int(crypto_kdf_CONTEXTBYTES), "a context has eight bytes")
    var bytes = [UInt8](repeating: 0, count: count)
    unsafe key.withPointer { key in
      _ = unsafe crypto_kdf_derive_from_key(&bytes, count, number, context, key)
    }
    return bytes
  }

  /// Stretches a passphrase with Argon2id.
  ///
  /// - Parameters:
  ///   - passphrase: The bytes typed.
  ///   - salt: 16 bytes.
  ///   - operations: Passes over the memory.
  ///   - kibibytes: The memory.
  /// - Returns: A 32-byte key, or `nil` when the machine does not give the memory.
  /// - Throws: A failure when memory is out for the key itself.
  static func stretch(
    _ passphrase: borrowing Secret, salt: [UInt8], operations: Int, kibibytes: Int
  ) throws(ByokError) -> Secret? {
    precondition(salt.count == Int(crypto_pwhash_SALTBYTES), "a salt has 16 bytes")
    var isDone = false
    let count = passphrase.count
    let key = try unsafe passphrase.withPointer { (passphrase) throws(ByokError) in
      try unsafe passphrase.withMemoryRebound(to: CChar.self, capacity: count) {
        (passphrase) throws(ByokError) in
        try unsafe Secret(capacity: keyBytes) { base in
          let code = unsafe crypto_pwhash(
            base, UInt64(keyBytes), passphrase, UInt64(count), salt, UInt64(operations),
            kibibytes << 10, crypto_pwhash_ALG_ARGON2ID13)
          isDone = code == 0
          return keyBytes
        }
      }
    }
    if !isDone { return nil }
    return key
  }

  /// Pads a secret in `base` to a multiple of `block`; answers the padded count.
  ///
  /// ISO/IEC 7816-4: a byte 0x80, then zeros. `room` bytes must be there.
  static func pad(
    _ base: UnsafeMutablePointer<UInt8>, count: Int, block: Int, room: Int
  ) -> Int {
    var padded = 0
    let code = unsafe sodium_pad(&padded, base, count, block, room)
    precondition(code == 0, "there is room for the padding")
    return padded
  }

  /// How many bytes of a padded secret are its own, or `nil` if it is not padded.
  static func unpaddedCount(of secret: borrowing Secret, block: Int) -> Int? {
    var count = 0
    let padded = secret.count
    let code = unsafe secret.withPointer { unsafe sodium_unpad(&count, $0, padded, block) }
    return code == 0 ? count : nil
  }

  /// The keyed BLAKE2b-256 of the first `count` of `bytes`.
  static func authenticate(
    _ bytes: [UInt8], count: Int, with key: borrowing Secret
  ) -> [UInt8] {
    precondition(count <= bytes.count, "only what is there can be authenticated")
    var digest = [UInt8](repeating: 0, count: macBytes)
    let keyCount = key.count
    unsafe key.withPointer { key in
      _ = unsafe crypto_generichash(&digest, macBytes, bytes, UInt64(count), key, keyCount)
    }
    return digest
  }

  /// The version of libsodium.
  package static var libraryVersion: String { unsafe String(cString: sodium_version_string()) }

  /// A short name by which a person recognises a secret: 8 bytes of BLAKE2b as 16 hex digits.
  ///
  /// It is the same on every machine, so that a secret that can be guessed can be guessed from it: it
  /// is shown of long ones alone, and not written anywhere.
  package static func fingerprint(of secret: borrowing Secret) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    let purpose = Array("byok/1/fingerprint".utf8)
    let count = secret.count
    unsafe secret.withPointer { base in
      _ = unsafe crypto_generichash(&digest, 32, base, UInt64(count), purpose, purpose.count)
    }
    return hexadecimal(digest.prefix(8))
  }

  /// A short name for public bytes: 8 bytes of BLAKE2b as 16 hex digits.
  package static func digest(of bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    _ = unsafe crypto_generichash(&digest, 32, bytes, UInt64(bytes.count), nil, 0)
    return hexadecimal(digest.prefix(8))
  }

  /// SHA-256 of public bytes, as 64 hex digits.
  package static func sha256(of bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    _ = unsafe crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
    return hexadecimal(digest[...])
  }

  static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Whether both are the same, in a time that does not depend on where they differ.
  static func areEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    unsafe first.count == second.count && sodium_memcmp(first, second, first.count) == 0
  }

  /// Bytes that nobody can guess.
  package static func randomBytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    unsafe randombytes_buf(&bytes, count)
    return bytes
  }
}
