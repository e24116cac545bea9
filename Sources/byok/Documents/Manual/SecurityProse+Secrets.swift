internal import ByokCore
internal import ByokKit

extension SecurityProse {
  /// Where secrets are, and where they are not.
  static let secrets: [ManualPage.Block] = [
    .terms([
      (
        "Memory",
        "Keys, passphrases and the data key are kept in memory that is locked (not swapped),"
          + " excluded from core files, surrounded by guard pages and wiped when released."
          + " libcurl's memory is wiped when it is freed; the buffer in which it has a copy of the"
          + " key during a request over TLS is locked and excluded, too. If the limit on locked"
          + " memory (`ulimit -l`) is too low, byok works without locking, and `byok doctor` says so."
          + Proof.of(.adversary("memory"), .faults("states"), .leaks("memory"))
      ),
      (
        "Command line",
        "No option takes a secret, because other users can see arguments, and shells record them."
          + " An argument that looks like a key is refused and not repeated. Keys are read from the"
          + " terminal without echo, from standard input, a variable, a file or a command."
          + Proof.of(.leaks("traces"), .tests("keys-on-command-line"))
      ),
      (
        "Environment",
        "BYOK_PASSPHRASE is overwritten and removed at the start, so that it does not appear in"
          + " /proc/PID/environ either. Variables that only libraries obey have no effect; see"
          + " below."
          + Proof.of(.adversary("inherited"), .leaks("libraries"))
      ),
      (
        "Children",
        "Commands that print a key or passphrase run without a shell, with empty standard input,"
          + " for at most \(Figures.duration(SecretCommand.patience)). `byok exec` passes on the keys"
          + " that it was asked for, under their variables: the program and its children can read"
          + " them."
          + Proof.of(.adversary("inherited"), .leaks("traces"), .tests("SecretCommandTests"))
      ),
      (
        "What unlocks the keystore",
        "Reaches no child, neither of `byok exec` nor a command that prints a key or passphrase."
          + " They do not get \(unlockVariables). A descriptor that `--unlock-fd`, `--new-fd`, a path"
          + " such as /dev/fd/3 or a variable names is closed in them, whether it was read or not;"
          + " standard input is empty. Other descriptors that byok inherited stay open."
          + Proof.of(.adversary("inherited"), .tests("exec-inherited"))
      ),
      (
        "Core files and debuggers",
        "Core files are off, and other programs of the same user cannot attach a debugger or read"
          + " byok's memory. Crashes print nothing and run nothing: the handler of the Swift"
          + " runtime is turned off. byok refuses to run set-uid or set-gid."
          + Proof.of(.leaks("memory"), .tests("CrashTests", "ProcessSetupTests"))
      ),
      (
        "Output",
        "Only `byok keys show --reveal` prints a key. Listings show the last four characters of a"
          + " key and a fingerprint, unless the key is shorter than 20 characters. The fingerprint is"
          + " a hash: it does not reveal a random key, but confirms a guessed one. It is not written"
          + " to a file."
          + Proof.of(.adversary("rest"), .leaks("traces"))
      ),
      (
        "Files in clear",
        "No file has a digest by which others can guess a key, or the path of an address. The file"
          + " `checks` knows sealed keys by the random ids of their entries, and keys from the"
          + " environment by a digest under `machine.key`, a random key of this machine."
          + Proof.of(.adversary("rest"), .tests("LastChecksTests"))
      ),
      (
        "Logs",
        "The usage log has no prompts, replies or keys. `--verbose` shows addresses, statuses and"
          + " times, no header fields or bodies."
          + Proof.of(.leaks("traces"), .tests("usage-log"))
      ),
    ])
  ]

  /// Variables that only libraries obey.
  static let libraryVariables: [ManualPage.Block] = [
    .paragraph(
      "The variables below are obeyed by libraries that byok loads, and have no effect in byok: it"
        + " removes them when it starts. Programs that byok runs get them unchanged, and `byok"
        + " doctor` lists those that are set."
        + Proof.of(.adversary("inherited"), .leaks("libraries"))),
    .terms(
      LibraryVariable.Library.allCases.map { library in
        let rows = LibraryVariable.all.filter { $0.library == library }
        let effects = rows.map { "\($0.name) \($0.effect)" }
        return (
          library.rawValue, effects.joined(separator: "; ") + "." + Proof.of(.leaks("libraries"))
        )
      }),
    .paragraph(
      "The system's own configuration of these libraries is used. To use another one for OpenSSL, such"
        + " as one with a FIPS provider, set \(LibraryVariable.consent)=1: "
        + LibraryVariable.all.filter(\.isForFIPS).map(\.name).joined(separator: ", ")
        + " are then obeyed. Such a configuration can load code into byok."
        + Proof.of(.adversary("inherited"))),
  ]

  /// How error messages and foreign text are shown.
  static let messages: [ManualPage.Block] = [
    .heading("Redaction"),
    .paragraph(
      "In messages of providers, refusals of models and names of tools on standard error, the key"
        + " that was sent is replaced by `…`: as it is, percent-encoded, or interrupted by white"
        + " space and line breaks, but not in other encodings or in parts. In messages, so is any"
        + " word that looks like a key, or like a masked one (`***`). Arguments that look like keys"
        + " are hidden. Replies are not changed. Errors about the"
        + " keystore or a file of credentials name place and rule, not the content. Of a command"
        + " that prints a key, only the program is named. Addresses of proxies, which may contain"
        + " passwords, are not shown."
        + Proof.of(.adversary("output"), .leaks("traces"), .tests("redaction"))
    ),
    .heading("Terminals"),
    .paragraph(
      "Text from outside cannot control the terminal. On standard error always, and on standard"
        + " output if it is a terminal, control characters, bidirectional controls, tags and other"
        + " invisible characters are shown as `\\u{1b}`, whichever command prints them. JSON has them"
        + " as `\\u001b`, always, and so loses nothing. To a pipe or file, other text is written"
        + " unchanged, but for CSV: a cell that a spreadsheet would take for a formula begins with"
        + " an apostrophe."
        + Proof.of(.adversary("output"), .hostile("terminals"), .tests("TerminalSafetyTests"))),
  ]

