internal import ByokCore
internal import ByokKit

/// What `byok-keystore`(5) says of how the file is sealed, opened and written.
enum KeystoreProse {
  /// Keys, sealed texts and the MAC.
  static let sealing: [ManualPage.Block] = [
    .paragraph(
      "All cryptography is libsodium's. `KDF(KEY, NUMBER, CONTEXT)` is"
        + " `crypto_kdf_derive_from_key`, \(Sealing.keyBytes) bytes unless another size is given."
        + " `seal(TEXT)` is a random nonce of \(Sealing.nonceBytes) bytes, followed by"
        + " XChaCha20-Poly1305 (IETF) of TEXT, which ends with a tag of \(Sealing.tagBytes)"
        + " bytes."),
    .lines([
      "unlock = the \(Sealing.keyBytes) bytes of the key file, or",
      "         Argon2id13(passphrase, SALT, PASSES, KIB), \(Sealing.keyBytes) bytes",
      "data   = \(Sealing.keyBytes) random bytes, the same for all slots",
      "S      = the first 8 bytes of STORE as a number, the lowest byte first",
      "KID    = the first 4 of 16 bytes of KDF(unlock, S, \"byok-kid\")",
      "CHECK  = keyfile2:   KDF(unlock, S, \"byok-chk\"), \(KeystoreSlot.checkBytes) bytes",
      "         passphrase: KDF(unlock, 2, \"byok-chk\"), \(KeystoreSlot.checkBytes) bytes",
      "WRAP   = seal(data) with KDF(unlock, 1, \"byok-kek\"), bound to the slot",
      "SEALED = seal(text) with KDF(data, 2, \"byok-ent\"), bound to the entry",
      "MAC    = BLAKE2b-\(Sealing.macBytes * 8) keyed with KDF(data, 1, \"byok-mac\")",
    ]),
    .paragraph(
      "With S, one key file has another KID and CHECK in each keystore, and with SALT, one passphrase has"
        + " another CHECK in each slot: two keystores do not show that the same opens both. In a `keyfile` slot"
        + " KID is of KDF(unlock, 3, \"byok-kid\") and CHECK is as for a passphrase, the same in all"
        + " keystores of that key file."),
    .paragraph(
      "The associated data of WRAP is `byok/1/slot`, a NUL, the `store` line including its LF, and"
        + " the slot's line up to and including the space before WRAP. That of SEALED is"
        + " `byok/1/key`, a NUL, the `store` line, and the key's line up to and including the space"
        + " before SEALED. So a secret cannot be moved to another name, provider, address or"
        + " keystore, and the cost of a passphrase cannot be changed."),
    .paragraph(
      "The MAC covers every byte before it, from the first line to `end COUNT` and its space. It"
        + " detects entries and slots that were added, removed, exchanged or put in another order."
        + " XChaCha20-Poly1305 alone does not commit to a key; CHECK and MAC do, so no file opens"
        + " with two keys."),
    .paragraph(
      "The text of an entry is `base_url URL`, an empty line and the secret, then the byte 0x80 and"
        + " zeros up to a multiple of \(KeystoreGrammar.paddingBlock) bytes (ISO/IEC 7816-4). URL"
        + " must be at one of the ORIGINS."),
    .heading("Passphrases"),
    .paragraph("`byok keys passwd --kdf` chooses the cost of a new passphrase:"),
    .terms(
      KeystoreSlot.Cost.allCases.map { cost in
        (
          cost.rawValue,
          "\(cost.operations) passes, \(Figures.size(cost.kibibytes << 10)) of memory."
        )
      }),
    .paragraph(
      "A file can ask for no more than the limits above, before it is known to be genuine. One try of a"
        + " passphrase costs no more than four slots of the highest cost: slots beyond that are not tried"
        + " unless `--unlock-slot` names the slot. With `-v`, byok says which slot it tries. A"
        + " passphrase may have up to \(Figures.count(KeystoreAccess.materialLimit)) bytes."),
    .paragraph(
      "`byok keys passwd` warns of a passphrase that is easy to guess. The estimate is rough, and"
        + " tends to be too high: it counts characters, words and repetitions, and knows the commonest"
        + " passwords."),
  ]

