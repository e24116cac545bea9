import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ModelTableTests {
  private static let rows = """
    {"about":{"day":"2026-11-29"}}
    {"model":"a-b/x","price":{"in":1,"out":2}}
    {"model":"a/m","name":"M","price":{"in":1,"out":2,"cached":0.1,"tiers":[{"over":5,"in":3,"out":4}],\
    "peak":{"in":2,"out":4,"hours":["01:00-04:00"],"days":"1-5"},"terms":{"flex":0.5}}}
    {"model":"a/m-2","takes":["pdf"],"thinks":{"levels":["low"],"switch":true,"budget":{"least":1}},\
    "status":"retired","retires":"2026-01-02","successor":"m"}
    {"model":"b/a/m"}

    """
  private static let table = ModelTable(rows: Array(rows.utf8))

  @Test(arguments: [
    ("a", "m"), ("a", "m-2"), ("a-b", "x"), ("b", "a/m"),
  ])
  func `a row is found by its name`(_ provider: String, _ id: String) {
    let model = Self.table.find(provider: provider, id: id)
    #expect(model?.provider == provider && model?.id == id)
  }

  @Test(arguments: [("a", ""), ("a", "m-"), ("a", "m-3"), ("", "m"), ("z", "z"), ("a/m", "")])
  func `what is not there is not found`(_ provider: String, _ id: String) {
    #expect(Self.table.find(provider: provider, id: id) == nil)
  }

  @Test func `providers and their rows are in order`() {
    #expect(Self.table.providers == ["a-b", "a", "b"])
    #expect(Self.table.models(of: "a").map(\.id) == ["m", "m-2"])
    #expect(Self.table.models(of: "c").isEmpty)
    #expect(Self.table.about?["day"]?.text == "2026-11-29")
  }

  @Test func `a row says all that a model has`() throws {
    let price = try #require(Self.table.find(provider: "a", id: "m")?.price)
    #expect(price.rates == .init(input: 1, output: 2, cached: 0.1))
    #expect(price.tiers == [.init(over: 5, rates: .init(input: 3, output: 4))])
    #expect(price.peak?.minutes == [60..<240] && price.peak?.days == 1...5)
    #expect(price.terms == ["flex": 0.5])
    let other = try #require(Self.table.find(provider: "a", id: "m-2"))
    #expect(other.status == .retired(successor: "m") && other.retires == "2026-01-02")
    #expect(other.input == [.text, .pdf] && other.name == "m-2")
    #expect(other.reasoning?.levels == [.low] && other.reasoning?.budget?.least == 1)
  }

  @Test(arguments: ["", "\n", "{\"about\":{}}\n", "{\"model\":\"a/m\"", "no row\n"])
  func `a table without rows has none`(_ rows: String) {
    let table = ModelTable(rows: Array(rows.utf8))
    #expect(table.find(provider: "a", id: "m") == nil || rows.hasPrefix("{\"model"))
    #expect(table.find(provider: "", id: "") == nil)
  }

  private func read(_ row: [UInt8]) -> Model? { Model(row: row.span) }

  @Test func `a member counts as it is written last, and in any order`() throws {
    let row = """
      {"price":{"out":2,"in":1,"in":3},"context":5,"name":"A","name":"\\u0042","takes":["image","\\u0070df",1,"x"],\
      "model":"a\\/b/c","context":7,"tools":false,"tools":true,"unknown":{"model":"x/y"}, "schema" : null }
      """
    let model = try #require(read(Array(row.utf8)))
    #expect(model.provider == "a" && model.id == "b/c" && model.name == "B")
    #expect(model.contextWindow == 7 && model.callsTools == true)
    #expect(model.hasStructuredOutput == nil && model.input == [.text, .image, .pdf])
    #expect(model.price?.rates == .init(input: 3, output: 2))
  }

  @Test(arguments: [
    #"{"model":"a/b","context":1"#, #"{"model":"a/b" "context":1}"#,
    #"{"model":"a/b","context":01}"#,
    #"{"model":"a/b","tools":truth}"#, #"{"model":"a/b","takes":["image""#, #"{"model":"ab"}"#,
    #"{"model":"a/"}"#, #"{"model":7}"#, #"{"context":1}"#, "[]",
  ])
  func `a damaged row is none`(_ row: String) {
    #expect(read(Array(row.utf8)) == nil)
  }

  @Test(arguments: ["model", "name", "takes", "unknown"])
  func `a row that is not UTF-8 is none where its text is wanted`(_ member: String) throws {
    let value = member == "takes" ? "[\"~\"]" : "\"a/~\""
    let bytes = Array(#"{"model":"a/b","\#(member)":\#(value)}"#.utf8)
    #expect(read(bytes) != nil)
    let damaged = bytes.map { $0 == UInt8(ascii: "~") ? 0xFF : $0 }
    #expect((read(damaged) == nil) == (member != "unknown"))
  }

  @Test(arguments: ["null", "7", "{}", "\"x\"", "[null]"])
  func `a price without tiers and terms has none`(_ other: String) throws {
    let row = #"{"model":"a/b","price":{"in":1,"tiers":\#(other),"terms":\#(other),"out":2}}"#
    let price = try #require(read(Array(row.utf8))?.price)
    #expect(price == .init(input: 1, output: 2))
  }
}
