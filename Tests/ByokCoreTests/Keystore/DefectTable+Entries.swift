@testable import ByokCore

extension DefectTable {
  private static let zeros = StoreText.zeros
  private static let nineFields = "a key line has 9 fields"
  private static let ascending = "keys must be in ascending order of provider and label"

  /// Labels, providers and their order.
  static let names =
    [
      "", "A", "Work", ".a", "-a", "_a", "a/b", "a\tb", "a\0", "a\r", "ä", "a\u{301}", "a,b", "a\\",
      "a:b", "a\u{1B}[2J", String(repeating: "a", count: 65),
    ].map { Defect(6, field: 2, $0, "this is not a label") }
    + [
      "", "-groq", "Groq", "gr_oq", "gr.oq", "gr/oq", "gröq", "groq\t", "groq\0", "*",
      String(repeating: "p", count: 65),
    ].map { Defect(6, field: 3, $0, "this is not a provider") } + [
      Defect("two keys of one name", 7, 1, ascending) { $0[6] = $0[5] },
      Defect("labels the wrong way round", 7, 1, ascending) { $0.swapAt(5, 6) },
      Defect("providers the wrong way round", 7, 1, ascending) {
        $0[6] = StoreText.key("work", "anthropic")
      },
      Defect("providers in the order of a longer one", 7, 1, ascending) {
        $0[5] = StoreText.key("a", "groq-2")
      },
      Defect("a label with a space", 6, 1, nineFields) {
        $0[5] = StoreText.key("my key")
      },
    ]

  /// Where a key may go.
  static let origins =
    [
      "", "https://", "https:///", "api.groq.com", "//api.groq.com", "ftp://api.groq.com",
      "HTTPS://api.groq.com", "https://Api.groq.com", "https://user@api.groq.com",
      "https://user:pass@api.groq.com", "https://@api.groq.com", "https://api.groq.com:0",
      "https://api.groq.com:443", "https://api.groq.com:", "https://api.groq.com:08",
      "https://api.groq.com:+8", "https://api.groq.com:-8", "https://api.groq.com:65536",
      "https://api.groq.com:8443x", "https://api.groq.com/", "https://api.groq.com/v1",
      "https://api.groq.com?a", "https://api.groq.com#a", "https://api.groq.com.",
      "https://.groq.com", "https://api..groq.com", "https://-api.groq.com",
      "https://api-.groq.com", "https://api\\groq.com", "https://api%2egroq.com",
      "https://bücher.example", "https://api.groq.com\t", "https://api.groq.com\r",
      "https://api\0.groq.com", "https://*.groq.com", "https://1.2.3", "https://127.0.0.01",
      "https://256.1.1.1", "https://0x7f000001.1", "https://[::1", "https://[g::1]",
      "https://[::1]x", "https://169.254.169.254", "https://[fd00:ec2::254]",
      "http://api.groq.com", "http://10.0.0.1", "http://127.0.0.1:80", "http://localhost:80",
      "http://localhost.example", "http://[::1]:80", ",https://api.groq.com",
      "https://api.groq.com,", "https://a.example,,https://b.example",
      "https://a.example,http://b.example", "https://a.example;https://b.example",
      "https://\(String(repeating: "a", count: 64)).example",
      "https://" + String(repeating: "a.", count: 126) + "aa",
      Array(repeating: "https://a.example", count: 57).joined(separator: ","),
    ].map { Defect(6, field: 4, $0, "this is not an origin") }

  /// The other fields of a key.
  static let entries =
    ["", zeros(21), zeros(23), zeros(21) + "B", zeros(20) + "==", zeros(21) + "/"].map {
      Defect(6, field: 1, $0, "this is not an entry's id")
    }
    + ["", "API-KEY", "-key", "api_key", "api.key", String(repeating: "k", count: 33)].map {
      Defect(6, field: 5, $0, "this is not a kind")
    }
    + [6, 7].flatMap { field in
      ["", "-1", "+1", "01", "00", "1.0", "1e9", "0x1", "1\t", "1000000000000000000"].map {
        Defect(6, field: field, $0, "this is not a time")
      }
    }
    + [
      "", zeros(4), zeros(54), zeros(138), zeros(140), zeros(141), zeros(136), zeros(138) + "B",
      zeros(138) + "=", zeros(139) + "=", zeros(138) + "+", zeros(138) + "\r", zeros(139) + "\r",
      zeros(139) + "\t", zeros(139) + "\0", zeros(139) + "\u{1B}", "é" + zeros(137),
    ].map {
      Defect(
        6, field: 8, $0, "this is not a sealed secret",
        name: "sealed \($0.suffix(3).debugDescription) \($0.utf8.count)")
    }
    + [
      Defect("a key with a space behind", 6, 1, nineFields) { $0[5] += " " },
      Defect("a key with one field more", 6, 1, nineFields) { $0[5] += " AAAA" },
      Defect("a key with two spaces", 6, 1, nineFields) {
        $0[5] = $0[5].replacing(" groq ", with: "  groq ")
      },
      Defect("a key without its last field", 6, 1, nineFields) {
        $0[5].removeLast(StoreText.sealed.count + 1)
      },
      Defect("a key of a word alone", 6, 1, nineFields) { $0[5] = "key " },
      Defect("Key", 6, 1, "a 'end' line is expected here") { $0[5] = "K" + $0[5].dropFirst() },
      Defect("a space before a key", 6, 1, "a 'end' line is expected here") {
        $0[5] = " " + $0[5]
      },
    ]
}
