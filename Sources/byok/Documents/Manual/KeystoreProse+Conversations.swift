internal import ByokCore
internal import ByokKit

extension KeystoreProse {
  /// The files of conversations and memory notes, and what the keystore has to do with them.
  static let conversations: [ManualPage.Block] = [
    .paragraph(
      "Conversations and memory notes are sealed with keys that come from the data key. They are files"
        + " of their own, in `~/.local/share/byok`, so that the keystore does not change when they do:"
    ),
    .lines([
      "root = KDF(data, 4, \"byok-cnv\")",
      "ROOT = the first 8 of 16 bytes of KDF(root, 1, \"byok-rid\")",
      "name = KDF(root, 2, \"byok-nam\")",
      "file = BLAKE2b-\(Sealing.keyBytes * 8) of the file's first line with its LF, keyed with root",
      "ROOTS = seal(roots) with KDF(data, 6, \"byok-rng\")",
    ]),
    .paragraph(
      "A new data key makes a new root, and seals no conversation again. Where there are conversations,"
        + " the roots that were in use before stay in the keystore: ROOTS is their bytes, the newest first,"
        + " then the byte 0x80 and zeros up to a multiple of \(KeystoreGrammar.paddingBlock) bytes; its"
        + " associated data is `byok/1/roots`, a NUL, the `store` line, `roots` and a space. `byok"
        + " conversations reseal` makes them unnecessary and removes them. `byok keys recover` keeps"
        + " them."
        + Proof.of(
          .tests("ConversationKeysTests", "KeystoreVectorsTests"), .faults("conversations"))),
    .heading("Files of records"),
    .lines([
      "byok-conversation 1 ROOT ID SALT",
      "SIZE NUMBER NONCE CIPHERTEXT TAG SIZE",
      "...",
    ]),
    .paragraph(
      "The first line is in clear: `byok-conversation`, `byok-memory`, `byok-attachment`, `byok-last`,"
        + " `byok-index` or `byok-vectors`, the version, which root the file's key comes from, and 16 and 32 random bytes. A file whose"
        + " ROOT the keystore does not have is reported as sealed with another keystore. Records follow"
        + " without anything between them: SIZE, the bytes of NONCE, CIPHERTEXT and TAG, and NUMBER, from 0,"
        + " are four bytes each, the lowest first. The associated data is `byok/1/record`, a NUL, the first"
        + " line, NUMBER and the TAG of the record before (zeros for the first): a record that is dropped,"
        + " doubled, exchanged, changed or another file's does not open."
        + Proof.of(.tests("RecordFileTests"))),
    .paragraph(
      "A record's text is one byte, 1 if it ends what was written at once and 0 otherwise, then JSON,"
        + " then the byte 0x80 and zeros up to a multiple of \(Sealing.recordBlock) bytes. In a"
        + " conversation, a turn is one record for each message and one that ends it, with what `byok"
        + " conversations list` prints. It is appended by one write under a flock(2) lock, and flushed"
        + " (fdatasync). What follows the last whole turn was cut off: it is reported, and removed before"
        + " the next turn is written."
        + Proof.of(.tests("RecordFileAppendTests"), .faults("conversations"))),
    .paragraph(
      "A conversation's file is named by the first \(Sealing.nameBytes) bytes, in hexadecimal digits, of"
        + " the BLAKE2b-\(Sealing.nameBytes * 8) of `conversation`, a NUL and its name, keyed with name,"
        + " and an attachment's by that of `content`, a NUL and its bytes. The name is in the records too, so"
        + " that a file that was moved to another's place is noticed."
        + Proof.of(.tests("ConversationStoreTests"))),
    .paragraph(
      "Not protected: how many conversations there are, their sizes, and when they were changed; a whole"
        + " older file, or one without its last turns, that is put back is not noticed. Removing a file"
        + " overwrites its first line, without which its key cannot be derived again; disks and file systems"
        + " that write to other places may keep it all the same, as backups do."),
  ]
}
