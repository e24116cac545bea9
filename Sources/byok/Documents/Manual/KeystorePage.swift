internal import ByokCore
internal import ByokKit

extension ManualPage {
  /// The format of the keystore, complete enough to write another reader from.
  ///
  /// Tests/interop/verify-keystore.py is such a reader.
  static let keystore = ManualPage(
    name: "byok-keystore", section: 5, summary: "the file that holds sealed keys",
    parts: [
      Part(title: "Description", blocks: description),
      Part(title: "Format", blocks: lines + fields),
      Part(title: "Sealing", blocks: KeystoreProse.sealing),
      Part(title: "Opening", blocks: KeystoreProse.opening),
      Part(title: "Roll-back", blocks: KeystoreProse.rollBack),
      Part(title: "Writing", blocks: KeystoreProse.writing),
      Part(title: "Recovery", blocks: KeystoreProse.recovery),
      Part(title: "Conversations", blocks: KeystoreProse.conversations),
      Part(title: "Other files", blocks: KeystoreProse.otherFiles),
      Part(title: "Threat model", blocks: KeystoreProse.threatModel),
      Part(
        title: "See also",
        blocks: [
          .paragraph("`byok`(1), `byok-keys`(1), `byok-security`(7); libsodium's documentation")
        ]),
    ])

  private static let description: [Block] = [
    .paragraph(
      "The keystore is one text file, `~/.config/byok/keystore` unless a variable names another."
        + " Secrets are sealed. Names, providers, addresses and times are in clear text, and"
        + " everything is authenticated. A copy is useless without a key file or passphrase that"
        + " unlocks it, so the file may be backed up or committed. Keep `unlock.key`, which unlocks"
        + " it by default, apart from it: byok stores the two in different folders."),
    .paragraph(
      "Anyone who can read the file learns which providers and labels it contains, where each key"
        + " may be sent, when it was added and changed, and its length rounded up to a multiple of"
        + " \(KeystoreGrammar.paddingBlock) bytes."),
    .paragraph(Proof.explanation),
  ]

  private static let lines: [Block] = [
    .lines([
      KeystoreDocument.rootsVersion, "store STORE", "seq SEQ",
      "slot N keyfile2 KID [NAME] CHECK WRAP",
      "slot N passphrase argon2id13 PASSES KIB SALT [NAME] CHECK WRAP",
      "roots ROOTS", "key EID LABEL PROVIDER ORIGINS KIND ADDED CHANGED SEALED", "end COUNT MAC",
    ]),
    .paragraph(
      "There is at least one `slot` line, in ascending order of N, at most one `roots` line, and any number of `key` lines,"
        + " in ascending byte order of PROVIDER, then LABEL, without duplicates. Every line ends"
        + " with one LF, one space separates fields, every byte is ASCII, and nothing follows the"
        + " last line. There are no comments or blank lines. Each content has exactly one spelling,"
        + " and any other is refused: a parser that accepts a file can write it back byte for"
        + " byte."),
    .paragraph(
      "Each key is one line, and changing a key leaves all other `key` lines as they were, so that"
        + " a difference between two versions of the file is easy to read."),
    .paragraph(
      "The first line is `\(KeystoreDocument.rootsVersion)` if there is a `roots` line, else"
        + " `\(KeystoreDocument.boundVersion)` if there is a `keyfile2` slot, else"
        + " `\(KeystoreDocument.namedVersion)` if at least one slot has a NAME, and"
        + " `\(KeystoreDocument.version)` if none has; any other combination is refused. In versions 1 and 2,"
        + " a slot of a key file is `keyfile`, which versions 3 and 4 may still contain. byok"
        + " reads and writes all four, and makes new key file slots as `keyfile2`: `byok keys rekey` and the"
        + " removal of a slot turn every `keyfile` into one. Versions of byok that"
        + " do not know a version refuse it as written by a newer byok. A higher number means a newer"
        + " version of the format, which this byok refuses."),
    .heading("Limits"),
    .terms([
      (
        "Slots",
        "\(KeystoreGrammar.slotLimit), of which \(KeystoreGrammar.passphraseSlotLimit) have"
          + " passphrases."
      ),
      ("Keys", "\(Figures.count(KeystoreGrammar.entryLimit))."),
      ("Secret", "\(Figures.size(KeystoreGrammar.secretLimit))."),
      ("Line", "\(Figures.size(KeystoreGrammar.lineLimit))."),
      ("File", "\(Figures.size(KeystoreGrammar.fileLimit)), checked before it is read."),
    ]),
  ]

