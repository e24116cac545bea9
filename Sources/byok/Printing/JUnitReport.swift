internal import ByokCore
internal import ByokKit

/// The results of a check as a JUnit report, a test case for each key.
///
/// Source: the schema that Jenkins publishes (jenkinsci/xunit-plugin, junit-10.xsd).
enum JUnitReport {
  static func text(_ results: [KeyCheckResult]) -> String {
    let failed = results.filter { Self.isFailure($0) }
    let errors = results.filter { $0.finding.failure != nil && !Self.isFailure($0) }
    let skipped = results.count { $0.finding.isOpen }
    let time = seconds(results.map(\.milliseconds).max() ?? 0)
    let counts =
      "tests=\"\(results.count)\" failures=\"\(failed.count)\" errors=\"\(errors.count)\""
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites \(counts) time="\(time)">
        <testsuite name="byok keys check" \(counts) skipped="\(skipped)" time="\(time)">
      \(results.map(testCase).joined())  </testsuite>
      </testsuites>

      """
  }

  /// Whether the key itself is at fault, and not that it could not be checked.
  private static func isFailure(_ result: KeyCheckResult) -> Bool {
    [.rejected, .expired, .noCredit].contains(result.finding.verdict)
  }

  private static func testCase(_ result: KeyCheckResult) -> String {
    let head =
      "    <testcase classname=\"\(escaped(result.key.provider))\""
      + " name=\"\(escaped(result.name))\" time=\"\(seconds(result.milliseconds))\""
    let verdict = result.finding.verdict
    if result.finding.isOpen {
      return head + ">\n      <skipped message=\"\(escaped(result.statement))\">"
        + "\(escaped(result.says))</skipped>\n    </testcase>\n"
    }
    guard result.finding.failure != nil else {
      let says = result.says
      guard !says.isEmpty else { return head + "/>\n" }
      return head + ">\n      <system-out>\(escaped("\(verdict.rawValue): \(says)"))</system-out>\n"
        + "    </testcase>\n"
    }
    let element = isFailure(result) ? "failure" : "error"
    return head + ">\n      <\(element) type=\"\(verdict.rawValue)\""
      + " message=\"\(escaped(result.statement))\">\(escaped(result.says))"
      + "</\(element)>\n    </testcase>\n"
  }

  private static func seconds(_ milliseconds: Int) -> String {
    let thousandths = String(milliseconds % 1000)
    let zeros = String(repeating: "0", count: 3 - thousandths.count)
    return "\(milliseconds / 1000).\(zeros)\(thousandths)"
  }

  /// Text without what XML gives a meaning, and without what it cannot hold.
  ///
  /// Source: XML 1.0, section 2.2.
  private static func escaped(_ text: String) -> String {
    let names: [Unicode.Scalar: String] = [
      "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;",
    ]
    return text.unicodeScalars.map { scalar in
      if let name = names[scalar] { return name }
      let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
      return isAllowed ? String(scalar) : " "
    }.joined()
  }
}
