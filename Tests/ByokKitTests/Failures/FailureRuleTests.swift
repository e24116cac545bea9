import Testing

@testable import ByokKit

@Suite struct FailureRuleTests {
  @Test(
    arguments: [
      (.keyRejected, .keyRejected), (.rateLimited, .limited), (.quotaExhausted, .limited),
      (.modelUnavailable, .modelUnavailable), (.contextTooLong, .tooLong),
      (.contentBlocked, .blocked),
      (.overloaded, .provider), (.badRequest, .failure), (.region, .failure),
    ] as [(FailureCategory, ByokError.Kind)])
  func `every category ends in its exit status`(_ category: FailureCategory, _ kind: ByokError.Kind)
  {
    #expect(category.kind == kind)
  }

  @Test func `a rule wants one of its statuses and one of its texts`() {
    let rule = FailureRule(.badRequest, statuses: [400, 422], texts: ["one", "two"])
    #expect(rule.matches(ErrorReport(status: 400, message: "TWO"), status: 400))
    #expect(rule.matches(ErrorReport(status: 422, message: "", codes: ["x-one"]), status: 422))
    #expect(!rule.matches(ErrorReport(status: 400, message: "three"), status: 400))
    #expect(!rule.matches(ErrorReport(status: 401, message: "two"), status: 401))
    #expect(FailureRule(.badRequest).matches(ErrorReport(status: 1, message: ""), status: 1))
  }

  @Test(
    arguments: [
      (400, .badRequest), (401, .keyRejected), (402, .quotaExhausted), (403, .keyRejected),
      (404, .modelUnavailable), (405, .badRequest), (408, .overloaded), (409, .overloaded),
      (410, .modelUnavailable), (413, .contextTooLong), (415, .badRequest), (422, .badRequest),
      (425, .overloaded), (429, .rateLimited), (451, .badRequest), (498, .overloaded),
      (500, .overloaded), (502, .overloaded), (503, .overloaded), (504, .overloaded),
      (520, .overloaded), (529, .overloaded), (200, .overloaded),
    ] as [(Int, FailureCategory)])
  func `without words the status decides`(_ status: Int, _ category: FailureCategory) {
    #expect(ErrorReport(status: status, body: []).category == category)
    #expect(ErrorReport(status: status, body: Array("<html>".utf8)).category == category)
  }

  @Test(
    arguments: [
      (401, .keyRejected), (402, .quotaExhausted), (404, .modelUnavailable), (429, .rateLimited),
      (503, .overloaded), (400, .badRequest),
    ] as [(Int, FailureCategory)])
  func `inside of HTTP 200 the status that the code names decides`(
    _ code: Int, _ category: FailureCategory
  ) {
    #expect(ErrorReport(status: 200, message: "odd", codes: ["\(code)"]).category == category)
  }

  @Test func `texts to search for are in lower case`() {
    for text in FailureRule.all.flatMap(\.texts) {
      #expect(text == text.lowercased())
    }
  }

  @Test func `the last rule takes whatever is left`() {
    #expect(FailureRule.all.last?.statuses == nil)
    #expect(FailureRule.all.last?.texts == [])
  }
}