  private static let fields: [Block] = [
    .heading("Fields"),
    .paragraph(
      "Binary values are base64url without padding, in canonical form: unused bits are zero."
        + " Numbers are decimal, without sign or leading zeros, with at most 18 digits."),
    .terms([
      ("STORE", "16 random bytes that identify the keystore."),
      ("SEQ", "The number of writes so far, from 1."),
      ("N", "The number of the slot, from 1."),
      (
        "KID",
        "Identifies the key file to people: 8 hexadecimal digits in lower case, see Sealing. byok"
          + " never compares it."
      ),
      (
        "NAME",
        "What people call the slot, in the form of a LABEL; no two slots have the same. It is"
          + " authenticated like the rest of the line."
      ),
      ("PASSES, KIB", "Cost of Argon2id: \(passes) passes, \(kibibytes) KiB of memory."),
      ("SALT", "\(KeystoreSlot.saltBytes) random bytes."),
      (
        "CHECK",
        "\(KeystoreSlot.checkBytes) bytes that show whether a key or passphrase is the slot's."
      ),
      ("WRAP", "The sealed data key: \(sizes(Sealing.keyBytes.description))."),
      (
        "ROOTS",
        "The sealed roots of conversations that were in use before, up to \(Keystore.rootLimit), see"
          + " Conversations: \(sizes("a multiple of \(KeystoreGrammar.paddingBlock)"))."
      ),
      ("EID", "16 random bytes that identify the entry, kept when it is renamed."),
      ("LABEL", "`[a-z0-9][a-z0-9._-]{0,63}`"),
      ("PROVIDER", "`[a-z0-9][a-z0-9-]{0,63}`"),
      (
        "ORIGINS",
        "Where the key may be sent: `https://HOST[:PORT]`, or `http://` for a loopback host, in"
          + " lower case, without the scheme's default port, separated by commas, at most"
          + " \(Figures.count(KeystoreGrammar.originsLimit)) bytes. A key for an MCP server that is a"
          + " program (PROVIDER is `\(KeyName.serverGroup)`) has `https://SERVER\(ServerURL.programSuffix)`,"
          + " where no machine is, and the program, percent-encoded, as the path of its URL."
      ),
      (
        "KIND",
        "What is sealed, `[a-z0-9][a-z0-9-]{0,31}`: \(kinds). A reader accepts a kind that it does"
          + " not know."
      ),
      (
        "ADDED, CHANGED",
        "Seconds since 1970-01-01 00:00 UTC. ADDED is at least one second later than that of every key"
          + " of the same provider that is there: the first key is the default, also of a store that"
          + " several people share."
      ),
      (
        "SEALED",
        "The sealed entry: \(sizes("a multiple of \(KeystoreGrammar.paddingBlock)"))."
      ),
      ("COUNT", "The number of `key` lines."),
      ("MAC", "\(Sealing.macBytes) bytes."),
    ]),
  ]

  private static let passes = range(KeystoreSlot.passes)
  private static let kibibytes = range(KeystoreSlot.kibibytes)

  private static func range(_ range: ClosedRange<Int>) -> String {
    "\(Figures.count(range.lowerBound)) to \(Figures.count(range.upperBound))"
  }

  /// The parts of a sealed text of that size.
  private static func sizes(_ plain: String) -> String {
    "\(Sealing.nonceBytes) + \(plain) + \(Sealing.tagBytes) bytes"
  }

  private static let kinds = KeyKind.allCases
    .map { "`\($0.rawValue)`, \($0.summary)" }.joined(separator: "; ")
}

extension KeyKind {
  /// What is sealed, for the manual.
  fileprivate var summary: String {
    switch self {
    case .apiKey: "the key itself"
    case .command: "a command that prints the key"
    case .file: "the path of a file that contains the key"
    case .oauth: "the credentials of another tool"
    case .renewed: "credentials that byok renewed for a tool whose file it does not write"
    }
  }
}
