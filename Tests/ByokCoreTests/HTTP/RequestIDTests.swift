import Testing

@testable import ByokCore

@Suite struct RequestIDTests {
  private func find(_ headers: [String: String], _ body: String? = nil) -> String? {
    let fields = headers.map { ResponseHead.Field(name: $0.key, value: $0.value) }
    return RequestID.find(in: ResponseHead(status: 400, headers: fields), body)
  }

  @Test(arguments: [
    "x-request-id", "request-id", "x-amzn-requestid", "apim-request-id", "mistral-correlation-id",
    "x-debug-trace-id", "nvcf-reqid", "msh-request-id", "x-litellm-call-id", "x-vercel-id",
    "cf-ray",
  ])
  func `every provider's header is known`(_ name: String) {
    #expect(find([name: "id-1"]) == "id-1")
  }

  @Test func `the provider's header is before the body, and that before the network's`() {
    #expect(find(["x-request-id": "head", "cf-ray": "ray"], "body") == "head")
    #expect(find(["x-request-id": "", "cf-ray": "ray"], "body") == "body")
    #expect(find(["cf-ray": "ray"]) == "ray")
    #expect(find([:]) == nil)
    #expect(RequestID.find(in: nil, "body") == "body")
  }

  @Test func `it is made harmless and short`() {
    #expect(find(["request-id": "a\u{1b}b"]) == #"a\u{1b}b"#)
    #expect(find([:], String(repeating: "x", count: 200))?.count == 101)
  }
}
