internal import ByokCore
internal import ByokKit

extension KeystoreProse {
  /// The protocol of writers.
  static let writing: [ManualPage.Block] = [
    .paragraph(
      "A crash, a kill or a full disk at any point leaves the old or the new file. A writer:"
    ),
    .terms([
      (
        "1. Locks",
        "The keystore itself, with flock(2), waiting up to"
          + " \(Figures.duration(FileLock.patience)) for another writer. A writer that has the lock"
          + " and finds another file in the keystore's place starts again with that one; before"
          + " there is a keystore, its folder is locked. A file system that cannot lock cannot be"
          + " written to."
      ),
      (
        "2. Reads",
        "The file is read and verified again. Temporary files of dead writers are removed."
      ),
      (
        "3. Changes",
        "SEQ increases by 1. The new text is composed in memory and must parse to the same content."
      ),
      (
        "4. Writes",
        "A new file in the same folder, `.keystore.tmp.PID.RANDOM` of mode 0600, is written,"
          + " flushed to the disk (fsync) and closed. If any of this fails, it is removed, and the"
          + " old keystore is unchanged."
      ),
      (
        "5. Replaces",
        "The new file is renamed to `keystore`, and the folder is flushed. If only the latter"
          + " fails, byok reports that the change is made but may not survive a power loss."
      ),
      ("6. Records", "SEQ and MAC are recorded in `seen`, in the same way."),
    ]),
    .paragraph("Readers take no lock: they see the old file or the new one."),
    .paragraph(
      "No lock file is left beside the keystore, where it would be committed with it. Earlier"
        + " versions of byok locked `keystore.lock` in the same folder, and never removed it. Where"
        + " that file exists, it is locked too, so that writers of both kinds exclude each other:"
        + " keep it as long as both are in use, then remove it. Where it does not exist yet, the"
        + " first write of an earlier version and one of this version at the same moment do not"
        + " exclude each other."),
    .paragraph(
      "The lock holds between processes and containers of one machine, and between machines on file"
        + " systems that pass flock(2) on, such as NFS. There, two machines that create the same"
        + " keystore at the same moment do not exclude each other. Whoever may read the keystore"
        + " can hold its lock and so delay writers, but nothing else."),
    .paragraph(
      "Removing a slot, and `byok keys rekey`, create a new data key and seal every entry again. A"
        + " removed key file or passphrase still opens copies made before. If one leaked, replace"
        + " the API keys at the providers. `byok keys rekey` keeps the old file as `keystore.bak`, and so does `byok keys recover`."
        + " Other changes keep no backup, because it would retain removed keys. `byok keys rm` and"
        + " `byok doctor` report a `keystore.bak` that holds keys which the keystore does not."),
    .paragraph(
      "`byok keys rekey --new-key-file` writes a new key file as `unlock.key.new`, then the keystore,"
        + " then the old key file as `unlock.key.bak`, and renames the new one to `unlock.key`. Where"
        + " `unlock.key` does not open the keystore, `unlock.key.new` is tried, so a crash at any point"
        + " leaves a key file that opens it. The next write does the steps that are missing."),
  ]

  /// What can be saved from a damaged file.
  static let recovery: [ManualPage.Block] = [
    .paragraph(
      "Each entry is bound to its own line and to the keystore, so entries that open are genuine"
        + " even if the MAC is wrong. `byok keys recover` reads the `store`, `slot` and `key` lines"
        + " that are valid, in any order, and writes a new keystore of the entries that open. The"
        + " damaged file is kept as `keystore.bak`. Without the `store` line and a slot, nothing"
        + " can be recovered."
        + Proof.of(.adversary("store"), .tests("keys-recover", "KeystoreDamageTests"))
    ),
    .paragraph(
      "An entry can always be opened, so an older version of a key, or a key that was removed, can"
        + " be opened if somebody puts it back. If the MAC at the end of the file fits the entries"
        + " that open, or all of them but one, these are confirmed: they were in the keystore together when byok"
        + " last wrote it, unless `seen` knows of a later write. The others are listed as not confirmed,"
        + " with their dates. Nothing is written before you confirm."
        + Proof.of(.adversary("store"), .tests("keys-recover"))
    ),
    .paragraph(
      "The MAC confirms SEQ and the slots, too. Without it, a slot is kept only if the key file or"
        + " passphrase at hand opens it and it contains the data key; the others are left out, because an"
        + " old slot opens with an old passphrase. SEQ then goes on from the highest number that is in"
        + " `seen` or in the file, where numbers beyond"
        + " \(Figures.count(KeystoreGrammar.plausibleSequence)) count only if the data key"
        + " authenticates them. If more than half of all numbers are used, the new keystore gets a new STORE"
        + " and begins with SEQ 1, and only slots that can be opened are kept. `byok keys rekey` does the"
        + " same, and needs all slots."
        + Proof.of(.adversary("store"), .tests("KeystoreRecoverTests"))
    ),
  ]

