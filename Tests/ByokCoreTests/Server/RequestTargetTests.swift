import Testing

@testable import ByokCore

@Suite struct RequestTargetTests {
  @Test(arguments: [
    ("/a", ["a"], ""), ("/a/b", ["a", "b"], ""), ("/a?b", ["a"], "b"), ("/a?", ["a"], ""),
    ("/a?b?c/..", ["a"], "b?c/.."), ("/%61", ["a"], ""), ("/a%2Db", ["a-b"], ""),
    ("/a%3ab", ["a%3Ab"], ""), ("/a:b", ["a:b"], ""), ("/...", ["..."], ""), ("/.a", [".a"], ""),
    ("/a@b;c=d", ["a@b;c=d"], ""), ("/a?x=%2F%20", ["a"], "x=%2F%20"),
  ])
  func `a path is split before it is decoded`(_ text: String, _ path: [String], _ query: String)
    throws
  {
    let target = try RequestTarget(text)
    #expect(target.path == path)
    #expect(target.query == query)
  }

  @Test(arguments: [
    "/", "//", "/a/", "//a", "/a//b", "/.", "/..", "/a/..", "/a/../b", "/./a", "/%2e", "/%2e%2e",
    "/.%2E/a", "/a%2fb", "/a%2Fb", "/a%5cb", "/a%00", "/a%0a", "/a%0d", "/a%20", "/a%7f", "/a%25",
    "/a%252e", "/a%252fb", "/a%c3%a4", "/a%", "/a%4", "/a%zz", "/a%+1", "/a?b=%", "/a?b=%0a",
    "/a?b=%00", "/a?%zz",
  ])
  func `what servers read differently is refused`(_ text: String) {
    #expect(throws: RequestFlaw.self) { try RequestTarget(text) }
  }

  @Test func `a parameter is found by its name`() throws {
    let target = try RequestTarget("/a?alt=sse&KEY=x&keys=y")
    #expect(target.hasParameter("key"))
    #expect(target.hasParameter("keys"))
    #expect(target.hasParameter("alt"))
    #expect(!target.hasParameter("access_token"))
  }
}
