@testable import ByokCore

extension DefectTable {
  private static let unknown = "this kind of slot is unknown"
  private static let zeros = StoreText.zeros

  /// The ways into the store.
  static let slots = slotNumbers + slotForms + slotFields + slotNames + boundSlots + stretching

  private static let slotNumbers =
    ["", "0", "01", "+1", "-1", "1.5", "one", "1000000000000000000"].map {
      Defect(4, field: 1, $0, "a slot needs a number above 0")
    } + [
      Defect("two slots 1", 5, 6, "slots must be in ascending order") {
        $0[4] = StoreText.slot("1")
      },
      Defect("slots the wrong way round", 5, 6, "slots must be in ascending order") {
        $0.swapAt(3, 4)
      },
      Defect("nine slots", 12, 1, "more than 8 slots") {
        $0 = StoreText.lines(slots: (1...9).map { StoreText.slot("\($0)") })
      },
      Defect("five passphrase slots", 8, 1, "more than 4 passphrase slots") {
        $0 = StoreText.lines(slots: (1...5).map { StoreText.passphrase($0) })
      },
    ]

  private static let slotForms =
    ["", "keyfiles", "KEYFILE", "tpm2", "passphrase"].map { form in
      Defect("slot form '\(form)'", 4, 1, unknown) {
        $0[3] = "slot 1 \(form) 0123abcd \(zeros(22)) \(zeros(96))"
      }
    } + [
      Defect("a slot of a number alone", 4, 1, unknown) { $0[3] = "slot 1" },
      Defect("a key file slot without wrap", 4, 1, unknown) {
        $0[3] = "slot 1 keyfile 0123abcd \(zeros(22))"
      },
      Defect("a key file slot with two fields more", 4, 1, unknown) { $0[3] += " a AAAA" },
      Defect("a key file slot with two spaces", 4, 1, unknown) {
        $0[3] = $0[3].replacing(" keyfile ", with: "  keyfile ")
      },
      Defect("a passphrase slot without salt", 5, 1, unknown) {
        $0[4] = "slot 2 passphrase argon2id13 3 131072 \(zeros(22)) \(zeros(96))"
      },
      Defect("a passphrase slot with two fields more", 5, 1, unknown) { $0[4] += " a AAAA" },
      Defect("the word slot alone", 4, 1, "a 'slot' line is expected here") { $0[3] = "slot" },
    ]

  private static let slotFields =
    ["", "0123abc", "0123abcde", "0123ABCD", "0123abcg", "0123abc\t"].map {
      Defect(4, field: 3, $0, "this is not a key file's id")
    }
    + [
      "", zeros(21), zeros(23), zeros(21) + "Q=", zeros(21) + "B", zeros(21) + "/",
      zeros(22) + "==",
    ].map { Defect(4, field: 4, $0, "this is not a slot's check") }
    + [
      "", zeros(95), zeros(97), zeros(92), zeros(95) + "=", zeros(95) + "+", zeros(96) + "\r",
      zeros(96) + "\t", zeros(96) + "\0",
    ].map { Defect(4, field: 5, $0, "this is not a wrapped key") }
    + [zeros(21) + "B", zeros(23)].map {
      Defect(5, field: 7, $0, "this is not a slot's check")
    }
    + [zeros(95), zeros(96) + "\r"].map { Defect(5, field: 8, $0, "this is not a wrapped key") }

  /// Names stand before the check, and only in version 2.
  private static let slotNames =
    ["", "Ci", ".ci", "-", "c/i", "c\u{1B}i", "ä", String(repeating: "a", count: 65)].map { name in
      Defect("slot name \(name.debugDescription)", 4, 25, notAName) {
        $0[0] = "byok-keystore 2"
        $0[3] = StoreText.slot("1", name: name)
      }
    } + [
      Defect("a key file slot with one field more", 4, 25, notAName) { $0[3] += " AAAA" },
      Defect("a key file slot with a space behind", 4, 25, notAName) { $0[3] += " " },
      Defect("a passphrase slot with one field more", 5, 62, notAName) { $0[4] += " AAAA" },
      Defect("a name in version 1", 4, 1, "a slot with a name needs version 2 of the format") {
        $0[3] = StoreText.slot("1", name: "ci")
      },
      Defect("version 2 without a name", 5, 1, "version 2 of the format needs a slot with a name") {
        $0[0] = "byok-keystore 2"
      },
      Defect("two slots of one name", 5, 1, "two slots have the same name") {
        $0[0] = "byok-keystore 2"
        $0[3] = StoreText.slot("1", name: "ci")
        $0[4] = StoreText.slot("2", name: "ci")
      },
    ]

  /// Key files that are named by store are in version 3 alone.
  private static let boundSlots =
    ["1", "2"].map { version in
      Defect("a bound slot in version \(version)", 4, 1, "this slot needs version 3 of the format")
      {
        $0[0] = "byok-keystore \(version)"
        $0[3] = StoreText.boundSlot("1")
      }
    } + [
      Defect(
        "version 3 without a bound slot", 5, 1, "version 3 of the format needs a 'keyfile2' slot"
      ) { $0[0] = "byok-keystore 3" },
      Defect("a bound slot with two fields more", 4, 1, unknown) {
        $0[0] = "byok-keystore 3"
        $0[3] = StoreText.boundSlot("1") + " a AAAA"
      },
    ]

  private static let notAName = "this is not a slot's name"

  private static let stretching =
    ["", "argon2i13", "argon2id", "Argon2id13", "scrypt"].map {
      Defect(5, field: 3, $0, "this key derivation is unknown")
    }
    + ["", "0", "11", "03", "+3", "-3", "4294967297", "1000000000000000000"].map {
      Defect(5, field: 4, $0, "passes must be 1 to 10")
    }
    + [
      "", "0", "8191", "1048577", "0131072", "+131072", "4294967296", "18446744073709551616",
    ].map { Defect(5, field: 5, $0, "memory must be 8 MiB to 1 GiB") }
    + ["", zeros(21), zeros(23), zeros(21) + "B", zeros(20) + "=="].map {
      Defect(5, field: 6, $0, "this is not a salt")
    }
}
