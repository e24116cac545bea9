import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct FailureRuleTests {
  @Test(
    arguments: [
      (.keyRejected, .keyRejected), (.keyRestricted, .keyRejected), (.rateLimited, .limited),
      (.quotaExhausted, .limited),
      (.modelUnavailable, .modelUnavailable), (.modelClosed, .modelUnavailable),
      (.contextTooLong, .tooLong), (.intercepted, .provider),
      (.contentBlocked, .blocked),
      (.overloaded, .provider), (.badRequest, .failure), (.region, .modelUnavailable),
      (.location, .failure),
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

  @Test func `a code must be met whole, a text anywhere`() {
    let rule = FailureRule(.badRequest, codes: ["1008", "arrearage"], texts: ["balance"])
    func matches(_ message: String, _ codes: [String]) -> Bool {
      rule.matches(ErrorReport(status: 400, message: message, codes: codes), status: 400)
    }
    #expect(matches("", ["1008"]))
    #expect(matches("", ["Arrearage"]))
    #expect(matches("no balance", []))
    #expect(!matches("1008 tokens", ["10081", "x-1008"]))
  }

  @Test func `what must be found besides is a condition of its own`() {
    let rule = FailureRule(.badRequest, texts: ["does not exist"], also: "model")
    #expect(rule.matches(ErrorReport(status: 1, message: "the MODEL does not exist"), status: 1))
    #expect(!rule.matches(ErrorReport(status: 1, message: "the tool does not exist"), status: 1))
    #expect(!rule.matches(ErrorReport(status: 1, message: "the model is odd"), status: 1))
  }

  @Test func `a rule of some providers says nothing of others`() {
    let rule = FailureRule(.badRequest, providers: ["one", "two"])
    func matches(_ provider: String) -> Bool {
      rule.matches(ErrorReport(status: 1, message: "no", provider: provider), status: 1)
    }
    #expect(matches("two"))
    #expect(!matches("three"))
    #expect(!matches(""))
  }

  @Test func `the end of a code may be enough`() {
    let rule = FailureRule(.badRequest, endings: ["_policy"])
    func matches(_ code: String) -> Bool {
      rule.matches(ErrorReport(status: 1, message: "a_policy b", codes: [code]), status: 1)
    }
    #expect(matches("BIO_policy"))
    #expect(!matches("policy"))
    #expect(!matches("_policy_x"))
  }

  @Test func `of each list of words one must be said, whole`() {
    let rule = FailureRule(.badRequest, words: [["key", "token"], ["expired"]])
    func matches(_ message: String, _ codes: [String] = []) -> Bool {
      rule.matches(ErrorReport(status: 1, message: message, codes: codes), status: 1)
    }
    #expect(matches("The KEY has expired."))
    #expect(matches("gone", ["token_expired"]))
    #expect(!matches("The tokens have expired"))
    #expect(!matches("The key is new"))
  }

  @Test func `a rule of pages wants one`() {
    let rule = FailureRule(.badRequest, .isPage, texts: ["moment"])
    var report = ErrorReport(status: 1, message: "Just a moment")
    #expect(!rule.matches(report, status: 1))
    report.isPage = true
    #expect(rule.matches(report, status: 1))
  }

  @Test func `a rule of silence wants neither words nor codes`() {
    let rule = FailureRule(.badRequest, .isWordless)
    #expect(rule.matches(ErrorReport(status: 1, message: ""), status: 1))
    #expect(!rule.matches(ErrorReport(status: 1, message: "no"), status: 1))
    #expect(!rule.matches(ErrorReport(status: 1, message: "", codes: ["c"]), status: 1))
  }

  @Test(
    arguments: [
      ("overloaded_error", .overloaded), ("authentication_error", .keyRejected),
      ("permission_error", .modelClosed), ("not_found_error", .modelUnavailable),
      ("rate_limit_error", .rateLimited), ("invalid_request_error", .badRequest),
      ("billing_error", .quotaExhausted), ("RESOURCE_EXHAUSTED", .rateLimited),
      ("NOT_FOUND", .modelUnavailable), ("PERMISSION_DENIED", .keyRestricted),
      ("INVALID_ARGUMENT", .badRequest), ("UNAVAILABLE", .overloaded),
    ] as [(String, FailureCategory)])
  func `inside of HTTP 200 the status that a word stands for decides`(
    _ word: String, _ category: FailureCategory
  ) {
    #expect(ErrorReport(status: 200, message: "odd", codes: [word]).category == category)
  }

  @Test(
    arguments: [
      (400, .badRequest), (401, .keyRejected), (402, .quotaExhausted), (403, .keyRestricted),
      (404, .modelUnavailable), (405, .badRequest), (408, .overloaded), (409, .overloaded),
      (410, .modelUnavailable), (413, .contextTooLong), (415, .badRequest), (422, .badRequest),
      (425, .overloaded), (429, .rateLimited), (451, .badRequest), (498, .badRequest),
      (500, .overloaded), (502, .overloaded), (503, .overloaded), (504, .overloaded),
      (520, .overloaded), (529, .overloaded), (200, .overloaded),
    ] as [(Int, FailureCategory)])
  func `without words the status decides`(_ status: Int, _ category: FailureCategory) {
    #expect(ErrorReport(status: status, body: []).category == category)
    let page = ErrorReport(status: status, body: Array("<html>".utf8)).category
    #expect(page == (status == 403 ? .intercepted : category))
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
    for rule in FailureRule.all {
      for text in rule.texts + rule.codes + [rule.also].compactMap(\.self) {
        #expect(text == text.lowercased())
      }
    }
    for word in FailureRule.statusWords.keys {
      #expect(word == word.lowercased())
    }
  }

  @Test func `the last rule takes whatever is left`() {
    #expect(FailureRule.all.last?.statuses == nil)
    #expect(FailureRule.all.last?.texts == [])
    #expect(FailureRule.all.last?.codes == [])
    #expect(FailureRule.all.last?.providers == nil)
  }
}
