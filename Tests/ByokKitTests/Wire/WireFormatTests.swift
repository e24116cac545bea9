import Testing

@testable import ByokKit

@Suite struct WireFormatTests {
  @Test func `every dialect has a name of its own, in lower case`() {
    let names = WireFormats.all.map { $0.dialect }
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0 == $0.lowercased() && !$0.isEmpty })
    #expect(names.contains("openai-chat"))
  }
}
