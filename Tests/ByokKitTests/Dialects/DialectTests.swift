import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct DialectTests {
  @Test func `every dialect has a name of its own, in lower case`() {
    let names = Dialects.all.map { $0.name }
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0 == $0.lowercased() && !$0.isEmpty })
    #expect(names.contains("openai-chat"))
  }
}
