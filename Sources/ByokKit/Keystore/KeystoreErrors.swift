extension ByokError {
  static func noKeystore(_ path: String) -> Self {
    Self(.noKey, "there is no keystore yet at '\(path)'", hint: "byok keys add PROVIDER")
  }

  static func keystoreSyntax(_ path: String, line: Int, flaw: KeystoreFlaw) -> Self {
    Self(
      .damaged,
      "the keystore '\(path)' is damaged: line \(line), column \(flaw.column): \(flaw.rule)",
      hint: "nothing was used or changed; restore the file from a backup")
  }

  static func keystoreTooNew(_ path: String) -> Self {
    Self(
      .damaged, "the keystore '\(path)' was written by a newer byok",
      hint: "update this byok; nothing was changed")
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
      hint: "nothing was used or changed; restore the file from a backup")
  }

  static func entryDamaged(_ name: KeyName) -> Self {
    Self(.damaged, "the sealed key '\(name.text)' is damaged")
  }

  static func slotDamaged(_ number: Int, path: String) -> Self {
    Self(.damaged, "slot \(number) of the keystore '\(path)' is damaged")
  }

  static func locked(_ path: String, unlockKey: String) -> Self {
    Self(
      .locked, "the keystore '\(path)' is locked: there is no unlock key at '\(unlockKey)'",
      hint: "copy unlock.key from the machine on which the keystore was made")
  }

  static func wrongUnlockKey(_ path: String, unlockKey: String) -> Self {
    Self(
      .locked, "the unlock key '\(unlockKey)' does not open the keystore '\(path)'",
      hint: "it belongs to another keystore; copy unlock.key from where this one was made")
  }
}