  /// Rules about byok's own files.
  static let files: [ManualPage.Block] = [
    .paragraph(
      "byok creates files with mode 0600 and folders with mode 0700. Before it uses a file of its"
        + " own, it checks the open file and every folder above it, below the home folder or the"
        + " root: each must belong to the user or root, must not be writable by others (except"
        + " sticky folders of root, such as /tmp), and must not be a symbolic link. A problem is an"
        + " error with the command that fixes it, status \(ByokError.Kind.damaged.rawValue), or"
        + " \(ByokError.Kind.usage.rawValue) for the configuration."
        + Proof.of(.adversary("files"), .faults("states"))),
    .paragraph(
      "The user's own group does not count as others, so that what git checks out with a umask of"
        + " 002 can be used. It is the primary group of the user, who owns the file, has the user's"
        + " name, and nobody else is in it. An access control list (ACL) on the file does count."
        + Proof.of(.adversary("files"), .tests("keystore-files"))),
    .terms([
      (
        "Linked configuration",
        "`config.json` and the folders above it may be links, if each link belongs to the user or"
          + " root and its target passes the same checks. `byok config set` changes the target if the"
          + " target and its folder are the user's own; otherwise it says which file to edit."
          + Proof.of(.tests("config-linked", "config-linked-root"))
      ),
      (
        "Files that the user names",
        "`--output`, `--junit` and `--resume` open FILE as a shell's `>` does: a new file has the mode"
          + " that the umask leaves, an existing one keeps its mode and owner. It is replaced as a"
          + " whole, except where only writing in place keeps it what it is: a file with several"
          + " names, of another user, in a folder that cannot be written, or a mount of its own."
          + " /dev/stdout, /dev/fd/N, pipes and devices are written through."
          + Proof.of(.adversary("files"), .tests("output-files", "OutputFileTests"))
      ),
      (
        "Root",
        "With HOME set to another user's folder, as sudo may leave it, byok neither reads nor creates"
          + " any of its files there. BYOK_HOME names another place."
          + Proof.of(.adversary("files"), .tests("sudo"))
      ),
      (
        "Keystore, configuration",
        "May be readable by others, not writable. `byok doctor` reports a readable keystore."
          + Proof.of(.adversary("files"), .faults("states"))
      ),
      (
        "`unlock.key`",
        "Must not be accessible to others in any way."
          + Proof.of(.adversary("files"), .faults("states"))
      ),
      (
        "Key and passphrase files that you name",
        "By an option or a variable: may be readable by others, as secrets mounted by Docker and"
          + " Kubernetes are, not writable. Pipes and descriptors are not checked. If one cannot be"
          + " read, the keystore stays locked: status \(ByokError.Kind.locked.rawValue)."
          + Proof.of(.tests("keys-unlock-sources", "UnlockSourceTests"))
      ),
      (
        "Files with API keys",
        "A file of `byok keys add --file-ref` must belong to you or root and must not be writable"
          + " by others, whenever it is read. Links and the folders above it are not checked, because"
          + " mounted secrets are links. If others can read it, or a file of `--from-file`,"
          + " `byok keys add` warns."
          + Proof.of(.adversary("rest"), .tests("keys-references"))
      ),
      (
        "Relative paths",
        "BYOK_HOME must be absolute, so that the current folder does not matter. BYOK_STORE, which"
          + " may name a file of a repository, can be relative to the current folder."
          + Proof.of(.tests("keystore-teams", "LocationsTests"))
      ),
    ]),
  ]

  /// Rules about credentials that other tools keep.
  static let credentials: [ManualPage.Block] = [
    .paragraph(
      "Credentials of Qwen Code, Gemini CLI and Claude Code are found in their files, but used only"
        + " when asked for, and those that the vendor reserves for its own tools only after `byok"
        + " creds allow`. Nothing is imported without `byok creds import`. A file that others can"
        + " write, a link and a file over \(Figures.size(CredentialFile.limit)) are refused. On a"
        + " file system without Unix permissions (a Windows drive, vfat, fuseblk), modes are reported"
        + " and not judged."
        + Proof.of(
          .faults("modeless"), .tests("creds-allow", "creds-import", "CredentialFileTests"))),
    .paragraph(
      "They are sent to their vendor's own hosts and nowhere else: no variable, option or file moves"
        + " them. An address in Qwen Code's credentials is used only if it is https at a host of"
        + " Qwen's, which other customers of Alibaba Cloud cannot have. A program under a broker gets a"
        + " token in their place, and its requests go where byok's own do."
        + Proof.of(.adversary("credentials"), .tests("exec-broker-credentials"))),
    .paragraph(
      "Refresh tokens may be usable only once. So one process at a time renews credentials, under a"
        + " lock; the others wait and read the result. Qwen Code's file is renewed in place, under"
        + " Qwen Code's own lock. Gemini CLI's is never written: the new token is sealed in the"
        + " keystore. Claude Code's is left to `claude`."
        + Proof.of(.faults("renewal"), .tests("CredentialRenewalTests", "creds-claude"))),
  ]

  /// The variables that lead to the unlocked keystore.
  private static let unlockVariables =
    SecretCommand.withheldVariables.map { name in
      name.hasSuffix("=") ? String(name.dropLast()) : "\(name) or variables that begin with it"
    }.joined(separator: ", ")
}
