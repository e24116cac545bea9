internal import ByokCore
internal import ByokKit

/// The results of a check as a JUnit report, a test case for each thing that was checked.
///
/// Source: the schema that Jenkins publishes (jenkinsci/xunit-plugin, junit-10.xsd).
enum JUnitReport {
  /// What came of one check.
  struct Case {
    /// What groups it with others.
    let group: String
    let name: String
    let milliseconds: Int
    let outcome: Outcome
  }

  enum Outcome {
    /// It is good; what there is to say of it may be empty.
    case passed(String)
    /// Nothing is known of it.
    case skipped(message: String, text: String)
    /// It is at fault itself.
    case failure(type: String, message: String, text: String)
    /// It could not be checked.
    case error(type: String, message: String, text: String)

    fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
    fileprivate var isError: Bool { if case .error = self { true } else { false } }
    fileprivate var isSkipped: Bool { if case .skipped = self { true } else { false } }
  }

  static func text(_ suite: String, _ cases: [Case]) -> String {
    let failed = cases.count { $0.outcome.isFailure }
    let errors = cases.count { $0.outcome.isError }
    let skipped = cases.count { $0.outcome.isSkipped }
    let time = seconds(cases.map(\.milliseconds).max() ?? 0)
    let counts = "tests=\"\(cases.count)\" failures=\"\(failed)\" errors=\"\(errors)\""
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites \(counts) time="\(time)">
        <testsuite name="\(escaped(suite))" \(counts) skipped="\(skipped)" time="\(time)">
      \(cases.map(testCase).joined())  </testsuite>
      </testsuites>

      """
  }

  private static func testCase(_ check: Case) -> String {
    let head =
      "    <testcase classname=\"\(escaped(check.group))\" name=\"\(escaped(check.name))\""
      + " time=\"\(seconds(check.milliseconds))\""
    let body =
      switch check.outcome {
      case .passed(""): ""
      case .passed(let text): "<system-out>\(escaped(text))</system-out>"
      case .skipped(let message, let text):
        "<skipped message=\"\(escaped(message))\">\(escaped(text))</skipped>"
      case .failure(let type, let message, let text): element("failure", type, message, text)
      case .error(let type, let message, let text): element("error", type, message, text)
      }
    return body.isEmpty ? head + "/>\n" : head + ">\n      \(body)\n    </testcase>\n"
  }

  private static func element(
    _ name: String, _ type: String, _ message: String, _ text: String
  ) -> String {
    "<\(name) type=\"\(type)\" message=\"\(escaped(message))\">\(escaped(text))</\(name)>"
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

extension KeyCheckResult {
  /// The key as a test case.
  var testCase: JUnitReport.Case {
    JUnitReport.Case(
      group: key.provider, name: name, milliseconds: milliseconds, outcome: outcome)
  }

  private var outcome: JUnitReport.Outcome {
    let verdict = finding.verdict
    if finding.isOpen { return .skipped(message: statement, text: says) }
    guard finding.failure != nil else {
      return .passed(says.isEmpty ? "" : "\(verdict.rawValue): \(says)")
    }
    // The key itself may be at fault, or it could not be checked.
    return [.rejected, .expired, .noCredit].contains(verdict)
      ? .failure(type: verdict.rawValue, message: statement, text: says)
      : .error(type: verdict.rawValue, message: statement, text: says)
  }
}
