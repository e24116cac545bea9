extension ByokError {
  package static func noKeystore(_ path: String) -> Self {
    Self(.noKey, "no keystore yet at '\(path)'", hint: "byok keys add PROVIDER")
  }

  static func keystoreSyntax(_ path: String, line: Int, flaw: KeystoreFlaw) -> Self {
    Self(
      .damaged,
      "the keystore '\(path)' is damaged: line \(line), column \(flaw.column): \(flaw.rule)",
      hint: "nothing was used or changed; restore a backup, or try: byok keys recover")
  }

  static func keystoreTooNew(_ path: String) -> Self {
    Self(
      .damaged, "the keystore '\(path)' was written by a newer byok",
      hint: "update byok; nothing was changed")
  }

  static func keystoreTooLarge(_ path: String) -> Self {
    Self(
      .damaged, "the keystore '\(path)' is over \(KeystoreGrammar.fileLimit >> 20) MiB",
      hint: "nothing was used or changed; restore the file from a backup")
  }

  static func keystoreChanged(_ path: String) -> Self {
    Self(
      .damaged,
      "the keystore '\(path)' was changed by something other than byok, or is damaged",
      hint: "nothing was used or changed; restore a backup, or try: byok keys recover")
  }

  /// An older state of the store, or one of another history, has been put in its place.
  static func rolledBack(_ path: String, now: Int, seen: Int) -> Self {
    guard now < seen else {
      return Self(
        .damaged,
        "the keystore '\(path)' (write \(now)) differs from the one this machine has seen "
          + "(write \(seen) too)",
        hint: "restore the other one, or accept this one: byok keys accept")
    }
    return Self(
      .damaged,
      "the keystore '\(path)' is older (write \(now)) than this machine has seen (write \(seen))",
      hint: "restore the newer one, or accept this one: byok keys accept")
  }

  /// A store of another id is where this machine has seen one.
  static func anotherStore(_ path: String) -> Self {
    Self(
      .damaged, "the keystore '\(path)' is not the one that this machine saw there before",
      hint: "restore the one that was there, or accept this one: byok keys accept")
  }

  /// The number of the next write has too many digits, which only somebody's tampering can bring
  /// about.
  static func writesUsedUp(_ path: String) -> Self {
    Self(
      .failure,
      "cannot write '\(path)': its number of writes, \(KeystoreGrammar.sequenceLimit), is the highest "
        + "that there is", hint: "begin a new keystore with the same keys: byok keys rekey")
  }

  static func entryDamaged(_ name: KeyName) -> Self {
    Self(.damaged, "the sealed key '\(name.text)' is damaged", hint: "byok keys recover")
  }

  /// A slot asks for more work than a file may that is not known to be genuine.
  static func slotTooCostly(_ slot: KeystoreSlot, path: String) -> Self {
    Self(
      .locked,
      "the keystore '\(path)' is still locked; slot \(slot.title.text) was not tried, because it needs "
        + (slot.costText ?? "much work"),
      hint: "if the passphrase is that slot's: --unlock-slot \(slot.number)")
  }

  package static func noSlot(_ reference: SlotReference) -> Self {
    Self(.usage, "there is no slot \(reference.text)", hint: "byok keys slots")
  }

  static func slotDamaged(_ slot: KeystoreSlot.Title, path: String) -> Self {
    Self(.damaged, "slot \(slot.text) of the keystore '\(path)' is damaged")
  }

  /// Nothing that may unlock it does; `canAsk` tells whether a passphrase would.
  package static func locked(_ path: String, tried: [String], canAsk: Bool) -> Self {
    let hint =
      canAsk
      ? "give the passphrase: BYOK_PASSPHRASE_FILE, BYOK_PASSPHRASE_FD, or --unlock-file FILE"
      : "copy unlock.key from where the keystore was made, or name it with --unlock-file"
    return Self(
      .locked, "the keystore '\(path)' is locked; tried: \(tried.joined(separator: "; "))",
      hint: hint)
  }

  package static func wrongPassphrase(_ slots: [KeystoreSlot.Title], path: String) -> Self {
    let titles = slots.map(\.text).joined(separator: ", ")
    return Self(
      .locked, "the passphrase does not open slot \(titles) of the keystore '\(path)'",
      code: .wrongPassphrase)
  }
}

extension ByokError.Code {
  /// A passphrase was given, and opens nothing.
  package static let wrongPassphrase = Self("wrong passphrase")
}