  /// The order of checks, and how failures are distinguished.
  static let opening: [ManualPage.Block] = [
    .paragraph(
      "No key is used or changed before the file is known to be genuine. Only listings of what"
        + " cannot be unlocked, shell completion and `byok doctor` show names from the file as it"
        + " is. The order of checks:"),
    .terms([
      (
        "1. The file",
        "A regular file, not a link, owned by the user or root and not writable by others, of at"
          + " most \(Figures.size(KeystoreGrammar.fileLimit)); checked on the open file, and for"
          + " every folder above it. Who counts as others is in `byok-security`(7), Files."
      ),
      ("2. The format", "Every line. An error names line, column and rule, never the content."),
      (
        "3. A slot",
        "The first whose CHECK matches, in order of cost (PASSES x KIB; none for key files), then N. If none does, the key or passphrase is wrong: status"
          + " \(ByokError.Kind.locked.rawValue). If one does but its WRAP does not open, the slot"
          + " is damaged: status \(ByokError.Kind.damaged.rawValue)."
      ),
      (
        "4. The MAC",
        "Compared in constant time. If it differs, the file was changed by something other than"
          + " byok, or is damaged: status \(ByokError.Kind.damaged.rawValue)."
      ),
      ("5. The record of writes", "See Roll-back."),
      ("6. One entry", "Only the entry that is needed is opened."),
    ]),
    .paragraph(
      "Insufficient memory for a passphrase is reported as such, not as a wrong passphrase. What is"
        + " tried to unlock the keystore, in which order, is in `byok-keys`(1)."),
    .heading("Large keystores"),
    .paragraph(
      "A keystore of \(Figures.size(Keystore.notedSize)) or more is not verified as a whole each"
        + " time. Once it was, FILE in `seen` records its identity, authenticated with the data"
        + " key: device, inode, size, and times of the last write and change. While the kernel"
        + " reports the same identity, a request reads and authenticates only the entry that it"
        + " needs. This trusts the change time (ctime). A clock that was set back, a program that"
        + " already mapped the file for writing, or a write to the disk below the file system"
        + " could put an older entry of the same name in place, or hide one, but never another key,"
        + " name or address. Every write, `byok keys list`, and every file that was changed less"
        + " than two seconds before is verified as a whole."
        + Proof.of(.adversary("store"), .tests("VerifiedSnapshotTests"))),
  ]

  /// How an older file is noticed.
  static let rollBack: [ManualPage.Block] = [
    .paragraph(
      "A MAC cannot detect that the whole file was replaced by an older version. So this machine"
        + " records, for each keystore, the highest SEQ and the MAC that it has seen, and for each path"
        + " which STORE was there last, in `~/.local/state/byok/seen`."
        + Proof.of(.adversary("store"), .tests("RollbackRecordTests"))),
    .terms([
      ("A higher SEQ", "Is recorded." + Proof.of(.adversary("store"))),
      (
        "The same SEQ and MAC",
        "Is the expected case." + Proof.of(.tests("RollbackRecordTests", "keys-accept"))
      ),
      (
        "A lower SEQ, or the same SEQ with another MAC or a wrong TAG",
        "Reading warns and continues. Writing is refused with status"
          + " \(ByokError.Kind.damaged.rawValue), until `byok keys accept` accepts the file."
          + Proof.of(.adversary("store"), .tests("keys-accept"))
      ),
      (
        "Another STORE than the last one at that path",
        "The same: somebody may have put an old keystore there that your key file opens. A keystore that"
          + " `byok keys add` makes where there is none is recorded, and one that was moved to a path"
          + " where there was none is known by its STORE."
          + Proof.of(.adversary("store"), .tests("keys-accept"))
      ),
      (
        "No record",
        "Nothing can be compared. The keystore is recorded. A new machine is in the same situation."
          + Proof.of(.adversary("store"), .tests("keys-accept"))
      ),
      (
        "A record that is damaged, unreadable or writable by other users",
        "Reading warns and continues. Writing is refused until `seen` is fixed. `byok keys accept`"
          + " replaces a damaged one."
          + Proof.of(.adversary("store"), .tests("keys-accept"))
      ),
    ]),
    .paragraph(
      "An attacker who can write to both the keystore and `seen`, such as a program of the same"
        + " user, can restore older versions of both."
        + Proof.of(.adversary("store"))),
  ]
}
