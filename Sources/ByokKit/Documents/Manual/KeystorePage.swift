extension ManualPage {
  /// The format of the keystore, complete enough to write another reader from.
  ///
  /// Source: SECURITY.md B; Tests/interop/verify-keystore.py is such a reader.
  static let keystore = ManualPage(
    name: "byok-keystore", section: 5, summary: "the file that holds sealed keys",
    parts: [
      Part(title: "Description", blocks: description),
      Part(title: "Lines", blocks: lines), Part(title: "Fields", blocks: fields),
      Part(title: "Keys and boxes", blocks: boxes), Part(title: "Order of checks", blocks: order),
      Part(title: "Writing", blocks: writing), Part(title: "Other files", blocks: others),
      Part(
        title: "See also",
        blocks: [.paragraph("`byok`(1), `byok-keys`(1); libsodium's documentation")]),
    ])

  private static let description: [Block] = [
    .paragraph(
      "The keystore is one text file, `~/.config/byok/keystore` unless variables say otherwise."
        + " Names, providers, addresses and times are readable; secrets are sealed, and all is"
        + " authenticated. A copy of it is of no use without one of the ways to unlock it, so it may"
        + " be backed up or committed; the file that unlocks it, `unlock.key`, must not lie beside"
        + " it."),
    .paragraph(
      "What the text tells all who read it: which providers and labels there are, where each key may"
        + " go, when it was added and changed, and its length to the next 64 bytes."),
  ]

  private static let lines: [Block] = [
    .lines([
      "byok-keystore 1", "store STORE", "seq SEQ", "slot N keyfile KID CHECK WRAP",
      "slot N passphrase argon2id13 PASSES KIB SALT CHECK WRAP",
      "key EID LABEL PROVIDER ORIGINS KIND ADDED CHANGED SEALED", "end COUNT MAC",
    ]),
    .paragraph(
      "One `slot` line or more, ascending by N; any number of `key` lines, ascending by PROVIDER,"
        + " then LABEL, as bytes, none twice. Each line ends with one LF, fields are parted by one"
        + " space, every byte is ASCII, and nothing follows the last line. A text that could be"
        + " written in another way is refused, so that two files that mean the same are the same."
        + " Another number in the first line is a keystore of a newer version."),
    .paragraph(
      "Limits: 8 slots, 4 of them with passphrases; 10,000 keys; 64 KiB a secret; 96 KiB a line; 32"
        + " MiB in all."),
  ]

  private static let fields: [Block] = [
    .paragraph(
      "Bytes are base64url without padding, in its one canonical form; numbers are decimal without"
        + " sign or leading zeros, of 18 digits at most."),
    .terms([
      ("STORE", "16 random bytes that name the keystore."),
      ("SEQ", "Rises by 1 with every write, from 1."),
      ("N", "A number from 1 that names the slot."),
      (
        "KID",
        "Which key file it is for, for people: the first 4 bytes of KDF(unlock, 3, `byok-kid`), 16"
          + " bytes, in lower-case hexadecimal."
      ),
      ("PASSES, KIB, SALT", "Argon2id: 1 to 10 passes, 8,192 to 1,048,576 KiB, 16 bytes."),
      ("CHECK", "16 bytes that tell whether a key or passphrase is this slot's."),
      ("WRAP", "The data key in a box: 24 + 32 + 16 bytes."),
      ("EID", "16 random bytes that name the entry."),
      ("LABEL", "`[a-z0-9][a-z0-9._-]{0,63}`"),
      ("PROVIDER", "`[a-z0-9][a-z0-9-]{0,63}`"),
      (
        "ORIGINS",
        "Where the key may go: `https://HOST[:PORT]`, or `http://` for loopback; lower case, without"
          + " the scheme's own port, joined by commas, 1,024 bytes at most."
      ),
      (
        "KIND",
        "What is sealed, in lower-case words joined by `-`: `api-key`; `command` or `file` for where"
          + " to get it; `oauth` for the sign-in of another tool, and `oauth-renewed` for what byok"
          + " got for one whose file it does not write."
      ),
      ("ADDED, CHANGED", "Seconds since 1970-01-01 00:00 UTC."),
      ("SEALED", "The entry in a box: 24 bytes, a multiple of 64, 16 bytes."),
      ("COUNT", "The number of `key` lines."), ("MAC", "32 bytes over the whole file."),
    ]),
  ]

  private static let boxes: [Block] = [
    .paragraph(
      "`KDF(KEY, ID, CONTEXT)` is libsodium's `crypto_kdf_derive_from_key` (keyed BLAKE2b), 32 bytes"
        + " unless said otherwise. A box is a random nonce of 24 bytes, then"
        + " XChaCha20-Poly1305 (IETF) of the text, whose tag of 16 bytes comes last."),
    .lines([
      "unlock  = the key file's 32 bytes, or Argon2id of the passphrase's bytes to 32 bytes",
      "CHECK   = KDF(unlock, 2, \"byok-chk\"), 16 bytes",
      "WRAP    = box(data key) under KDF(unlock, 1, \"byok-kek\"), bound to slot",
      "MAC     = keyed BLAKE2b-256 of the file, under KDF(data key, 1, \"byok-mac\")",
      "SEALED  = box(text) under KDF(data key, 2, \"byok-ent\"), bound to key",
    ]),
    .paragraph(
      "The data key is 32 random bytes. A box of a slot is bound to the bytes `byok/1/slot`, a NUL,"
        + " the `store` line with its LF, and the slot's line up to and with the space before WRAP;"
        + " that of a key to `byok/1/key`, a NUL, the `store` line, and the key's line up to and with"
        + " the space before SEALED. The MAC covers every byte before it, the last line's `end COUNT`"
        + " and the space included."),
    .paragraph(
      "The text of a key is `base_url URL`, an empty line and the secret; then the byte 0x80 and NULs"
        + " up to a multiple of 64 (ISO/IEC 7816-4). URL must lie at one of the ORIGINS."),
  ]

  private static let order: [Block] = [
    .paragraph(
      "Owner, mode and size of the open file; the form of every line; a slot whose CHECK is right for"
        + " what unlocks; its WRAP; the MAC, compared in constant time; only then is anything"
        + " believed, and one entry opened. A wrong passphrase is told from damage by CHECK: where"
        + " it is right and the rest is not, the file was changed."),
    .paragraph(
      "A MAC cannot tell a whole older file from the newest one. `seen` notes the highest SEQ with its"
        + " MAC; a file with a lower SEQ is read with a warning and not written to, until `byok keys"
        + " accept`."),
  ]

  private static let writing: [Block] = [
    .paragraph(
      "A writer locks `keystore.lock` beside the file (an open file description lock, which is never"
        + " removed), reads, writes a new file of mode 0600 beside the old one, forces it to the disk,"
        + " renames it over the old one, and forces the folder to the disk. Readers take no lock: they"
        + " find the old file or the new one."),
    .paragraph(
      "Removing a slot makes a new data key and seals every key anew. A removed passphrase still opens"
        + " copies that were made before; keys in them are safe only when the providers withdraw"
        + " them."),
  ]

  private static let others: [Block] = [
    .paragraph("`unlock.key`, mode 0600, whose KEY is 32 bytes:"),
    .lines(["byok-unlock-key 1", "store STORE", "key KEY"]),
    .paragraph("`seen`, a line for each keystore:"),
    .lines(["byok-seen 1", "STORE SEQ MAC [FILE] TAG"]),
    .paragraph(
      "TAG is the keyed BLAKE2b-256 of the line up to and with its last space, under KDF(data key, 3,"
        + " `byok-see`). FILE is the device, inode, size and times of a large file that was verified"
        + " whole."),
  ]
}
