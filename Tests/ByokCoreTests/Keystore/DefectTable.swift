@testable import ByokCore

/// What may be wrong with a keystore's text, one thing each.
enum DefectTable {
  private static let notFirst = "this is not the first line of a keystore"
  private static let endsEarly = "the file ends too early"

  /// Version, store, sequence and end, and the order of the lines.
  static let lines = version + store + sequence + order + end

  private static let version =
    [
      "", "byok-keystore", "byok-keystore ", "byok-keystore  1", "byok-keystore 1 ",
      " byok-keystore 1", "byok-keystore\t1", "Byok-keystore 1", "byok-keystore 1\r",
      "byok-keystore 1\0", "\u{FEFF}byok-keystore 1", "byok-keystore 0", "byok-keystore 01",
      "byok-keystore +1", "byok-keystore 02", "byok-keystore 1.0", "byok-keystore 1 1",
      "byok-keystore 2 x", "byok-keystore 1000000000000000000", "age-encryption.org/v1",
    ].map { text in
      Defect("version \(text.debugDescription)", 1, 1, notFirst) { $0[0] = text }
    } + [
      Defect("an empty file", 1, 1, endsEarly, bytes: []),
      Defect("only the first word", 1, 1, endsEarly, bytes: Array("byok".utf8)),
      Defect("only the first line", 2, 1, endsEarly, bytes: Array("byok-keystore 1\n".utf8)),
      Defect("CR for LF", 1, 1, endsEarly, bytes: StoreText.bytes().map { $0 == 10 ? 13 : $0 }),
      Defect("zeros", 1, 1, endsEarly, bytes: [UInt8](repeating: 0, count: 500)),
    ]

  private static let store =
    [
      "", StoreText.zeros(21), StoreText.zeros(23), StoreText.zeros(20) + "==",
      StoreText.zeros(22) + "==", StoreText.zeros(21) + "B", StoreText.zeros(21) + "+",
      StoreText.zeros(10) + "/" + StoreText.zeros(11), StoreText.zeros(21) + "\r",
      StoreText.zeros(22) + "\r", StoreText.zeros(22) + "\t", StoreText.zeros(22) + "\0",
      "é" + StoreText.zeros(20),
    ].map { Defect(2, field: 1, $0, "this is not a store's id") } + [
      Defect("store with two spaces", 2, 1, "a 'store' line has 2 fields") {
        $0[1] = "store  " + StoreText.zeros(22)
      },
      Defect("store with a space behind", 2, 1, "a 'store' line has 2 fields") { $0[1] += " " },
      Defect("store without id", 2, 1, "a 'store' line has 2 fields") { $0[1] = "store" },
      Defect("Store", 2, 1, "a 'store' line is expected here") {
        $0[1] = "Store " + StoreText.zeros(22)
      },
      Defect("TAB after store", 2, 1, "a 'store' line is expected here") {
        $0[1] = "store\t" + StoreText.zeros(22)
      },
    ]

  private static let sequence =
    ["", "0", "00", "03", "+3", "-3", "3.0", "0x3", "3e1", "3\r", "3\t", "٣", "1" + zeros18].map {
      Defect(3, field: 1, $0, "this is not a number above 0")
    } + [
      Defect("seq with a space behind", 3, 1, "a 'seq' line has 2 fields") { $0[2] += " " },
      Defect("seq with two numbers", 3, 1, "a 'seq' line has 2 fields") { $0[2] += " 4" },
    ]

  private static let zeros18 = String(repeating: "0", count: 18)

  private static let order =
    [
      Defect("no store", 2, 1, "a 'store' line is expected here") { $0.remove(at: 1) },
      Defect("no seq", 3, 1, "a 'seq' line is expected here") { $0.remove(at: 2) },
      Defect("no slots", 4, 1, "a 'slot' line is expected here") { $0.removeSubrange(3...4) },
      Defect("no end", 8, 1, endsEarly) { $0.removeLast() },
      Defect("two versions", 2, 1, "a 'store' line is expected here") { $0.insert($0[0], at: 1) },
      Defect("two stores", 3, 1, "a 'seq' line is expected here") { $0.insert($0[1], at: 2) },
      Defect("two seqs", 4, 1, "a 'slot' line is expected here") { $0.insert($0[2], at: 3) },
      Defect("seq before store", 2, 1, "a 'store' line is expected here") { $0.swapAt(1, 2) },
      Defect("keys before slots", 4, 1, "a 'slot' line is expected here") {
        $0.swapAt(3, 5)
        $0.swapAt(4, 6)
      },
      Defect("a key among slots", 6, 1, "a 'end' line is expected here") { $0.swapAt(4, 5) },
      Defect("end before a key", 7, 5, "the count of keys is wrong") { $0.swapAt(6, 7) },
      Defect("a line of a later version", 8, 1, "a 'end' line is expected here") {
        $0.insert("pending x", at: 7)
      },
      Defect("a comment", 6, 1, "a 'end' line is expected here") { $0.insert("# keys", at: 5) },
    ]
    + [
      (0, notFirst), (1, "a 'store' line is expected here"), (2, "a 'seq' line is expected here"),
      (3, "a 'slot' line is expected here"), (4, "a 'end' line is expected here"),
      (6, "a 'end' line is expected here"), (8, "there is text after the end"),
    ].map { index, rule in
      Defect("a blank line \(index + 1)", index + 1, 1, rule) { $0.insert("", at: index) }
    }

  private static let end =
    ["", "0", "1", "3", "02", "+2", "2.0", "two", "20", "1" + zeros18].map {
      Defect(8, field: 1, $0, "the count of keys is wrong")
    }
    + [
      "", StoreText.zeros(42), StoreText.zeros(44), StoreText.zeros(42) + "B",
      StoreText.zeros(43) + "=", StoreText.zeros(42) + "+", StoreText.zeros(43) + "\r",
      StoreText.zeros(43) + "\0", StoreText.zeros(43) + "\t",
    ].map { Defect(8, field: 2, $0, "the MAC is invalid") } + [
      Defect("end without MAC", 8, 1, "a 'end' line has 3 fields") { $0[7] = "end 2" },
      Defect("a space behind the MAC", 8, 1, "a 'end' line has 3 fields") { $0[7] += " " },
      Defect("two ends", 9, 1, "there is text after the end") { $0.append($0[7]) },
      Defect("a key after the end", 9, 1, "there is text after the end") { $0.append($0[6]) },
      Defect("no LF at the end", 8, 1, endsEarly, bytes: Array(StoreText.bytes().dropLast())),
      Defect(
        "a byte too many", 9, 1, "there is text after the end", bytes: StoreText.bytes() + [0]),
    ]
}