  /// The files beside the keystore.
  static let otherFiles: [ManualPage.Block] = [
    .paragraph(
      "`~/.local/state/byok/unlock.key`, mode 0600, is created with the keystore. No other user may"
        + " have any access to it, and it must not have a second name (hard link). KEY is"
        + " \(Sealing.keyBytes) bytes:"),
    .lines([UnlockKey.version, "store STORE", "key KEY"]),
    .paragraph("`~/.local/state/byok/seen` has one line per keystore, then one per path:"),
    .lines([RollbackRecord.version, "STORE SEQ MAC [FILE] TAG", "PLACE 0 STORE -"]),
    .paragraph(
      "TAG is the BLAKE2b-\(Sealing.macBytes * 8) of the line up to and including its last space,"
        + " keyed with KDF(data, 3, \"byok-see\"). FILE is DEVICE:INODE:SIZE:MTIME:CTIME, each time"
        + " with its nanoseconds after a dot. Readers record a newer keystore too, so the file is"
        + " changed under a flock(2) lock on `seen.lock`, and never to an earlier write than it has, except by `byok keys accept` and"
        + " `byok keys recover`."
        + " PLACE is the first 8 bytes, in hexadecimal digits, of the BLAKE2b-256 of the path at which"
        + " STORE was last. Of each kind, \(Figures.count(RollbackRecord.most)) lines are kept, those that"
        + " were changed last."
    ),
    .paragraph(
      "With BYOK_HOME, all of byok's files are in one folder. Then do not copy or commit the"
        + " folder: it contains `unlock.key`."),
  ]

  /// What the keystore protects from, and what it does not.
  static let threatModel: [ManualPage.Block] = [
    .heading("Protects from"),
    .terms([
      (
        "Other users of the machine",
        "byok creates all files private to their owner."
          + Proof.of(.adversary("files", "rest"))
      ),
      (
        "A copy of the keystore",
        "Whether committed, synchronised, backed up, pasted or stolen, as long as `unlock.key` is"
          + " not copied too. With a passphrase, a copy can be attacked by guessing, at the cost"
          + " above."
          + Proof.of(.adversary("inherited"), .tests("KeystoreUnlockTests", "keys-unlock"))
      ),
      (
        "Changes without the key",
        "Any changed, added, removed, renamed or reordered entry or slot is detected, and nothing"
          + " of the file is used."
          + Proof.of(.adversary("store"), .tests("KeystoreDamageTests", "KeystoreVectorsTests"))
      ),
      (
        "Redirection of a key",
        "Where a key may be sent is sealed with it: neither the file nor the configuration can"
          + " change it."
          + Proof.of(.adversary("credentials"), .tests("KeyLookupTests"))
      ),
      (
        "Replacement by an older version",
        "On a machine that has seen a newer one; see Roll-back."
          + Proof.of(.adversary("store"))
      ),
    ]),
    .heading("Does not protect from"),
    .terms([
      (
        "Programs that run as you",
        "They can read `unlock.key`, or run byok. The same holds for root."
          + Proof.of(.adversary("files"))
      ),
      (
        "A disk or backup that contains both files",
        "Unless only a passphrase unlocks the keystore, or the disk is encrypted."
          + Proof.of(.adversary("store"))
      ),
      (
        "A leaked unlock key",
        "It opens every copy of the keystore from its time. `byok keys rekey --new-key-file` shuts it"
          + " out of the keystore, not of copies."
          + Proof.of(.adversary("store"))
      ),
      ("Deletion", "Of the keystore or the unlock key. Back up both, in different places."),
      (
        "Readers of names",
        "Providers, labels, addresses, times and approximate lengths are in clear text."
          + Proof.of(.tests("keystore-closed"))
      ),
      ("Providers", "What they do with keys and prompts."),
    ]),
  ]
}
