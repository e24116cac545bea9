internal import ByokCore
internal import ByokKit

extension SecurityProse {
  /// What may happen without harm.
  static let faults: [ManualPage.Block] = [
    .terms([
      (
        "Crash, kill, loss of power",
        "Each of byok's files is replaced as a whole: the old or the new one remains. The usage log"
          + " gets whole lines; a line cut off by a crash is skipped."
          + Proof.of(.faults("writes", "usage", "batch"))
      ),
      (
        "Full disk, read-only file system, input and output errors",
        "The file is unchanged, and the error names it. What only reads continues to work."
          + Proof.of(.faults("full", "states", "writes"))
      ),
      (
        "Several processes",
        "Writers wait up to \(Figures.duration(FileLock.patience)) for each other and lose nothing."
          + " Readers never wait."
          + Proof.of(.faults("load", "calls"))
      ),
      (
        "Wrong clock",
        "Sealing and verification do not depend on the time, except for the shortcut for large"
          + " keystores, see `byok-keystore`(5)."
          + Proof.of(.adversary("store"), .faults("clocks"))
      ),
      (
        "No kernel keyring, locked memory or terminal",
        "The feature is unavailable; everything else works."
          + " A question that cannot be asked is an error."
          + Proof.of(.faults("states"), .tests("keys-terminal"))
      ),
      (
        "Damaged or hostile files",
        "Are reported and never replaced, except by `byok keys recover`."
          + Proof.of(.adversary("store"), .faults("states"))
      ),
      (
        "Slow, broken or hostile servers",
        "End within the limits above, with status \(ByokError.Kind.network.rawValue) or"
          + " \(ByokError.Kind.provider.rawValue). Requests that were fully sent are not sent again"
          + " after the connection is lost."
          + Proof.of(.adversary("costs"), .hostile("ends", "heads", "replies", "retries"))
      ),
      (
        "Signals",
        "The terminal's echo is restored. Ctrl-C ends with 130, a closed pipe with 141."
          + Proof.of(.tests("JobControlTests", "keys-passwd-terminal", "StreamingTests"))
      ),
    ])
  ]

  /// What remains.
  static let limitations: [ManualPage.Block] = [
    .terms([
      (
        "Programs that run as you, and root",
        "They can read byok's files or run byok."
          + Proof.of(.adversary("files"))
      ),
      (
        "Whoever controls your environment",
        "Variables such as LD_PRELOAD and LD_LIBRARY_PATH are obeyed before byok starts."
          + " HTTPS_PROXY is obeyed, and so are SSL_CERT_FILE and SSL_CERT_DIR, but not for"
          + " sealed keys and other tools' credentials."
          + Proof.of(.adversary("credentials", "inherited"))
          + Proof.of(.adversary("credentials", "inherited"))
      ),
      ("Providers", "What they do with prompts and keys, and how they bill."),
      (
        "Observers of the network",
        "They see which hosts are contacted, when, and how much is sent."
          + Proof.of(.adversary("credentials"))
      ),
      ("Models", "A reply may be wrong or malicious."),
    ])
  ]
}
