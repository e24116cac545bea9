@testable import ByokCore
@testable import ByokKit
@testable import byok
import ByokTestSupport
import Testing

/// The manual's examples that say they run anywhere do.
@Suite struct ExampleTests {
  @Test(arguments: Manual(CommandTable.index).portableExamples) func `an example runs`(
    _ line: String
  ) throws {
    let home = try Home()
    let run = try home.prepared(Program("/bin/sh", ["-euc", line])).run()
    #expect(run.status == 0, "\(run.errors)")
    #expect(!run.output.isEmpty || !run.errors.isEmpty)
  }
}
